package org.lockreplay.replay.lock;

import org.lockreplay.event.EventKind;

/** Which kinds of lock events a trace has shown so far: what is not recorded proves nothing. */
final class TracedKinds {

    private boolean acquires;
    private boolean owners;
    private boolean releases;

    /** An event of this kind is there, which is not looked at any further. */
    void see(EventKind kind) {
        acquires |= kind == EventKind.LOCK_ACQUIRE;
        releases |= kind == EventKind.LOCK_RELEASE;
    }

    void seeAcquire() {
        acquires = true;
    }

    /** An event says who owns a lock. */
    void seeOwner() {
        owners = true;
    }

    void seeRelease() {
        releases = true;
    }

    boolean acquires() {
        return acquires;
    }

    boolean owners() {
        return owners;
    }

    boolean releases() {
        return releases;
    }
}
