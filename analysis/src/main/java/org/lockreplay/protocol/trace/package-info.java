/**
 * What tasks of a protocol do, as the ftrace text that a kernel would have written of it.
 *
 * <p>Start at {@link org.lockreplay.protocol.trace.KernelTrace}.
 */
package org.lockreplay.protocol.trace;
