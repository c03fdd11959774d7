package org.lockreplay.replay.mpx;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.lockreplay.replay.mm.MemoryState;

/**
 * All directories as they were after all events up to and including one line or time.
 *
 * @param atLine the line asked for; where a time was asked for, the last line that is not later (0
 *     if all are)
 * @param atTime the time asked for; where a line was asked for, that of the last event up to it
 *     (empty if there is none before it). Nanoseconds, or ticks where the clock has no seconds
 * @param byTime a time was asked for, not a line
 * @param atEnd nothing later than what was asked for is in the trace
 * @param addressSpaces those that have to do with MPX and have not ended, in the order in which
 *     they were first seen
 * @param memory that of the tasks that were asked for and had been seen, by pid
 */
public record Snapshot(
        long atLine,
        OptionalLong atTime,
        boolean byTime,
        boolean atEnd,
        List<DirectoryState> addressSpaces,
        SortedMap<Integer, MemoryState> memory) {

    public Snapshot {
        addressSpaces = List.copyOf(addressSpaces);
        memory = Collections.unmodifiableSortedMap(new TreeMap<>(memory));
    }

    /** The directory of a task. */
    public Optional<DirectoryState> of(int pid) {
        return addressSpaces.stream().filter(space -> space.pids().contains(pid)).findFirst();
    }

    /** The same with other states of the directories. */
    Snapshot with(UnaryOperator<DirectoryState> change) {
        return new Snapshot(
                atLine, atTime, byTime, atEnd, addressSpaces.stream().map(change).toList(), memory);
    }

    /** The same, with events missing that may have changed all of it. */
    Snapshot doubted() {
        SortedMap<Integer, MemoryState> doubtedMemory = new TreeMap<>();
        for (Map.Entry<Integer, MemoryState> known : memory.entrySet()) {
            doubtedMemory.put(known.getKey(), known.getValue().doubted());
        }
        return new Snapshot(
                atLine,
                atTime,
                byTime,
                atEnd,
                addressSpaces.stream().map(DirectoryState::doubted).toList(),
                doubtedMemory);
    }
}
