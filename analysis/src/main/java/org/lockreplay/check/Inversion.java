package org.lockreplay.check;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.lockorder.LockOrderEdge;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.summary.Seen;

/**
 * The witnesses of one inversion.
 *
 * @param in a lock taken in the interrupt
 * @param steps the nestings from that class to the one of {@code on}; none if that is one class
 * @param on a lock held with the interrupt on
 */
record Inversion(Seen<InterruptUse> in, List<Step> steps, Seen<InterruptUse> on) {

    /** A nesting and the dependency that it is a sighting of. */
    record Step(LockOrderEdge edge, Witness witness) {}

    Inversion {
        steps = List.copyOf(steps);
    }

    /** The steps whose second end is a reader, where it matters whether readers wait. */
    List<LockOrderEdge> restingOnReaders() {
        List<LockOrderEdge> resting = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            boolean last = i + 1 == steps.size();
            boolean shared = last ? on.what().read() : steps.get(i + 1).edge().shared();
            if (shared && steps.get(i).edge().innerRead()) {
                resting.add(steps.get(i).edge());
            }
        }
        return resting;
    }
}
