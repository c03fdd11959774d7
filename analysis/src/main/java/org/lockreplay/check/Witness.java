package org.lockreplay.check;

import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.summary.Seen;

/** One sighting of an edge: the lock that was held, and the one that was asked for. */
record Witness(int trace, Acquisition outer, Acquisition inner) {

    static Witness of(Seen<Nesting> seen) {
        return new Witness(seen.trace(), seen.what().outer(), seen.what().inner());
    }
}
