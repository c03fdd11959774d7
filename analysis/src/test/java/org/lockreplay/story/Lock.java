package org.lockreplay.story;

import org.lockreplay.event.Mode;
import org.lockreplay.replay.lock.LockInstance;

/** A lock as a step of a story takes it; {@code mode} has the bits of {@link Mode}. */
public record Lock(String name, long address, int mode) {

    public static Lock write(String name, long address) {
        return new Lock(name, address, 0);
    }

    public static Lock read(String name, long address) {
        return new Lock(name, address, Mode.READ);
    }

    public static Lock tried(String name, long address) {
        return new Lock(name, address, Mode.TRY);
    }

    public static Lock hidden(String name) {
        return new Lock(name, 0, Mode.HIDDEN);
    }

    LockInstance instance() {
        return new LockInstance(name, address);
    }
}
