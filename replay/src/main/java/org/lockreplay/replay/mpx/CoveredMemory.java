package org.lockreplay.replay.mpx;

import java.util.List;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.IntervalMap;
import org.lockreplay.replay.mm.Mapping;

/** What is known of the memory that a directory entry covers. */
public enum CoveredMemory {
    /** Some of it is mapped. */
    MAPPED,
    /** All of it is free, so that its table describes nothing. */
    UNMAPPED,
    /** Nothing of it is known to be mapped, and not all of it to be free. */
    UNKNOWN;

    static CoveredMemory of(IntervalMap<Mapping> memory, AddressRange covers) {
        List<IntervalMap.Interval<Mapping>> known = memory.within(covers);
        if (known.stream().anyMatch(interval -> interval.value().isMapped())) {
            return MAPPED;
        }
        return KnownMemory.isGone(known, covers) ? UNMAPPED : UNKNOWN;
    }
}
