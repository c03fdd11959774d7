package org.lockreplay.replay.mpx;

import org.lockreplay.replay.mm.Moment;

/**
 * An access outside its bounds, as the kernel reported it.
 *
 * @param space of which address space, as {@link org.lockreplay.replay.mm.SpaceInfo#id} counts
 * @param lower the lowest address that was allowed
 * @param upper the highest one, not inverted as in the register
 */
public record BoundsViolation(
        Moment at, int pid, int space, long address, long lower, long upper) {}
