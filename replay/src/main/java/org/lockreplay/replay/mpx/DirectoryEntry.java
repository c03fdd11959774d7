package org.lockreplay.replay.mpx;

import java.util.OptionalLong;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.Moment;

/**
 * One directory entry at one moment.
 *
 * @param index of the entry, from 0
 * @param address of the entry in the directory
 * @param covers the memory whose pointers have their bounds in its table
 * @param memory whether any of that is mapped
 * @param table its address, or the kernel's hash of it where the trace has hashed pointers; empty
 *     where the trace does not tell
 * @param gone the table was unmapped while the entry named it
 * @param since the event from which the state is known
 */
public record DirectoryEntry(
        long index,
        long address,
        AddressRange covers,
        CoveredMemory memory,
        EntryState state,
        OptionalLong table,
        boolean gone,
        Moment since) {

    /** Whether it has a table that is known, and not known to be gone. */
    boolean hasTable() {
        return table.isPresent() && !gone;
    }

    /** The same entry, whose state is not certain, from this event on. */
    DirectoryEntry maybeFreed(Moment from) {
        return new DirectoryEntry(
                index, address, covers, memory, EntryState.MAYBE_FREED, table, gone, from);
    }

    /** The same entry, with events missing that may have changed it. */
    DirectoryEntry doubted() {
        OptionalLong known = state == EntryState.FREED ? OptionalLong.empty() : table;
        return new DirectoryEntry(
                index,
                address,
                covers,
                CoveredMemory.UNKNOWN,
                EntryState.MAYBE_FREED,
                known,
                gone,
                since);
    }
}
