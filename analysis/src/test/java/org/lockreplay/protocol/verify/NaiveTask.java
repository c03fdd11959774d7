package org.lockreplay.protocol.verify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Step;
import org.lockreplay.replay.mpx.MpxOperation;

/**
 * A task: what it has still to do, and what it holds; immutable.
 *
 * @param busy whether it is in an operation
 * @param open whether it began, or chose a way, since its last action that others can tell
 * @param region on which it works
 * @param hand its table in hand, -1 for none
 */
record NaiveTask(
        boolean busy,
        boolean open,
        List<Step> todo,
        Optional<MpxOperation> role,
        int region,
        int hand,
        boolean denied,
        boolean faultsOff,
        Map<String, Integer> reads,
        Set<String> writes) {

    static final NaiveTask IDLE =
            new NaiveTask(
                    false,
                    false,
                    List.of(),
                    Optional.empty(),
                    -1,
                    -1,
                    false,
                    false,
                    Map.of(),
                    Set.of());

    /** What an operation on a region makes of a task that is in user space. */
    NaiveTask beginning(List<Step> steps, Optional<MpxOperation> as, int on) {
        return new NaiveTask(true, true, steps, as, on, -1, false, false, Map.of(), Set.of());
    }

    boolean isOver() {
        return busy && todo.isEmpty();
    }

    boolean holdsAnything() {
        return !reads.isEmpty() || !writes.isEmpty();
    }

    boolean holds(String lock) {
        return writes.contains(lock) || reads.getOrDefault(lock, 0) > 0;
    }

    boolean holds(String lock, LockMode mode) {
        return mode == LockMode.WRITE ? writes.contains(lock) : reads.getOrDefault(lock, 0) > 0;
    }

    /** With these steps in the place of its first. */
    NaiveTask then(List<Step> first) {
        List<Step> all = new ArrayList<>(first);
        all.addAll(todo.subList(1, todo.size()));
        return with(List.copyOf(all), open, hand, denied, faultsOff);
    }

    /** Without its first step. */
    NaiveTask next() {
        return then(List.of());
    }

    NaiveTask opened(boolean other) {
        return with(todo, other, hand, denied, faultsOff);
    }

    NaiveTask holding(int table) {
        return with(todo, open, table, denied, faultsOff);
    }

    NaiveTask denied(boolean other) {
        return with(todo, open, hand, other, faultsOff);
    }

    NaiveTask faultsOff(boolean other) {
        return with(todo, open, hand, denied, other);
    }

    private NaiveTask with(
            List<Step> steps, boolean opened, int table, boolean refused, boolean off) {
        return new NaiveTask(busy, opened, steps, role, region, table, refused, off, reads, writes);
    }

    NaiveTask with(String lock, int readers, boolean written) {
        Map<String, Integer> newReads = new TreeMap<>(reads);
        newReads.put(lock, readers);
        newReads.values().removeIf(count -> count == 0);
        Set<String> newWrites = new HashSet<>(writes);
        if (written) {
            newWrites.add(lock);
        } else {
            newWrites.remove(lock);
        }
        return new NaiveTask(
                busy,
                open,
                todo,
                role,
                region,
                hand,
                denied,
                faultsOff,
                Map.copyOf(newReads),
                Set.copyOf(newWrites));
    }

    NaiveTask taking(String lock, LockMode mode) {
        return mode == LockMode.WRITE
                ? with(lock, reads.getOrDefault(lock, 0), true)
                : with(lock, reads.getOrDefault(lock, 0) + 1, writes.contains(lock));
    }

    NaiveTask giving(String lock) {
        return writes.contains(lock)
                ? with(lock, reads.getOrDefault(lock, 0), false)
                : with(lock, reads.get(lock) - 1, false);
    }
}
