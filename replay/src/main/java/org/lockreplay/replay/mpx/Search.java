package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.Task;

/**
 * The kernel looks for the tables of memory that a task unmaps ({@code mpx_unmap_search}), until it
 * is done.
 *
 * <p>Each entry that may be valid is MAYBE_FREED meanwhile. If part of its table is zapped, it
 * stays as it was; if nothing more is said, its table was freed.
 */
final class Search {

    private static final Ended NOTHING = new Ended(List.of(), List.of());

    private final Task task;
    private final Moment at;
    private final SearchedRanges ranges;

    /** By index. */
    private final NavigableMap<Long, DoubtedEntry> doubted = new TreeMap<>();

    /** How many of them are open. */
    private int open;

    private boolean undecided;
    private boolean looked;

    /**
     * How a search ended.
     *
     * @param freed indices of the entries whose table is gone
     * @param undecided indices of those of which that is not known
     */
    record Ended(List<Long> freed, List<Long> undecided) {}

    /**
     * What a zap tells.
     *
     * @param kept the entry whose table stays; empty if that cannot be told
     * @param foreign the entry for which a table was zapped that is that of another one, although
     *     it has one of its own
     */
    record Zapped(OptionalLong kept, Optional<Zap.Match> foreign) {}

    private Search(Task task, SearchedRanges ranges, Moment at) {
        this.task = task;
        this.ranges = ranges;
        this.at = at;
    }

    /** Of a range that the event tells. */
    static Search of(Task task, AddressRange range, Moment at) {
        return new Search(task, new SearchedRanges(UnmapRanges.of(range), true), at);
    }

    /** Of what the call of the task may unmap. */
    static Search ofCall(Task task, Moment at) {
        return new Search(task, new SearchedRanges(UnmapRanges.of(task), false), at);
    }

    Task task() {
        return task;
    }

    /** What it looks at. */
    SearchedRanges ranges() {
        return ranges;
    }

    /** Another event of the same search; answers whether it is one too many. */
    boolean again() {
        looked = false;
        return ranges.again();
    }

    /** The task has given back the semaphore under which it looks: it has read all entries. */
    void hasLooked() {
        looked = true;
    }

    /** Whether its task may still read entries. */
    boolean looks() {
        return !looked;
    }

    /** What is not answered stays undecided: the kernel gave up, or an answer is not understood. */
    void giveUp() {
        undecided = true;
    }

    /** Marks what it may free from here on, where that is not marked already. */
    void mark(BoundsDirectory directory, Moment from) {
        for (Long index : ranges.indices(directory)) {
            Entry entry = directory.known(index);
            DoubtedEntry known = doubted.get(index);
            boolean pending = known != null && known.isPending(directory, index);
            if (entry.mayBeValid() && !pending) {
                open += known != null && known.isOpen() ? 0 : 1;
                doubted.put(index, new DoubtedEntry(entry, directory.doubt(index, from)));
            }
        }
    }

    private void answer(DoubtedEntry entry) {
        open -= entry.isOpen() ? 1 : 0;
        entry.answer();
    }

    /**
     * Part of a table is zapped; {@code start} as printed.
     *
     * <p>Where the table is known to be that of another entry, nothing is decided.
     */
    Zapped zap(
            BoundsDirectory directory, long start, Optional<AddressRange> zapped, Moment zappedAt) {
        List<AddressRange> searched = ranges.managed(directory.geometry());
        Zap zap = new Zap(directory.geometry(), doubted, searched, ranges.exact());
        Optional<Zap.Match> match =
                zapped.isPresent() ? zap.match(zapped.get()) : zap.matchHashed(start);
        boolean foreign = match.isPresent() && isForeign(directory, match.get());
        if (match.isEmpty() || foreign) {
            giveUp();
            return new Zapped(
                    OptionalLong.empty(), foreign ? match.filter(this::hadAnother) : match);
        }
        keep(directory, match.get(), zappedAt);
        return new Zapped(OptionalLong.of(match.get().index()), Optional.empty());
    }

    /** Whether another entry has the table for certain. */
    private boolean isForeign(BoundsDirectory directory, Zap.Match match) {
        DoubtedEntry known = doubted.get(match.index());
        boolean own = known != null && known.before.table().equals(match.table());
        return !own && match.table().isPresent() && isOfAnother(directory, match);
    }

    private static boolean isOfAnother(BoundsDirectory directory, Zap.Match match) {
        for (Long index : directory.holding(match.table().getAsLong())) {
            if (index != match.index() && directory.isValid(index)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the entry had a table, for certain. */
    private boolean hadAnother(Zap.Match match) {
        DoubtedEntry known = doubted.get(match.index());
        return known != null
                && known.before.is(EntryState.VALID)
                && known.before.table().isPresent();
    }

    /**
     * A table is marked for removal: its entry, if it was not cleared before that, is as it was. A
     * kernel that marks tables clears their entries with an event.
     */
    void keepMarked(BoundsDirectory directory, long table) {
        for (Map.Entry<Long, DoubtedEntry> each : doubted.entrySet()) {
            DoubtedEntry known = each.getValue();
            if (known.before.names(table) && known.isPending(directory, each.getKey())) {
                directory.confirm(each.getKey(), known.before);
                answer(known);
            }
        }
    }

    Moment began() {
        return at;
    }

    /** Whether there are entries that it may free. */
    boolean isOpen() {
        return open > 0;
    }

    /** Of the entries that certainly had a table when it began, those that nothing answered. */
    List<Long> unanswered(BoundsDirectory directory) {
        return isOpen() && ranges.told() && !undecided ? pendingValid(directory) : List.of();
    }

    private List<Long> pendingValid(BoundsDirectory directory) {
        List<Long> pending = new ArrayList<>();
        for (Map.Entry<Long, DoubtedEntry> each : doubted.entrySet()) {
            DoubtedEntry known = each.getValue();
            if (known.before.is(EntryState.VALID) && known.isPending(directory, each.getKey())) {
                pending.add(each.getKey());
            }
        }
        return pending;
    }

    /**
     * The kernel is done: what was marked and not answered is freed, where that is certain.
     *
     * @param succeeded the system call is known to have succeeded
     * @param stays whether some of this memory is known to stay mapped: its table does too
     * @param clearingTold the kernel tells which entries it clears: the others are as they were
     * @return which entries it freed, and which it may have
     */
    Ended end(
            BoundsDirectory directory,
            boolean succeeded,
            Predicate<AddressRange> stays,
            boolean clearingTold) {
        if (!isOpen()) {
            return NOTHING;
        }
        List<Long> freed = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        List<AddressRange> searched = undecided ? List.of() : ranges.searched(succeeded);
        for (Map.Entry<Long, DoubtedEntry> each : doubted.entrySet()) {
            long index = each.getKey();
            if (each.getValue().isPending(directory, index)) {
                AddressRange memory = directory.geometry().covered(index);
                Entry was = each.getValue().before;
                if (clearingTold && ranges.told() && !undecided && was.is(EntryState.VALID)) {
                    directory.confirm(index, was);
                } else if (!clearingTold
                        && SearchedRanges.intersect(searched, memory)
                        && !stays.test(memory)) {
                    if (was.is(EntryState.VALID) && was.table().isEmpty()) {
                        directory.countFreed();
                    }
                    directory.free(index, at);
                    freed.add(index);
                } else {
                    unknown.add(index);
                }
            }
            answer(each.getValue());
        }
        return new Ended(freed, unknown);
    }

    private void keep(BoundsDirectory directory, Zap.Match match, Moment zappedAt) {
        DoubtedEntry known = doubted.get(match.index());
        if (known == null) {
            directory.confirm(match.index(), new Entry(EntryState.VALID, match.table(), zappedAt));
            return;
        }
        Entry was = known.before;
        OptionalLong table = match.table().isPresent() ? match.table() : was.table();
        boolean stood = was.is(EntryState.VALID) && was.table().equals(table);
        directory.confirm(
                match.index(), stood ? was : new Entry(EntryState.VALID, table, zappedAt));
        answer(known);
    }
}
