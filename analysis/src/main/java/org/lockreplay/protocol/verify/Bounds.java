package org.lockreplay.protocol.verify;

/**
 * How far an exploration may go.
 *
 * @param states how many states each of the two explorations finds
 * @param bytes how much memory for them
 * @param nanos how long
 */
public record Bounds(long states, long bytes, long nanos) {

    /** Two thirds of the heap, and nothing else. */
    public static Bounds ofHeap() {
        return new Bounds(Long.MAX_VALUE, Runtime.getRuntime().maxMemory() / 3 * 2, Long.MAX_VALUE);
    }
}
