package org.lockreplay.replay.lock;

import java.util.List;
import java.util.TreeSet;

/**
 * Where a recording says that events were lost. Such a marker is of one CPU, but an excerpt may
 * have one for all that was cut out of it; so what rests on a release that did not come, or on an
 * acquisition that did not, is not reported across any of them.
 */
final class Losses {

    private final TreeSet<Long> lines = new TreeSet<>();

    /** A marker stands at, or right behind, this line. */
    void after(long line) {
        lines.add(line);
    }

    List<Recursion> spare(List<Recursion> recursions) {
        return recursions.stream()
                .filter(one -> isWhole(one.held().origin().line(), one.again().origin().line()))
                .toList();
    }

    List<HeldAtExit> spareExits(List<HeldAtExit> exits) {
        return exits.stream()
                .filter(one -> isWhole(one.held().origin().line(), one.end().line()))
                .toList();
    }

    /** A release without an acquisition is only certain where nothing was lost before it. */
    List<Imbalance> spareReleases(List<Imbalance> imbalances) {
        return imbalances.stream()
                .filter(one -> isWhole(0, one.release().origin().line()))
                .toList();
    }

    /** Whether nothing was lost from one line on until before another. */
    private boolean isWhole(long from, long to) {
        Long next = lines.ceiling(from);
        return next == null || next >= to;
    }
}
