package org.lockreplay.replay.mpx;

import java.util.List;
import java.util.Optional;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.IntervalMap;
import org.lockreplay.replay.mm.Mapping;
import org.lockreplay.replay.mm.Moment;

/**
 * What the rules ask about the memory of one address space.
 *
 * @param complete memory that has no mapping is not mapped; otherwise nothing is known of it
 */
record KnownMemory(IntervalMap<Mapping> mappings, boolean complete) {

    /** Whether data is known to be mapped somewhere in the range. */
    boolean hasData(AddressRange range) {
        for (IntervalMap.Interval<Mapping> part : mappings.within(range)) {
            if (isData(part.value())) {
                return true;
            }
        }
        return false;
    }

    /** Whether data in the range is known to stay when other ranges are unmapped. */
    boolean staysWithout(AddressRange range, List<AddressRange> leaving) {
        return staysWithout(range, leaving, Long.MAX_VALUE);
    }

    /** The same for data that is mapped since before this line. */
    boolean staysWithout(AddressRange range, List<AddressRange> leaving, long before) {
        for (IntervalMap.Interval<Mapping> part : mappings.within(range)) {
            if (isData(part.value())
                    && part.value().since() < before
                    && isLeft(part.range(), leaving)) {
                return true;
            }
        }
        return false;
    }

    /** Whether some of it is in none of the others. */
    private static boolean isLeft(AddressRange range, List<AddressRange> leaving) {
        for (AddressRange gone : leaving) {
            if (gone.contains(range)) {
                return false;
            }
        }
        IntervalMap<Boolean> left = new IntervalMap<>();
        left.set(range, true);
        for (AddressRange gone : leaving) {
            left.clear(gone);
        }
        return !left.isEmpty();
    }

    /** Whether all of the range is known to be unmapped. */
    boolean isGone(AddressRange range) {
        List<IntervalMap.Interval<Mapping>> parts = mappings.within(range);
        if (complete) {
            return parts.stream().noneMatch(part -> part.value().isMapped());
        }
        return isGone(parts, range);
    }

    /** The same for a range of which these parts are known, where nothing is known of others. */
    static boolean isGone(List<IntervalMap.Interval<Mapping>> parts, AddressRange range) {
        long next = range.first();
        for (IntervalMap.Interval<Mapping> part : parts) {
            if (part.value().isMapped() || part.range().first() != next) {
                return false;
            }
            next = part.range().last() + 1;
        }
        return next == range.last() + 1;
    }

    /** Since when all of the range is memory that one system call mapped; empty otherwise. */
    Optional<Moment> ordinary(AddressRange range) {
        Optional<IntervalMap.Interval<Mapping>> found = mappings.intervalAt(range.first());
        return found.isPresent()
                        && found.get().range().contains(range)
                        && found.get().value().kind() == Mapping.Kind.MEMORY
                ? Optional.of(new Moment(found.get().value().since(), 0))
                : Optional.empty();
    }

    void map(AddressRange range, Moment at) {
        set(range, Mapping.Kind.MEMORY, at);
    }

    void unmap(AddressRange range, Moment at) {
        if (complete) {
            mappings.clear(range);
        } else {
            set(range, Mapping.Kind.UNMAPPED, at);
        }
    }

    private void set(AddressRange range, Mapping.Kind kind, Moment at) {
        // equal neighbours must be one interval where states are compared
        mappings.set(range, new Mapping(kind, complete ? 0 : at.line()));
    }

    private static boolean isData(Mapping mapping) {
        return mapping.kind() == Mapping.Kind.MEMORY
                || mapping.kind() == Mapping.Kind.SHARED_MEMORY;
    }
}
