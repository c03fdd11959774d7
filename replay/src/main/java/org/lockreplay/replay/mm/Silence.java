package org.lockreplay.replay.mm;

/**
 * A task shares an address space from here on, and no event of its own was seen so far: if that
 * stays so, it was not recorded, and nobody knows what it did to the memory. Not thread-safe.
 */
final class Silence {

    private final long line;
    private boolean broken;

    Silence(long line) {
        this.line = line;
    }

    /** Something that the task did is in the trace. */
    void end() {
        broken = true;
    }

    /** Whether the task may have done something before this line that was not recorded. */
    boolean reaches(long before) {
        return !broken && line < before;
    }

    boolean ended() {
        return broken;
    }
}
