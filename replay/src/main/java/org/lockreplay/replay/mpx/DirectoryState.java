package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.lockreplay.replay.mm.FaultCounts;
import org.lockreplay.replay.mm.FaultPlace;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.SpaceInfo;
import org.lockreplay.replay.mm.SpaceOrigin;

/**
 * What is known of the bounds directory of one address space at one moment.
 *
 * @param space whose it is
 * @param directory its base; empty until a bounds exception shows it
 * @param geometry empty until the base is known, and whether the program is of 32 or of 64 bits
 * @param hashed tables are hashes of their addresses: equal or not, nothing more
 * @param complete entries that are not listed are empty; otherwise nothing is known of them
 * @param entries every entry that was seen in use, by index
 * @param marked tables that are marked for removal (the 2014 proposal), as printed
 * @param pageFaults by what was at their address
 */
public record DirectoryState(
        SpaceInfo space,
        Management managed,
        OptionalLong directory,
        Optional<Geometry> geometry,
        boolean hashed,
        boolean complete,
        TableCounts tables,
        List<DirectoryEntry> entries,
        List<Long> marked,
        Activity activity,
        Map<FaultPlace, FaultCounts> pageFaults) {

    public DirectoryState {
        entries = List.copyOf(entries);
        marked = List.copyOf(marked);
        Map<FaultPlace, FaultCounts> inOrder = new EnumMap<>(FaultPlace.class);
        inOrder.putAll(pageFaults);
        pageFaults = Collections.unmodifiableMap(inOrder);
    }

    /** The task for which the address space was made, or which was the first one seen with it. */
    public int pid() {
        return space.pid();
    }

    /** The tasks that have it, in order. */
    public List<Integer> pids() {
        return space.pids();
    }

    public SpaceOrigin origin() {
        return space.origin();
    }

    /** Whether it may be one with another doubtful one. */
    public boolean doubtful() {
        return space.doubtful();
    }

    /** When its last task ended or left it. */
    public Optional<Moment> end() {
        return space.end();
    }

    /** The entry with this index, if it was seen in use. */
    public Optional<DirectoryEntry> entry(long index) {
        return entries.stream().filter(one -> one.index() == index).findFirst();
    }

    /** The same with some entries changed, each of which is now maybe freed. */
    DirectoryState with(UnaryOperator<DirectoryEntry> change) {
        List<DirectoryEntry> changed = new ArrayList<>(entries.size());
        long notFreed = 0;
        for (DirectoryEntry before : entries) {
            DirectoryEntry now = change.apply(before);
            changed.add(now);
            boolean freed = before.state() == EntryState.FREED && before.hasTable();
            notFreed += freed && now.state() != before.state() ? 1 : 0;
        }
        return new DirectoryState(
                space,
                managed,
                directory,
                geometry,
                hashed,
                complete,
                counts(changed, tables.freed() - notFreed),
                changed,
                marked,
                activity,
                pageFaults);
    }

    /** The same, with events missing that may have changed all of it. */
    DirectoryState doubted() {
        List<DirectoryEntry> changed = entries.stream().map(DirectoryEntry::doubted).toList();
        return new DirectoryState(
                space.doubted(),
                Management.UNKNOWN,
                directory,
                geometry,
                hashed,
                false,
                counts(changed, tables.freed()),
                changed,
                List.of(),
                activity,
                pageFaults);
    }

    /** The same, with entries that may have been filled and were not seen. */
    DirectoryState incomplete() {
        return new DirectoryState(
                space,
                managed,
                directory,
                geometry,
                hashed,
                false,
                tables,
                entries,
                marked,
                activity,
                pageFaults);
    }

    /** The counts of this state, with these entries in the place of its own. */
    private TableCounts counts(List<DirectoryEntry> now, long freed) {
        long live = 0;
        long maybeFreed = 0;
        for (DirectoryEntry entry : now) {
            live += entry.state() == EntryState.VALID && !entry.gone() ? 1 : 0;
            maybeFreed += entry.state() == EntryState.MAYBE_FREED && entry.hasTable() ? 1 : 0;
        }
        return new TableCounts(
                tables.allocated(), freed, maybeFreed, live, tables.peak(), tables.unplaced());
    }
}
