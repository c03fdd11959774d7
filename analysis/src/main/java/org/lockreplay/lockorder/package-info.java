/**
 * Which lock class was seen inside which, and the circles in that; the only code that knows
 * JGraphT.
 *
 * <p>Start at {@link org.lockreplay.lockorder.LockOrderGraph}.
 */
package org.lockreplay.lockorder;
