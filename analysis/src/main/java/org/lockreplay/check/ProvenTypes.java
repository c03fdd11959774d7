package org.lockreplay.check;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.lockreplay.protocol.LockType;
import org.lockreplay.protocol.LockType.Readers;
import org.lockreplay.protocol.LockType.Wait;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.replay.lock.ClassUse;
import org.lockreplay.replay.lock.ShownType;
import org.lockreplay.replay.lock.ShownType.Shown;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.Seen;

/**
 * What the traces themselves prove about the types of locks: by how a waiting task waits, and by
 * who reads. It outranks the catalogue.
 */
public final class ProvenTypes {

    private ProvenTypes() {}

    /** The catalogue, corrected and completed by what the traces show; quick for their classes. */
    public static LockTypes of(LockOrderSummary summary, LockTypes catalogue) {
        Map<String, Set<Shown>> shown = shown(summary);
        Map<String, LockType> types = new HashMap<>();
        for (Seen<ClassUse> seen : summary.classes()) {
            String lockClass = seen.what().lockClass();
            LockType known = types.computeIfAbsent(lockClass, catalogue::expected);
            if (seen.what().reads() > 0 && known.readers() == Readers.NONE) {
                types.put(lockClass, LockType.UNKNOWN);
            }
        }
        shown.forEach(
                (lockClass, ways) -> {
                    boolean reader = ways.remove(Shown.READER);
                    if (ways.size() > 1) {
                        types.put(lockClass, LockType.UNKNOWN);
                    } else if (ways.size() == 1
                            && !fits(catalogue.expected(lockClass), only(ways))) {
                        types.put(lockClass, catalogue.named(name(only(ways))));
                    }
                    LockType known = types.computeIfAbsent(lockClass, catalogue::expected);
                    if (reader && !fits(known, Shown.READER)) {
                        types.put(lockClass, catalogue.named(name(Shown.READER)));
                    }
                });
        return catalogue.with(types);
    }

    /**
     * Whether waiting like this is what a lock of this type does. That readers can wait at all says
     * something of unknown types only: what is known of readers is more.
     */
    static boolean fits(LockType type, Shown shown) {
        if (!type.validated() && type.holds() == Wait.UNKNOWN) {
            return true; // one name for locks of all kinds
        }
        return switch (shown) {
            case SPINLOCK -> type.holds() == Wait.SPIN || type.holds() == Wait.CONFIG;
            case RWLOCK -> type.readers() == Readers.RECURSIVE_IN_INTERRUPT;
            case MUTEX, RTMUTEX -> type.holds() == Wait.SLEEP && type.readers() == Readers.NONE;
            case RWSEM, PERCPU_RWSEM ->
                    type.holds() == Wait.SLEEP && type.readers() == Readers.WAIT;
            case READER -> type.readers() != Readers.UNKNOWN;
        };
    }

    /** The type in the catalogue that waits like this. */
    static String name(Shown shown) {
        return switch (shown) {
            case SPINLOCK -> "spinning";
            case RWLOCK -> "rwlock";
            case MUTEX -> "mutex";
            case RWSEM -> "rwsem";
            case RTMUTEX -> "rtmutex";
            case PERCPU_RWSEM -> "percpu-rwsem";
            case READER -> "reader-writer";
        };
    }

    private static Map<String, Set<Shown>> shown(LockOrderSummary summary) {
        Map<String, Set<Shown>> shown = new TreeMap<>();
        for (Seen<ShownType> seen : summary.shownTypes()) {
            shown.computeIfAbsent(seen.what().lockClass(), c -> EnumSet.noneOf(Shown.class))
                    .add(seen.what().shown());
        }
        return shown;
    }

    private static Shown only(Set<Shown> shown) {
        return shown.iterator().next();
    }
}
