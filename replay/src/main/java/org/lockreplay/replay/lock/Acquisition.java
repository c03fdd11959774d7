package org.lockreplay.replay.lock;

import org.lockreplay.event.Mode;
import org.lockreplay.event.Origin;

/** One acquisition as evidence; {@code mode} has the bits of {@link Mode}. */
public record Acquisition(Origin origin, String lockClass, long address, int mode) {

    public boolean read() {
        return Mode.read(mode);
    }

    public boolean tryLock() {
        return Mode.tryLock(mode);
    }
}
