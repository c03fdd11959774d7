package org.lockreplay.replay.mm;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The page faults of one address space: by place and, where that was asked for, by page.
 *
 * <p>Cost: O(1) for a fault, O(log n) where pages are counted, n being the pages that faulted since
 * they were mapped. Not thread-safe.
 */
final class PageFaults {

    private final FaultCounts[] byPlace = new FaultCounts[FaultPlace.values().length];
    private final NavigableMap<Long, FaultCounts> byPage = new TreeMap<>(Long::compareUnsigned);
    private final boolean detailed;

    /**
     * @param detailed whether pages are counted
     */
    PageFaults(boolean detailed) {
        this.detailed = detailed;
        Arrays.fill(byPlace, FaultCounts.NONE);
    }

    void add(FaultCounts one, long address, FaultPlace place) {
        byPlace[place.ordinal()] = byPlace[place.ordinal()].plus(one);
        if (detailed) {
            byPage.merge(address & -AddressRange.PAGE, one, FaultCounts::plus);
        }
    }

    /** These pages are others from now on. */
    void forget(AddressRange range) {
        if (detailed) {
            byPage.subMap(range.first(), true, range.last(), true).clear();
        }
    }

    /** Those of the pages of a range, since each was mapped. */
    FaultCounts within(AddressRange range) {
        return byPage
                .subMap(range.first() & -AddressRange.PAGE, true, range.last(), true)
                .values()
                .stream()
                .reduce(FaultCounts.NONE, FaultCounts::plus);
    }

    /** All of them, by place; places without any are left out. */
    Map<FaultPlace, FaultCounts> byPlace() {
        Map<FaultPlace, FaultCounts> counts = new EnumMap<>(FaultPlace.class);
        for (FaultPlace place : FaultPlace.values()) {
            if (byPlace[place.ordinal()].total() > 0) {
                counts.put(place, byPlace[place.ordinal()]);
            }
        }
        return counts;
    }
}
