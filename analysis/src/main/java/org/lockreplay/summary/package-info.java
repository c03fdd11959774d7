/**
 * What all traces of a run saw, as one value that can be merged, saved and read back.
 *
 * <p>Start at {@link org.lockreplay.summary.LockOrderSummary}.
 */
package org.lockreplay.summary;
