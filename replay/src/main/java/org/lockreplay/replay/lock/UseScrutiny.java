package org.lockreplay.replay.lock;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Mode;

/**
 * Keeps of some classes how interrupts concern each of their locks; in a first pass, of none.
 *
 * <p>Locks of hidden address are passed over: nothing tells them apart.
 */
final class UseScrutiny {

    private static final Comparator<InterruptUse> FIRST =
            Comparator.<InterruptUse>comparingLong(use -> use.seen().line())
                    .thenComparingLong(use -> use.lock().origin().line())
                    .thenComparing(InterruptUse::kind);

    private final LockClasses classes;
    private final boolean on;
    private final BitSet watched = new BitSet();
    private final Map<Lock, InterruptUse[]> uses = new HashMap<>();

    private record Lock(int lockClass, boolean read, long address) {

        // Written out: linking those of the record takes milliseconds.
        @Override
        public boolean equals(Object other) {
            return other instanceof Lock lock
                    && lock.lockClass == lockClass
                    && lock.read == read
                    && lock.address == address;
        }

        @Override
        public int hashCode() {
            return Long.hashCode((2L * lockClass + (read ? 1 : 0)) * 0x9e3779b97f4a7c15L + address);
        }
    }

    UseScrutiny(LockClasses classes, Set<String> wanted) {
        this.classes = classes;
        on = !wanted.isEmpty();
        wanted.forEach(name -> watched.set(classes.intern(name)));
    }

    boolean isOn() {
        return on;
    }

    /** The locks from a position on are held while this is on. */
    void held(HeldStack stack, int from, int bits, EventBatch batch, int row) {
        for (int position = from; position < stack.depth(); position++) {
            used(stack, position, bits, batch, row);
        }
    }

    /** The event in this row shows so much of the lock at a position. */
    void used(HeldStack stack, int position, int bits, EventBatch batch, int row) {
        int lockClass = stack.lockClass(position);
        int mode = stack.mode(position);
        if (watched.get(lockClass) && !Mode.hidden(mode)) {
            Lock lock = new Lock(lockClass, Mode.read(mode), stack.address(position));
            InterruptUse[] known =
                    uses.computeIfAbsent(lock, k -> new InterruptUse[InterruptUses.BITS]);
            InterruptUses.note(known, 0, bits, stack, position, classes, batch, row);
        }
    }

    /** As {@link InterruptUses#endSection} says. */
    void endSection(boolean told) {
        uses.values().forEach(known -> InterruptUses.settle(known, 0, told));
    }

    /** Forgets all that was seen so far. */
    void discard() {
        uses.clear();
    }

    /** By class, each list by the line that shows the use. */
    Map<String, List<InterruptUse>> all() {
        Map<String, List<InterruptUse>> all = new HashMap<>();
        for (InterruptUse[] known : uses.values()) {
            for (InterruptUse use : known) {
                if (use != null) {
                    all.computeIfAbsent(use.lockClass(), absent -> new ArrayList<>()).add(use);
                }
            }
        }
        all.values().forEach(list -> list.sort(FIRST));
        return all;
    }
}
