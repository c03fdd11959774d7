package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.Task;

/**
 * The kernel looks for the tables of memory that a task unmaps ({@code mpx_unmap_search}), until it
 * is done.
 *
 * <p>Each entry that may be valid is MAYBE_FREED meanwhile. If part of its table is zapped, it
 * stays as it was; if nothing more is said, its table was freed. Where pointers are hashed, the
 * ranges are what the system call may unmap, and several events may belong to one such search.
 */
final class Search {

    private final Task task;
    private final Moment at;
    private final UnmapRanges unmapped;

    /** The range is in the event itself. */
    private final boolean told;

    private final Map<Long, Entry> before = new HashMap<>();
    private final Map<Long, Entry> marked = new HashMap<>();
    private int events = 1;
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

    private Search(Task task, UnmapRanges unmapped, boolean told, Moment at) {
        this.task = task;
        this.unmapped = unmapped;
        this.told = told;
        this.at = at;
    }

    /** Of a range that the event tells. */
    static Search of(Task task, AddressRange range, Moment at) {
        return new Search(task, UnmapRanges.of(range), true, at);
    }

    /** Of what the call of the task may unmap. */
    static Search ofCall(Task task, Moment at) {
        return new Search(task, UnmapRanges.of(task), false, at);
    }

    Task task() {
        return task;
    }

    boolean told() {
        return told;
    }

    /** Another event of the same search; answers whether it is one too many. */
    boolean again() {
        events++;
        looked = false;
        return unmapped.exact() && events > unmapped.ranges().size();
    }

    /** The task has given back the semaphore under which it looks: it has read all entries. */
    void hasLooked() {
        looked = true;
    }

    /** Whether its task may still read entries. */
    boolean looks() {
        return !looked;
    }

    /** Whether another event may be of the memory of one before. */
    boolean mayRepeat() {
        return !unmapped.exact() || events > unmapped.ranges().size();
    }

    /** What is not answered stays undecided: the kernel gave up, or an answer is not understood. */
    void giveUp() {
        undecided = true;
    }

    /** Whether memory of this entry is, or may be, searched. */
    boolean covers(Geometry geometry, long index) {
        return unmapped.ranges().isEmpty()
                || intersects(unmapped.ranges(), geometry.covered(index));
    }

    /** Indices of the known entries that are, or may be, searched. */
    List<Long> indices(BoundsDirectory directory) {
        if (unmapped.ranges().isEmpty()) {
            return directory.indices();
        }
        List<AddressRange> parts = managed(directory.geometry());
        if (parts.size() == 1) {
            return directory.indices(parts.get(0));
        }
        return parts.stream().map(directory::indices).flatMap(List::stream).distinct().toList();
    }

    /** Marks what it may free from here on, where that is not marked already. */
    void mark(BoundsDirectory directory, Moment from) {
        for (Long index : indices(directory)) {
            Entry entry = directory.entry(index).orElseThrow();
            Entry doubted = marked.get(index);
            boolean pending = doubted != null && directory.isStill(index, doubted);
            if (entry.mayBeValid() && !pending) {
                before.put(index, entry);
                marked.put(index, directory.doubt(index, from));
            }
        }
    }

    /**
     * Part of a table is zapped; {@code start} as printed.
     *
     * <p>Where the table is known to be that of another entry, nothing is decided.
     */
    Zapped zap(
            BoundsDirectory directory, long start, Optional<AddressRange> zapped, Moment zappedAt) {
        List<AddressRange> searched = managed(directory.geometry());
        Zap zap = new Zap(directory.geometry(), before, searched, unmapped.exact());
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
        Entry was = before.get(match.index());
        boolean own = was != null && was.table().equals(match.table());
        if (own || match.table().isEmpty()) {
            return false;
        }
        for (Long index : directory.holding(match.table().getAsLong())) {
            if (index != match.index() && directory.isValid(index)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the entry had a table, for certain. */
    private boolean hadAnother(Zap.Match match) {
        return Optional.ofNullable(before.get(match.index()))
                .filter(entry -> entry.is(EntryState.VALID) && entry.table().isPresent())
                .isPresent();
    }

    /**
     * A table is marked for removal: its entry, if it was not cleared before that, is as it was. A
     * kernel that marks tables clears their entries with an event.
     */
    void keepMarked(BoundsDirectory directory, long table) {
        List<Long> kept =
                marked.keySet().stream()
                        .filter(index -> before.get(index).table().equals(OptionalLong.of(table)))
                        .filter(index -> directory.isStill(index, marked.get(index)))
                        .toList();
        for (Long index : kept) {
            directory.confirm(index, before.get(index));
            marked.remove(index);
        }
    }

    Moment began() {
        return at;
    }

    /** What is, or may be, searched. */
    List<AddressRange> ranges() {
        return unmapped.ranges();
    }

    /** Whether there are entries that it may free. */
    boolean isOpen() {
        return !marked.isEmpty();
    }

    /** Of the entries that certainly had a table when it began, those that nothing answered. */
    List<Long> unanswered(BoundsDirectory directory) {
        List<Long> open = new ArrayList<>();
        for (Map.Entry<Long, Entry> each : marked.entrySet()) {
            long index = each.getKey();
            if (told
                    && !undecided
                    && before.get(index).is(EntryState.VALID)
                    && directory.isStill(index, each.getValue())) {
                open.add(index);
            }
        }
        Collections.sort(open);
        return open;
    }

    /** The range, where there is a single one. */
    Optional<AddressRange> range() {
        return unmapped.ranges().size() == 1
                ? Optional.of(unmapped.ranges().get(0))
                : Optional.empty();
    }

    /** The entry that is searched, where it is a single one. */
    OptionalLong onlyEntry(Geometry geometry) {
        return range().flatMap(geometry::managed)
                .filter(part -> geometry.index(part.first()) == geometry.index(part.last()))
                .map(part -> OptionalLong.of(geometry.index(part.first())))
                .orElse(OptionalLong.empty());
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
        List<Long> freed = new ArrayList<>();
        List<Long> open = new ArrayList<>();
        List<AddressRange> searched = undecided ? List.of() : searched(succeeded);
        for (Map.Entry<Long, Entry> each : marked.entrySet()) {
            long index = each.getKey();
            if (directory.isStill(index, each.getValue())) {
                AddressRange memory = directory.geometry().covered(index);
                Entry was = before.get(index);
                if (clearingTold && told && !undecided && was.is(EntryState.VALID)) {
                    directory.confirm(index, was);
                } else if (!clearingTold && intersects(searched, memory) && !stays.test(memory)) {
                    if (was.is(EntryState.VALID) && was.table().isEmpty()) {
                        directory.countFreed();
                    }
                    directory.free(index, at);
                    freed.add(index);
                } else {
                    open.add(index);
                }
            }
        }
        marked.clear();
        Collections.sort(freed);
        Collections.sort(open);
        return new Ended(freed, open);
    }

    private void keep(BoundsDirectory directory, Zap.Match match, Moment zappedAt) {
        Entry was = before.get(match.index());
        OptionalLong known = was == null ? OptionalLong.empty() : was.table();
        OptionalLong table = match.table().isPresent() ? match.table() : known;
        boolean stood = was != null && was.is(EntryState.VALID) && was.table().equals(table);
        directory.confirm(
                match.index(), stood ? was : new Entry(EntryState.VALID, table, zappedAt));
        marked.remove(match.index());
    }

    /** Of what may be searched, what was. */
    private List<AddressRange> searched(boolean succeeded) {
        List<AddressRange> ranges = unmapped.ranges();
        if (told || (succeeded && unmapped.exact() && events == ranges.size())) {
            return ranges;
        }
        return succeeded && events == 1 ? unmapped.sure() : List.of();
    }

    private List<AddressRange> managed(Geometry geometry) {
        List<AddressRange> parts = new ArrayList<>(1);
        for (AddressRange range : unmapped.ranges()) {
            Optional<AddressRange> part = geometry.managed(range);
            if (part.isPresent()) {
                parts.add(part.get());
            }
        }
        return parts;
    }

    private static boolean intersects(List<AddressRange> ranges, AddressRange memory) {
        for (AddressRange range : ranges) {
            if (range.intersects(memory)) {
                return true;
            }
        }
        return false;
    }
}
