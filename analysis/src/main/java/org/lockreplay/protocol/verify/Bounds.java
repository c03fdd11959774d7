package org.lockreplay.protocol.verify;

import java.util.Optional;

/**
 * How far a verification may go.
 *
 * @param states how many states each of its two explorations finds
 * @param bytes how much memory for the states of both together
 * @param nanos how long both take together
 */
public record Bounds(long states, long bytes, long nanos) {

    /** What the program itself takes of a heap. */
    private static final long PROGRAM = 12L << 20;

    /** Three fifths of what a heap has beside the program, and nothing else. */
    public static Bounds ofHeap() {
        long heap = Math.max(Runtime.getRuntime().maxMemory() - PROGRAM, 0);
        return new Bounds(Long.MAX_VALUE, heap / 5 * 3, Long.MAX_VALUE);
    }

    /**
     * Which bound is hit, as in "stopped at"; empty if none is.
     *
     * @param parts into how many parts memory and time are divided, one of which may be used
     * @param usedBytes by the states that are kept
     * @param usedNanos since it all began
     */
    Optional<String> hit(int parts, long usedBytes, long usedNanos) {
        String part = parts == 1 ? "" : "its part of ";
        if (usedBytes >= bytes / parts) {
            return Optional.of("%sthe bound of %,d MB of memory".formatted(part, bytes >> 20));
        }
        if (usedNanos >= nanos / parts) {
            return Optional.of("%sthe bound of %,d seconds".formatted(part, nanos / 1_000_000_000));
        }
        return Optional.empty();
    }
}
