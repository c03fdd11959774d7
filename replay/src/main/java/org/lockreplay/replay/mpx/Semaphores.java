package org.lockreplay.replay.mpx;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;

/**
 * Tells lock events of the two semaphores from all others, by the names of their classes.
 *
 * <p>Cost: one array access for a name that was seen before. Not thread-safe.
 */
final class Semaphores {

    static final int NEITHER = 1;
    static final int BD_SEM = 2;
    static final int MMAP_SEM = 3;

    private static final int LAST_LOCK_KIND = EventKind.LOCK_RELEASE.ordinal();

    private final UnaryOperator<String> alias;
    private byte[] ofName = new byte[256];
    private Names names = new Names();

    Semaphores(UnaryOperator<String> alias) {
        this.alias = alias;
    }

    /** Which one a lock event is about; only process level counts. */
    int of(EventBatch batch, int row) {
        if (batch.names() != names) {
            names = batch.names();
            Arrays.fill(ofName, (byte) 0);
        }
        int name = batch.name(row);
        if (name >= ofName.length) {
            ofName = Arrays.copyOf(ofName, Math.max(2 * ofName.length, name + 1));
        }
        if (ofName[name] == 0) {
            ofName[name] = (byte) ofClass(names.get(name));
        }
        boolean counts =
                ofName[name] != NEITHER
                        && !Mode.hidden(batch.mode(row))
                        && Context.level(batch.context(row)) == Context.PROCESS;
        return counts ? ofName[name] : NEITHER;
    }

    /**
     * Whether the event is about a lock that is known to be neither: most events of most traces,
     * decided by two array accesses. A release without a name may be of any lock.
     *
     * @param mmapSemMatters otherwise {@code mmap_sem} is one of the others
     */
    boolean isOfOther(EventBatch batch, int row, boolean mmapSemMatters) {
        if (batch.kindOrdinal(row) > LAST_LOCK_KIND) {
            return false;
        }
        int name = batch.name(row);
        if (name == Names.EMPTY || name >= ofName.length || batch.names() != names) {
            return false;
        }
        int known = ofName[name];
        return known == NEITHER || (known == MMAP_SEM && !mmapSemMatters);
    }

    private int ofClass(String lockClass) {
        return switch (alias.apply(lockClass)) {
            case "bd_sem" -> BD_SEM;
            case "mmap_sem" -> MMAP_SEM;
            default -> NEITHER;
        };
    }
}
