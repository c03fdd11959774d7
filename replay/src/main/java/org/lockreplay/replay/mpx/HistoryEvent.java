package org.lockreplay.replay.mpx;

import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.CallKind;
import org.lockreplay.replay.mm.Moment;

/**
 * Something that happened in an address space, most often to one directory entry.
 *
 * @param space counts address spaces from 0, in the order in which they were first seen
 * @param spacePid the task for which the address space was made
 * @param at the event by which it is known
 * @param pid the task of that event, -1 where it has none
 * @param task its name
 * @param call the system call that did it, where that is said
 * @param index of the entry; empty if it is not about a single one
 * @param place where the entry itself stands
 * @param range the memory that the entry covers, that is searched, or that was used
 * @param table the entry's, as printed, or the part of it that this is about
 * @param tableBytes how much of it; 0 where it is hashed
 * @param since from when on it is so, where that is not {@code at}
 */
public record HistoryEvent(
        int space,
        int spacePid,
        Happening what,
        Moment at,
        int pid,
        String task,
        Optional<CallKind> call,
        OptionalLong index,
        Optional<AddressRange> place,
        Optional<AddressRange> range,
        OptionalLong table,
        long tableBytes,
        Optional<Moment> since) {

    /** The same event, as what it turns out to be. */
    HistoryEvent as(Happening other) {
        return new HistoryEvent(
                space,
                spacePid,
                other,
                at,
                pid,
                task,
                call,
                index,
                place,
                range,
                table,
                tableBytes,
                since);
    }

    /** When it was, or was noticed; empty for a line about the recording, which has no time. */
    public OptionalLong time() {
        return pid < 0 ? OptionalLong.empty() : OptionalLong.of(at.time());
    }

    /** The addresses of the table; a hash is one address, that of nothing. */
    public Optional<AddressRange> tableRange() {
        return table.stream()
                .boxed()
                .findFirst()
                .flatMap(start -> AddressRange.ofLength(start, Math.max(tableBytes, 1)));
    }
}
