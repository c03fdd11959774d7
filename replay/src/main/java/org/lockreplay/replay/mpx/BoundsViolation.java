package org.lockreplay.replay.mpx;

import java.util.OptionalLong;
import org.lockreplay.replay.mm.Moment;

/**
 * An access outside its bounds, as the kernel reported it.
 *
 * @param space of which address space, as {@link org.lockreplay.replay.mm.SpaceInfo#id} counts
 * @param address what was referenced; empty, like the bounds, where the kernel hid it
 * @param lower the lowest address that was allowed
 * @param upper the highest one, not inverted as in the register
 */
public record BoundsViolation(
        Moment at,
        int pid,
        int space,
        OptionalLong address,
        OptionalLong lower,
        OptionalLong upper) {}
