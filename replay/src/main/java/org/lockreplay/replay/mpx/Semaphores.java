package org.lockreplay.replay.mpx;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
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

    private static final byte[] NOTHING = {};

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
     * Which one a name is, as far as it was asked {@linkplain #of before}: {@link #NEITHER}, {@link
     * #BD_SEM} or {@link #MMAP_SEM}; 0, or no element, for names that were not. Empty for another
     * dictionary. Not to be changed; valid until {@link #of} is called.
     */
    byte[] known(Names dictionary) {
        return dictionary == names ? ofName : NOTHING;
    }

    private int ofClass(String lockClass) {
        return switch (alias.apply(lockClass)) {
            case "bd_sem" -> BD_SEM;
            case "mmap_sem" -> MMAP_SEM;
            default -> NEITHER;
        };
    }
}
