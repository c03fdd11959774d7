package org.lockreplay.protocol.file;

import java.util.Locale;

/**
 * How a lock waits. Source: {@code kernel/locking/}, Linux 4.19.
 *
 * <p>Every kind but {@link #RWLOCK} is fair: whoever asks waits behind whoever waits already.
 */
public enum LockKind {
    /** Readers share it; a reader waits behind a waiting writer. */
    RWSEM(true, true),
    /** Readers share it, and none waits for a writer that waits: {@code rwlock_t} in interrupt. */
    RWLOCK(true, false),
    /** One owner, who sleeps. */
    MUTEX(false, true),
    /** One owner, who spins. */
    SPINLOCK(false, true);

    private final boolean shared;
    private final boolean fair;

    LockKind(boolean shared, boolean fair) {
        this.shared = shared;
        this.fair = fair;
    }

    /** Whether it can be held for read. */
    public boolean isShared() {
        return shared;
    }

    /** Whether a reader waits behind a waiting writer. */
    public boolean isFair() {
        return fair;
    }

    /** As it stands in a file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
