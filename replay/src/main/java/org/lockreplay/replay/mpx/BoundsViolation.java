package org.lockreplay.replay.mpx;

import org.lockreplay.replay.mm.Moment;

/**
 * An access outside its bounds, as the kernel reported it.
 *
 * @param lower the lowest address that was allowed
 * @param upper the highest one, not inverted as in the register
 */
public record BoundsViolation(Moment at, int pid, long address, long lower, long upper) {}
