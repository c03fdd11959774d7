package org.lockreplay.replay.mpx;

/**
 * How many bounds tables one address space had.
 *
 * @param allocated {@code mpx_new_bounds_table} events; what a fork copied is not among them
 * @param freed tables that are known to have left their entry, or to be unmapped under it
 * @param maybeFreed tables of entries that are {@link EntryState#MAYBE_FREED} now
 * @param live tables of entries that are {@link EntryState#VALID} now
 * @param peak the most of them at once
 * @param unplaced of {@code allocated}, those whose entry is not known
 */
public record TableCounts(
        long allocated, long freed, long maybeFreed, long live, long peak, long unplaced) {

    /** None at all. */
    static final TableCounts NONE = new TableCounts(0, 0, 0, 0, 0, 0);

    TableCounts withUnplaced(long number) {
        return new TableCounts(allocated + number, freed, maybeFreed, live, peak, number);
    }
}
