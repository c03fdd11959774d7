package org.lockreplay.replay.mpx;

import java.util.Optional;
import org.lockreplay.replay.mm.AddressRange;

/**
 * Whose history is asked for: everything's, or that of the entries that have to do with a range.
 *
 * <p>An entry has to do with a range if it covers memory of it, if it stands in it itself, or if
 * its table lies in it (where tables are hashed: is its first address). Whatever happened to memory
 * that such an entry covers happened to the entry.
 *
 * @param range empty for everything
 */
public record HistoryScope(Optional<AddressRange> range) {

    /** Everything that happened. */
    public static final HistoryScope ALL = new HistoryScope(Optional.empty());

    public static HistoryScope of(AddressRange range) {
        return new HistoryScope(Optional.of(range));
    }

    /**
     * Whether an event of the history is asked for, if only what it says itself counts.
     *
     * @param geometry that of the directory
     */
    boolean wants(HistoryEvent event, Geometry geometry) {
        return range.isEmpty()
                || event.place().isEmpty() && event.range().isEmpty()
                || event.range().flatMap(covered(geometry)::intersect).isPresent()
                || event.place().flatMap(range.get()::intersect).isPresent()
                || event.tableRange().flatMap(range.get()::intersect).isPresent();
    }

    /** All memory of the entries that cover the range. */
    private AddressRange covered(Geometry geometry) {
        long inEntry = geometry.coveredBytes() - 1;
        AddressRange asked = range.orElseThrow();
        return new AddressRange(asked.first() & ~inEntry, asked.last() | inEntry);
    }
}
