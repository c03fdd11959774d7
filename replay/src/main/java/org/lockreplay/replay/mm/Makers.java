package org.lockreplay.replay.mm;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which tasks of a recording were made by one that is in it, as the event of the fork, or the
 * result of the call, tells; of the others, the maker may be one that is not recorded, and share
 * their memory.
 *
 * <p>A recording may begin between the two: the result of a call that began before it tells, too,
 * and it may come behind the child's own return from that call. Not thread-safe.
 */
final class Makers {

    private final Set<Integer> made = new HashSet<>();
    private final Map<Integer, Silence> unexplained = new HashMap<>();

    /** The maker of this task is recorded. */
    void tell(int child) {
        made.add(child);
        Silence silence = unexplained.remove(child);
        if (silence != null) {
            silence.end();
        }
    }

    boolean isTold(int child) {
        return made.contains(child);
    }

    /** Nothing told of the maker so far: it is silent, from the beginning on. */
    Silence miss(int child) {
        Silence silence = new Silence(0);
        unexplained.put(child, silence);
        return silence;
    }

    /** The task ends; another one may get its pid. */
    void forget(int pid) {
        made.remove(pid);
        unexplained.remove(pid);
    }
}
