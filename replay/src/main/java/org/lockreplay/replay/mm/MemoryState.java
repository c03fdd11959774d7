package org.lockreplay.replay.mm;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of the memory of one address space at one moment. Pages that no range has are not
 * known to be mapped or free.
 *
 * @param brk where the heap ends
 * @param directory the bounds directory, where one was seen
 * @param ranges by address
 * @param faults all page faults, by what was at their address
 * @param lockTraced whether the trace shows locks of address spaces at all
 * @param lockKnown whether it is known which lock is that of this address space
 * @param lockHolders those who asked for it and did not release it, in the order of asking
 */
public record MemoryState(
        SpaceInfo space,
        OptionalLong brk,
        Optional<AddressRange> directory,
        List<MappedRange> ranges,
        Map<FaultPlace, FaultCounts> faults,
        boolean lockTraced,
        boolean lockKnown,
        List<LockHolder> lockHolders) {

    public MemoryState {
        ranges = List.copyOf(ranges);
        Map<FaultPlace, FaultCounts> inOrder = new EnumMap<>(FaultPlace.class);
        inOrder.putAll(faults);
        faults = Collections.unmodifiableMap(inOrder);
        lockHolders = List.copyOf(lockHolders);
    }

    /** Whether the bounds directory begins in this range. */
    public boolean holdsDirectory(MappedRange range) {
        return range.kind() == Mapping.Kind.MEMORY
                && directory.map(AddressRange::first).filter(range.range()::contains).isPresent();
    }

    /** The same, with events missing that may have changed all of it. */
    public MemoryState doubted() {
        return new MemoryState(
                space.doubted(),
                OptionalLong.empty(),
                directory,
                List.of(),
                faults,
                lockTraced,
                false,
                List.of());
    }
}
