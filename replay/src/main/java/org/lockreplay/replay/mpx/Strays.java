package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;

/**
 * Signs that a task was on a CPU that is not recorded: it begins a system call in another one that
 * has no end, or ends one that it did not begin.
 *
 * <p>Only calls count whose beginnings and ends the recording shows: {@code exit} has no end, and
 * of some calls one of the two may not be recorded. After an exec nothing is known of its task. Not
 * thread-safe.
 */
final class Strays {

    /** The task is in user space. */
    private static final int USER = 0;

    /** By pid and by whether calls are told by number: the call that it is in. */
    private final Map<Long, Integer> calls = new HashMap<>();

    private final Set<Integer> beginnings = new HashSet<>();
    private final Set<Integer> ends = new HashSet<>();

    /** The lines of the signs. */
    private final List<Long> signs = new ArrayList<>();

    /** Answers whether this is such a sign. */
    boolean see(EventBatch batch, int row) {
        boolean stray = false;
        switch (batch.kind(row)) {
            case SYSCALL_ENTER, RAW_SYSCALL_ENTER -> stray = begins(batch, row);
            case SYSCALL_EXIT, RAW_SYSCALL_EXIT -> stray = ends(batch, row);
            case FORK, EXIT -> forget((int) batch.payload(row, 0));
            case EXEC -> {
                forget((int) batch.payload(row, 0));
                forget((int) batch.payload(row, 1));
            }
            case LOST, BUFFER_STARTED, UNREADABLE -> calls.clear();
            default -> {}
        }
        if (stray) {
            signs.add(batch.line(row));
        }
        return stray;
    }

    /** Whether there was any in this recording. */
    boolean any() {
        return !signs.isEmpty();
    }

    /** Events behind this line are missing, which explains what came since; answers how many. */
    int excuseBehind(long line) {
        int before = signs.size();
        signs.removeIf(sign -> sign > line);
        return before - signs.size();
    }

    /** Another recording begins. */
    void clear() {
        calls.clear();
        beginnings.clear();
        ends.clear();
        signs.clear();
    }

    private boolean begins(EventBatch batch, int row) {
        int call = TaskEvents.callName(batch, row);
        beginnings.add(call);
        Integer before = calls.put(key(batch, row), call);
        return before != null && before != USER && ends.contains(before);
    }

    private boolean ends(EventBatch batch, int row) {
        int call = TaskEvents.callName(batch, row);
        ends.add(call);
        Integer before = calls.put(key(batch, row), USER);
        return before != null && before != call && beginnings.contains(call);
    }

    private static long key(EventBatch batch, int row) {
        EventKind kind = batch.kind(row);
        boolean raw = kind == EventKind.RAW_SYSCALL_ENTER || kind == EventKind.RAW_SYSCALL_EXIT;
        return 2L * batch.pid(row) + (raw ? 1 : 0);
    }

    private void forget(int pid) {
        calls.remove(2L * pid);
        calls.remove(2L * pid + 1);
    }
}
