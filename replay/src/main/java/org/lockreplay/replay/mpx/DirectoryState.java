package org.lockreplay.replay.mpx;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.SpaceOrigin;

/**
 * What is known of the bounds directory of one address space at one moment.
 *
 * @param pid the task for which the address space was made, or which was the first one seen with it
 * @param pids the tasks that have it, in order
 * @param directory its base; empty until a bounds exception shows it
 * @param geometry known with the base
 * @param hashed tables are hashes of their addresses: equal or not, nothing more
 * @param complete entries that are not listed are empty; otherwise nothing is known of them
 * @param doubtful whether it may be one with another doubtful one: which tasks share it is not
 *     known
 * @param end when its last task ended or left it
 * @param entries every entry that was seen in use, by index
 */
public record DirectoryState(
        int pid,
        List<Integer> pids,
        SpaceOrigin origin,
        Management managed,
        OptionalLong directory,
        Optional<Geometry> geometry,
        boolean hashed,
        boolean complete,
        boolean doubtful,
        Optional<Moment> end,
        TableCounts tables,
        List<DirectoryEntry> entries) {

    public DirectoryState {
        pids = List.copyOf(pids);
        entries = List.copyOf(entries);
    }

    /** The entry with this index, if it was seen in use. */
    public Optional<DirectoryEntry> entry(long index) {
        int at =
                Collections.binarySearch(
                        entries.stream().map(DirectoryEntry::index).toList(), index);
        return at < 0 ? Optional.empty() : Optional.of(entries.get(at));
    }

    /** The same, with events missing that may have changed all of it. */
    DirectoryState doubted() {
        TableCounts counts =
                new TableCounts(
                        tables.allocated(),
                        tables.freed(),
                        tables.maybeFreed() + tables.live(),
                        0,
                        tables.peak(),
                        tables.unplaced());
        return new DirectoryState(
                pid,
                pids,
                origin,
                Management.UNKNOWN,
                directory,
                geometry,
                hashed,
                false,
                true,
                end,
                counts,
                entries.stream().map(DirectoryEntry::doubted).toList());
    }
}
