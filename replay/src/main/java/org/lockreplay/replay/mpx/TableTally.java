package org.lockreplay.replay.mpx;

/**
 * Counts the tables of one bounds directory.
 *
 * <p>Invariants: {@code live} is the number of VALID entries, {@code maybeFreed} that of
 * MAYBE_FREED entries with a known table, both without those whose table is known to be gone,
 * {@code certain} that of the entries in any state but MAYBE_FREED, and {@code peak >= live}. A
 * table is counted as freed once for each time that it was in an entry: when it leaves that, or is
 * unmapped under it. Not thread-safe.
 */
final class TableTally {

    private long allocated;
    private long freed;
    private long peak;
    private long live;
    private long maybeFreed;
    private long certain;

    /** Of a copy of the directory, none of whose tables was allocated in it. */
    TableTally forked() {
        TableTally copy = new TableTally();
        copy.live = live;
        copy.maybeFreed = maybeFreed;
        copy.certain = certain;
        copy.peak = live;
        return copy;
    }

    /** Of the next directory of the same process, in which nothing is known to stand. */
    TableTally emptied() {
        TableTally next = new TableTally();
        next.allocated = allocated;
        next.freed = freed;
        next.peak = peak;
        return next;
    }

    void allocate() {
        allocated++;
    }

    /** A table that the trace does not name is gone. */
    void free() {
        freed++;
    }

    /** The table of this entry, if it has one that is known, is gone. */
    void free(Entry entry) {
        freed += entry.hasTable() ? 1 : 0;
    }

    /** It may not be after all. */
    void unfree(Entry entry) {
        freed -= entry.hasTable() ? 1 : 0;
    }

    /** An entry is like this now. */
    void add(Entry entry) {
        count(entry, 1);
        peak = Math.max(peak, live);
    }

    /** It is like this no longer. */
    void remove(Entry entry) {
        count(entry, -1);
    }

    private void count(Entry entry, int number) {
        certain += entry.is(EntryState.MAYBE_FREED) ? 0 : number;
        if (entry.is(EntryState.VALID)) {
            live += entry.gone() ? 0 : number;
        } else if (entry.is(EntryState.MAYBE_FREED) && entry.hasTable()) {
            maybeFreed += number;
        }
    }

    /** Whether the state of any entry is certain. */
    boolean anyCertain() {
        return certain > 0;
    }

    TableCounts counts() {
        return new TableCounts(allocated, freed, maybeFreed, live, peak, 0);
    }
}
