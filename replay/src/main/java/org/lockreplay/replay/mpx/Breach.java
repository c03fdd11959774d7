package org.lockreplay.replay.mpx;

import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.event.Origin;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.Moment;

/**
 * An invariant, broken at one place of a trace; certain.
 *
 * @param path the operation or the call path in which it happened; empty where there is none
 * @param at the event that shows it
 * @param entry index of the directory entry that it is about
 * @param memory what is described by the entry, or what was unmapped
 * @param table its address, or the kernel's hash of it
 * @param since where that became so which it contradicts: the entry valid, the lock held, the call
 *     begun
 */
public record Breach(
        Way way,
        String path,
        Origin at,
        OptionalLong entry,
        Optional<AddressRange> memory,
        OptionalLong table,
        Optional<Moment> since) {

    /** The same, and what became of an entry in it. */
    Breach about(long index, OptionalLong itsTable) {
        return new Breach(way, path, at, OptionalLong.of(index), memory, itsTable, since);
    }
}
