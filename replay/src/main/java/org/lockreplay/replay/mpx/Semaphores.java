package org.lockreplay.replay.mpx;

import java.util.function.UnaryOperator;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;
import org.lockreplay.replay.NameCodes;

/**
 * Tells lock events of the two semaphores from all others, by the names of their classes.
 *
 * <p>Cost: one array access for a name that was seen before. Not thread-safe.
 */
final class Semaphores {

    private static final byte[] NONE = {};

    static final int NEITHER = 1;
    static final int BD_SEM = 2;
    static final int MMAP_SEM = 3;

    private final UnaryOperator<String> alias;
    private final NameCodes codes = new NameCodes(this::ofClass);
    private boolean acquired;

    Semaphores(UnaryOperator<String> alias) {
        this.alias = alias;
    }

    /** Which one a lock event is about; only process level counts. */
    int of(EventBatch batch, int row) {
        int which = codes.of(batch.names(), batch.name(row));
        boolean counts =
                which != NEITHER
                        && !Mode.hidden(batch.mode(row))
                        && Context.level(batch.context(row)) == Context.PROCESS;
        return counts ? which : NEITHER;
    }

    /** Another recording begins, which may show other events. */
    void beginRecording() {
        acquired = false;
    }

    /** The recording shows that a lock is acquired, whichever. */
    void sawAcquisition() {
        acquired = true;
    }

    /**
     * By the ids of names, which one they are, as far as it was asked {@linkplain #of before}; as
     * {@link NameCodes#known} says. Of none it is before the recording shows a lock acquired: which
     * event is the first to show that does not depend on the names that were asked for.
     */
    byte[] known(Names dictionary) {
        return acquired ? codes.known(dictionary) : NONE;
    }

    private int ofClass(String lockClass) {
        return switch (alias.apply(lockClass)) {
            case "bd_sem" -> BD_SEM;
            case "mmap_sem" -> MMAP_SEM;
            default -> NEITHER;
        };
    }
}
