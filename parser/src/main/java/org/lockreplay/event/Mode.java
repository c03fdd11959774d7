package org.lockreplay.event;

/** The bits of the {@code mode} column: how a lock was asked for. Write and blocking is 0. */
public final class Mode {

    /** For read: shared with other readers. */
    public static final int READ = 1;

    /** By a trylock: the task would not have waited. */
    public static final int TRY = 2;

    /** The address was printed as {@code (____ptrval____)}: it identifies nothing. */
    public static final int HIDDEN = 4;

    private Mode() {}

    public static boolean read(int mode) {
        return (mode & READ) != 0;
    }

    public static boolean tryLock(int mode) {
        return (mode & TRY) != 0;
    }

    public static boolean hidden(int mode) {
        return (mode & HIDDEN) != 0;
    }
}
