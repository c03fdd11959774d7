package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.replay.mm.AddressRange;

/**
 * What a search looks at: the range that its event tells; or, where that is hashed, what the system
 * call may unmap, to which several events may belong.
 *
 * <p>Not thread-safe.
 */
final class SearchedRanges {

    private final UnmapRanges unmapped;

    /** The range is in the event itself. */
    private final boolean told;

    private int events = 1;

    SearchedRanges(UnmapRanges unmapped, boolean told) {
        this.unmapped = unmapped;
        this.told = told;
    }

    boolean told() {
        return told;
    }

    /** Whether the ranges are those of the searches, some of which may be missing. */
    boolean exact() {
        return unmapped.exact();
    }

    /** What is, or may be, searched. */
    List<AddressRange> all() {
        return unmapped.ranges();
    }

    /** The range, where there is a single one. */
    Optional<AddressRange> only() {
        return all().size() == 1 ? Optional.of(all().get(0)) : Optional.empty();
    }

    /** The entry that is searched, where it is a single one. */
    OptionalLong onlyEntry(Geometry geometry) {
        return only().flatMap(geometry::managed)
                .filter(part -> geometry.index(part.first()) == geometry.index(part.last()))
                .map(part -> OptionalLong.of(geometry.index(part.first())))
                .orElse(OptionalLong.empty());
    }

    // ---- events ----

    /** Another event of the same search; answers whether it is one too many. */
    boolean again() {
        events++;
        return exact() && events > all().size();
    }

    /** Whether another event may be of the memory of one before. */
    boolean mayRepeat() {
        return !exact() || events > all().size();
    }

    /** Of what may be searched, what was. */
    List<AddressRange> searched(boolean succeeded) {
        // the first search is of the only range, others are of what entries in it named
        boolean each = events == all().size() || all().size() == 1;
        if (told || (succeeded && exact() && each)) {
            return all();
        }
        return succeeded && events == 1 ? unmapped.sure() : List.of();
    }

    // ---- entries ----

    /** Whether memory of this entry is, or may be, searched. */
    boolean covers(Geometry geometry, long index) {
        return all().isEmpty() || intersect(all(), geometry.covered(index));
    }

    /** Indices of the known entries that are, or may be, searched. */
    List<Long> indices(BoundsDirectory directory) {
        if (all().size() == 1) {
            return directory.managedIndices(all().get(0));
        }
        return all().isEmpty() ? directory.indices() : indicesOfSeveral(directory);
    }

    private List<Long> indicesOfSeveral(BoundsDirectory directory) {
        return managed(directory.geometry()).stream()
                .map(directory::indices)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    /** Of each range the part that a directory of this geometry can describe. */
    List<AddressRange> managed(Geometry geometry) {
        List<AddressRange> parts = new ArrayList<>(1);
        for (AddressRange range : all()) {
            Optional<AddressRange> part = geometry.managed(range);
            if (part.isPresent()) {
                parts.add(part.get());
            }
        }
        return parts;
    }

    /** Whether one of the ranges has a byte of this memory. */
    static boolean intersect(List<AddressRange> ranges, AddressRange memory) {
        for (AddressRange range : ranges) {
            if (range.intersects(memory)) {
                return true;
            }
        }
        return false;
    }
}
