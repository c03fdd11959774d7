package org.lockreplay.replay.mpx;

/**
 * An entry that a search may free, until the kernel answers for it or the search is over. Not
 * thread-safe.
 */
final class DoubtedEntry {

    /** What it was before the search. */
    final Entry before;

    /** What the search made of it. */
    final Entry left;

    private boolean answered;

    DoubtedEntry(Entry before, Entry left) {
        this.before = before;
        this.left = left;
    }

    /** The kernel has said what became of it. */
    void answer() {
        answered = true;
    }

    /** Whether the kernel has said nothing of it so far. */
    boolean isOpen() {
        return !answered;
    }

    /** The same, where nothing else has happened to it since. */
    boolean isPending(BoundsDirectory directory, long index) {
        return !answered && directory.isStill(index, left);
    }
}
