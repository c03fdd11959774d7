package org.lockreplay.check;

import org.lockreplay.event.Mode;
import org.lockreplay.replay.lock.Acquisition;

/** Whether two acquisitions of one trace are of one lock instance, by class and address. */
final class Instances {

    private Instances() {}

    static boolean same(Acquisition one, Acquisition other) {
        return one.lockClass().equals(other.lockClass())
                && one.address() == other.address()
                && !Mode.hidden(one.mode() | other.mode());
    }
}
