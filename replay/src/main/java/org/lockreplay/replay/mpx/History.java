package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.lockreplay.event.EventBatch;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.AddressSpace;
import org.lockreplay.replay.mm.CallKind;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.Width;

/**
 * Writes down what happens to directory entries, if somebody asked for it.
 *
 * <p>Where nobody did, every method returns at once. Not thread-safe.
 */
final class History {

    private final Optional<HistoryScope> scope;
    private final List<HistoryEvent> events = new ArrayList<>();

    /** Of the directories of address spaces, by id, where that is known. */
    private final Map<Integer, Geometry> geometries = new HashMap<>();

    private Moment now = new Moment(0, 0);
    private int pid = -1;
    private String task = "";

    History(Optional<HistoryScope> scope) {
        this.scope = scope;
    }

    boolean kept() {
        return scope.isPresent();
    }

    /** The event that is replayed now; what is written down is due to it. */
    void at(EventBatch batch, int row) {
        if (scope.isPresent()) {
            now = Moment.of(batch, row);
            pid = batch.pid(row);
            task = batch.names().get(batch.task(row));
        }
    }

    /** Something about one entry. */
    void entry(
            AddressSpace space,
            Happening what,
            BoundsDirectory directory,
            long index,
            boolean hashed) {
        if (scope.isPresent()) {
            geometries.put(space.id(), directory.geometry());
            Optional<Entry> entry = directory.entry(index);
            OptionalLong table = entry.map(Entry::table).orElse(OptionalLong.empty());
            Optional<Moment> since = entry.map(Entry::since).filter(past -> !past.equals(now));
            boolean gone =
                    what == Happening.FAULT
                            && entry.filter(known -> known.is(EntryState.FREED)).isPresent();
            add(
                    space,
                    what,
                    Optional.empty(),
                    OptionalLong.of(index),
                    AddressRange.ofLength(
                            directory.geometry().entryAddress(directory.base(), index),
                            directory.geometry().entryBytes()),
                    Optional.of(directory.geometry().covered(index)),
                    gone ? OptionalLong.empty() : table,
                    hashed ? 0 : directory.geometry().tableBytes(),
                    since);
        }
    }

    /** Something about a stretch of memory, or about all of it. */
    void range(AddressSpace space, Happening what, Optional<AddressRange> range) {
        range(space, what, Optional.empty(), range);
    }

    /** What a system call did to a stretch of memory. */
    void call(AddressSpace space, Happening what, CallKind call, AddressRange range) {
        range(space, what, Optional.of(call), Optional.of(range));
    }

    private void range(
            AddressSpace space,
            Happening what,
            Optional<CallKind> call,
            Optional<AddressRange> range) {
        if (scope.isPresent()) {
            add(
                    space,
                    what,
                    call,
                    OptionalLong.empty(),
                    Optional.empty(),
                    range,
                    OptionalLong.empty(),
                    0,
                    Optional.empty());
        }
    }

    /** Something about a table, or a part of one, whose entry is not known. */
    void table(AddressSpace space, Happening what, OptionalLong start, long bytes) {
        if (scope.isPresent()) {
            add(
                    space,
                    what,
                    Optional.empty(),
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    start,
                    bytes,
                    Optional.empty());
        }
    }

    /**
     * What was asked for, in the order of the trace. What is about a whole directory is left out
     * where none of its entries was asked for.
     *
     * @param mayKeep whether what an event tells to be freed may still be there
     */
    List<HistoryEvent> events(Predicate<HistoryEvent> mayKeep) {
        events.removeIf(event -> !wants(event, geometryOf(event.space())));
        Set<Integer> concerned = new HashSet<>();
        for (HistoryEvent event : events) {
            boolean ofMemory = event.range().isPresent() && event.call().isEmpty();
            if (event.index().isPresent() || ofMemory) {
                concerned.add(event.space());
            }
        }
        boolean all = scope.flatMap(HistoryScope::range).isEmpty();
        return events.stream()
                .filter(event -> all || concerned.contains(event.space()))
                .map(event -> isKept(event, mayKeep) ? event.as(Happening.UNDECIDED) : event)
                .toList();
    }

    private static boolean isKept(HistoryEvent event, Predicate<HistoryEvent> mayKeep) {
        return event.what() == Happening.FREED && mayKeep.test(event);
    }

    private void add(
            AddressSpace space,
            Happening what,
            Optional<CallKind> call,
            OptionalLong index,
            Optional<AddressRange> place,
            Optional<AddressRange> range,
            OptionalLong table,
            long tableBytes,
            Optional<Moment> since) {
        HistoryEvent event =
                new HistoryEvent(
                        space.id(),
                        space.pid(),
                        what,
                        now,
                        pid,
                        task,
                        call,
                        index,
                        place,
                        range,
                        table,
                        tableBytes,
                        since);
        if (space.width() == Width.BITS_32) {
            geometries.put(space.id(), Geometry.BITS_32);
        }
        // one of 64 bits covers more: what is too much is left out when the geometry is known
        if (wants(event, Geometry.BITS_64)) {
            events.add(event);
        }
    }

    private boolean wants(HistoryEvent event, Geometry geometry) {
        return scope.filter(asked -> asked.wants(event, geometry)).isPresent();
    }

    private Geometry geometryOf(int space) {
        return geometries.getOrDefault(space, Geometry.BITS_64);
    }
}
