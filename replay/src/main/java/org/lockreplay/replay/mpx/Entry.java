package org.lockreplay.replay.mpx;

import java.util.OptionalLong;
import org.lockreplay.replay.mm.Moment;

/**
 * What is known of a directory entry, and since when.
 *
 * @param table as printed: an address, or a hash; empty if it is not known
 * @param gone the table was unmapped while the entry named it
 * @param told the event of its allocation was seen
 */
record Entry(EntryState state, OptionalLong table, Moment since, boolean gone, boolean told) {

    /** An entry whose table, if it has one, is not known to be gone. */
    Entry(EntryState state, OptionalLong table, Moment since) {
        this(state, table, since, false, false);
    }

    /** Whether it is valid and has this table. */
    boolean holds(long address) {
        return is(EntryState.VALID) && names(address);
    }

    /** Whether this is its table, in whatever state it is. */
    boolean names(long address) {
        return table.isPresent() && table.getAsLong() == address;
    }

    /** Whether it is cleared, and had this table. */
    boolean wasCleared(long address) {
        return is(EntryState.INVALIDATED) && names(address);
    }

    /** Whether it has a table that is known, and not known to be gone. */
    boolean hasTable() {
        return table.isPresent() && !gone;
    }

    /** The same, whose table is gone. */
    Entry withoutTable() {
        return new Entry(state, table, since, true, told);
    }

    /** The same, and whether the event of the allocation of its table was seen. */
    Entry told(boolean seen) {
        return new Entry(state, table, since, gone, seen);
    }

    /** The same, which has been in another state since this event. */
    Entry in(EntryState other, Moment at) {
        return new Entry(other, table, at, gone, told);
    }

    boolean is(EntryState other) {
        return state == other;
    }

    /** Whether a search may find a table in it. */
    boolean mayBeValid() {
        return state == EntryState.VALID || state == EntryState.MAYBE_FREED;
    }

    /** Its state is no longer certain; what a freed entry holds now, if anything, is unknown. */
    Entry doubted(Moment at) {
        return state == EntryState.FREED
                ? new Entry(EntryState.MAYBE_FREED, OptionalLong.empty(), at)
                : in(EntryState.MAYBE_FREED, at);
    }

    // whether its event was seen is no part of its state: a search that goes on may learn it
    // equality is written out: linking that of a record takes milliseconds of a start

    @Override
    public boolean equals(Object other) {
        return other instanceof Entry entry
                && state == entry.state
                && since.equals(entry.since)
                && gone == entry.gone
                && table.equals(entry.table);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * state.hashCode() + since.hashCode()) + table.hashCode();
    }
}
