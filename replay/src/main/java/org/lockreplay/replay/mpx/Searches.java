package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.CallKind;
import org.lockreplay.replay.mm.IntervalMap;
import org.lockreplay.replay.mm.Mapping;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.Task;

/**
 * The searches of one address space that go on, and what they free when they are over.
 *
 * <p>Source of the rules: {@code arch/x86/mm/mpx.c}, Linux 4.19. Not thread-safe.
 */
final class Searches {

    private final SpaceTables tables;
    private final List<Search> going = new ArrayList<>();

    Searches(SpaceTables tables) {
        this.tables = tables;
    }

    /** The unfinished search of a task. */
    Optional<Search> of(Task task) {
        for (int i = 0; i < going.size(); i++) {
            if (going.get(i).task() == task) {
                return Optional.of(going.get(i));
            }
        }
        return Optional.empty();
    }

    /** {@code mpx_unmap_search} by a task of this address space; answers it. */
    Search begin(Search search) {
        tables.isManaged();
        going.add(search);
        tables.tally.searches++;
        tables.history.range(tables.space, Happening.SEARCHED, search.ranges().only());
        if (tables.hasDirectory()) {
            search.mark(tables.directory(), search.began());
        }
        return search;
    }

    /**
     * A search by a task whose last search goes on: one of memory which the task's call does not
     * unmap, and which has the size of a table, is of what an entry named.
     */
    void beginInside(Task task, AddressRange range, Moment at) {
        Optional<Search> outer = of(task);
        if (outer.isEmpty() || !outer.get().ranges().told()) {
            return;
        }
        List<AddressRange> asked = UnmapRanges.of(task).ranges();
        if (!SearchedRanges.intersect(asked, range)) {
            beginInside(outer.get(), asked, range, at);
        }
    }

    private void beginInside(
            Search outer, List<AddressRange> asked, AddressRange range, Moment at) {
        Geometry geometry = tables.directory().geometry();
        boolean named =
                !asked.isEmpty()
                        && tables.hasDirectory()
                        && geometry.tableBytes() == range.length();
        if (named) {
            OptionalLong entry = outer.ranges().onlyEntry(geometry);
            tables.judge(
                    MpxOperation.REMOVAL.label(),
                    (rules, broken) -> rules.seen().mistaken(entry, range, broken));
            tables.space.changeByKernel(range, new Mapping(Mapping.Kind.UNMAPPED, at.line()));
        } else {
            // it leaves, by a call or for an entry that the trace does not show
            tables.space.memory().clear(range);
        }
    }

    /**
     * Another event of a search that goes on: where its memory may be that of the one before, the
     * answers to that one say nothing of this one.
     */
    void again(Search search, Moment at) {
        tables.tally.searches++;
        if (search.again()) {
            // more than the call unmaps: an entry named memory that is no table
            tables.space.memory().clear();
            if (search.task().call().kind() == CallKind.MUNMAP && tables.hasDirectory()) {
                OptionalLong entry = search.ranges().onlyEntry(tables.directory().geometry());
                tables.judge(
                        MpxOperation.REMOVAL.label(),
                        (rules, broken) -> rules.seen().mistakenUntold(entry, broken));
            }
        }
        if (search.ranges().mayRepeat()) {
            tables.history.range(tables.space, Happening.SEARCHED, search.ranges().only());
            if (tables.hasDirectory()) {
                search.mark(tables.directory(), at);
            }
        }
    }

    /** {@code mpx_unmap_zap}; answers the entry whose table stays, if that is known. */
    OptionalLong zap(Task task, long start, Optional<AddressRange> zapped, Moment at) {
        tables.tally.zaps++;
        if (tables.hasDirectory() && !tables.astray()) {
            Optional<Search> search = of(task);
            if (search.isPresent()) {
                return zap(search.get(), start, zapped, at);
            }
        }
        return OptionalLong.empty();
    }

    private OptionalLong zap(Search search, long start, Optional<AddressRange> zapped, Moment at) {
        Search.Zapped found = search.zap(tables.directory(), start, zapped, at);
        if (found.kept().isPresent()) {
            tables.tell(Happening.ZAPPED, found.kept().getAsLong());
        }
        if (found.foreign().isPresent()) {
            Zap.Match match = found.foreign().get();
            tables.judge(
                    MpxOperation.REMOVAL.label(),
                    (known, broken) ->
                            known.seen()
                                    .zappedForeign(
                                            match.index(), match.table().getAsLong(), broken));
        }
        return found.kept();
    }

    /** The task gives back {@code mmap_sem}, which it holds for as long as it reads entries. */
    void hasLooked(Task task) {
        Optional<Search> search = of(task);
        if (search.isPresent()) {
            search.get().hasLooked();
        }
    }

    /** Whether another task may be reading entries. */
    boolean isLookedAtByOther(Task task) {
        for (Search search : going) {
            if (search.task() != task && search.looks()) {
                return true;
            }
        }
        return false;
    }

    /** The kernel answers the search of a task with a signal; false if it has none. */
    boolean refuse(Task task, Moment at) {
        Optional<Search> search = of(task);
        if (search.isPresent()) {
            tables.tally.refusedSearches++;
            search.get().giveUp();
            if (tables.hasDirectory()) {
                doubtEmpty(tables.directory(), search.get(), at);
            }
        }
        return search.isPresent();
    }

    /** What a search refuses is never an empty entry: one that was may have been written since. */
    private void doubtEmpty(BoundsDirectory known, Search search, Moment at) {
        List<Long> within = search.ranges().indices(known);
        within.forEach(index -> tables.doubtEmpty(index, at));
        OptionalLong only = search.ranges().onlyEntry(known.geometry());
        if (only.isPresent()) {
            tables.doubtEmpty(only.getAsLong(), at);
        } else if (within.isEmpty()) {
            tables.missSome();
        }
    }

    /** M12 for the task's search, which the kernel has brought to its end. */
    void judge(Task task) {
        Optional<Search> search = of(task);
        if (search.isPresent() && tables.hasDirectory()) {
            List<Long> unanswered = search.get().unanswered(tables.directory());
            if (!unanswered.isEmpty()) {
                judge(search.get(), unanswered);
            }
        }
    }

    private void judge(Search search, List<Long> unanswered) {
        List<AddressRange> leaving = leaving(search);
        Geometry geometry = tables.directory().geometry();
        for (Long index : unanswered) {
            if (staysMapped(search, leaving, geometry.covered(index))) {
                tables.judge(
                        MpxOperation.REMOVAL.label(),
                        (rules, broken) -> rules.seen().notZapped(index, broken));
            }
        }
    }

    /** M12 for the task's search in a call that has failed, and unmapped nothing. */
    void judgeFailed(Task task) {
        Optional<Search> search = of(task);
        if (search.isPresent() && tables.hasDirectory()) {
            BoundsDirectory known = tables.directory();
            SeenEffects seen = tables.model().seen();
            for (Long index : search.get().unanswered(known)) {
                AddressRange memory = known.geometry().covered(index);
                if (seen.staysSince(memory, List.of(), search.get().began())) {
                    tables.judge(
                            MpxOperation.REMOVAL.label(),
                            (rules, broken) -> rules.seen().notZapped(index, broken));
                }
            }
        }
    }

    /** The task's search, if there is one, is over. */
    void end(Task task, boolean succeeded, Moment at) {
        Optional<Search> search = of(task);
        if (search.isPresent()) {
            going.remove(search.get());
            if (tables.hasDirectory()) {
                end(tables.directory(), search.get(), succeeded, at);
            }
        }
    }

    private void end(BoundsDirectory known, Search search, boolean succeeded, Moment at) {
        if (tables.astray()) {
            search.giveUp();
        }
        List<AddressRange> leaving = search.isOpen() ? leaving(search) : List.of();
        Search.Ended ended =
                search.end(
                        known,
                        succeeded,
                        memory -> staysMapped(search, leaving, memory),
                        tables.signs.seen(Sign.INVALIDATIONS));
        for (Long index : ended.freed()) {
            freed(known, search, index, at);
        }
        for (Long index : ended.undecided()) {
            tables.tell(Happening.UNDECIDED, index);
        }
    }

    private void freed(BoundsDirectory known, Search search, long index, Moment at) {
        if (!tables.signs.seen(Sign.ZAPS) && mayKeepPart(search, known.geometry().covered(index))) {
            tables.hindsight.freedInPart(index, search.began().line(), tables.breaches.line());
        }
        OptionalLong table = known.known(index).table();
        tables.setMemory(known, table, Mapping.Kind.UNMAPPED, at);
        if (table.isPresent()) {
            tables.model().seen().gone(table.getAsLong(), at);
        }
        tables.tell(Happening.FREED, index);
    }

    /** What leaves memory while this search goes on; empty if that is not known. */
    private List<AddressRange> leaving(Search search) {
        List<AddressRange> leaving = LeavingMemory.of(search.task());
        if (!leaving.isEmpty()) {
            leaving.addAll(search.ranges().all());
        }
        return leaving;
    }

    /**
     * Whether part of the memory is known to have been mapped all the time, so that a kernel that
     * searched the rest of it did not free the table.
     */
    private boolean staysMapped(Search search, List<AddressRange> leaving, AddressRange memory) {
        return !leaving.isEmpty()
                && tables.model().seen().staysSince(memory, leaving, search.began());
    }

    /** Whether memory of an entry may be mapped still, for all that is known but of the kernel. */
    private boolean mayKeepPart(Search search, AddressRange memory) {
        IntervalMap<Boolean> left = new IntervalMap<>();
        left.set(memory, true);
        search.ranges().all().forEach(left::clear);
        UnmapRanges.of(search.task()).ranges().forEach(left::clear);
        if (left.isEmpty()) {
            return false;
        }
        for (IntervalMap.Interval<Mapping> part : tables.space.memory().within(memory)) {
            if (!part.value().isMapped()) {
                left.clear(part.range());
            }
        }
        return !left.isEmpty();
    }

    /** The fault is a race if a search by another task covers its entry. */
    void race(Fault fault) {
        if (tables.hasDirectory()) {
            Geometry geometry = tables.directory().geometry();
            for (Search search : going) {
                if (search.task() != fault.task && search.ranges().covers(geometry, fault.index)) {
                    fault.race();
                    return;
                }
            }
        }
    }

    void forget(Task task) {
        going.removeIf(search -> search.task() == task);
    }

    /** Nothing is known of what goes on. */
    void clear() {
        going.clear();
    }
}
