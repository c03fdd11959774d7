package org.lockreplay.replay.lock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lockreplay.event.Context;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;

/**
 * Who waits for whom when a recording ends.
 *
 * <p>A lock is <em>owned</em> from its {@code lock_acquired} event on, or at once if a trylock took
 * it. A wait is an acquisition that is neither owned nor released when the recording ends. It is
 * blocked by each owner of the lock that does not read, or all of them if it does not; a reader is
 * also blocked by reading owners if somebody asked to write before it, but not in interrupt or with
 * bottom halves off, where no lock can be read whose readers queue ({@code
 * queued_read_lock_slowpath} in kernel/locking/qrwlock.c, Linux 6.1). What an interrupt holds and
 * waits for counts for the task that it interrupted, which goes on no sooner.
 *
 * <p>Kinds of locks that never tell of {@code lock_acquired} (RCU, lockdep maps) are never owned,
 * so nobody waits for them. Cost: {@code O(held locks)}, and breadth-first searches among the tasks
 * that lie on circles.
 */
final class Waits {

    private static final int NONE = -1;

    private final LockClasses classes;
    private final Names names;
    private final Map<List<Integer>, List<Held>> ofTasks = new HashMap<>();
    private final List<List<Held>> tasks = new ArrayList<>();
    private final Map<LockInstance, List<Held>> owners = new HashMap<>();
    private final Map<LockInstance, Long> firstWriter = new HashMap<>();

    /** A lock on the stack of somebody, who is named by a number. */
    private record Held(int task, Acquisition what, boolean owned) {

        LockInstance instance() {
            return new LockInstance(what.lockClass(), what.address());
        }

        boolean waits() {
            return !owned && !Mode.hidden(what.mode());
        }

        long line() {
            return what.origin().line();
        }
    }

    /** Somebody who waits, for what, and how it is owned by another. */
    private record Block(Held asked, Held owner) {}

    Waits(LockClasses classes, Names names) {
        this.classes = classes;
        this.names = names;
    }

    /** Takes notice of one held stack. */
    void add(HeldStack stack) {
        for (int i = 0; i < stack.depth(); i++) {
            int at = i * HeldLock.WIDTH;
            Acquisition what = HeldLock.acquisition(stack.held(), at, classes, names);
            if (what.origin().pid() >= 0) {
                add(what, HeldLock.owned(stack.held(), at));
            }
        }
    }

    /** The circles, by who waits first; no task stands in two of them. */
    List<Deadlock> deadlocks(long endLine, long endTime) {
        sortTasks();
        List<List<Block>> blocks = blocks();
        List<Deadlock> found = new ArrayList<>();
        BitSet taken = new BitSet();
        for (int start = 0; start < tasks.size(); start++) {
            if (!taken.get(start) && !blocks.get(start).isEmpty()) {
                List<Block> circle = shortestCircle(blocks, taken, start);
                if (!circle.isEmpty()) {
                    circle.forEach(block -> taken.set(block.asked().task()));
                    found.add(deadlock(circle, endLine, endTime));
                }
            }
        }
        return found;
    }

    private void add(Acquisition what, boolean owned) {
        int pid = what.origin().pid();
        List<Integer> who = List.of(pid, pid == 0 ? what.origin().cpu() : NONE);
        ofTasks.computeIfAbsent(who, absent -> new ArrayList<>())
                .add(new Held(NONE, what, owned || what.tryLock()));
    }

    /** Numbers the tasks by the line of their last acquisition, which is what they wait for. */
    private void sortTasks() {
        Map<Long, List<Held>> byLastLine = new TreeMap<>();
        for (List<Held> held : ofTasks.values()) {
            held.sort(Comparator.comparingLong(Held::line));
            if (held.stream().anyMatch(Held::waits)) {
                byLastLine.put(held.get(held.size() - 1).line(), held);
            }
        }
        byLastLine
                .values()
                .forEach(
                        held -> {
                            int number = tasks.size();
                            held.replaceAll(it -> new Held(number, it.what(), it.owned()));
                            tasks.add(held);
                            held.forEach(this::index);
                        });
    }

    private void index(Held held) {
        if (held.owned()) {
            owners.computeIfAbsent(held.instance(), absent -> new ArrayList<>()).add(held);
        } else if (!held.what().read()) {
            firstWriter.merge(held.instance(), held.line(), Math::min);
        }
    }

    /** For each task what blocks it, without those that nobody in a circle can be blocked by. */
    private List<List<Block>> blocks() {
        List<List<Block>> blocks = new ArrayList<>();
        for (List<Held> held : tasks) {
            List<Block> ofTask = new ArrayList<>();
            for (Held asked : held) {
                if (asked.waits()) {
                    for (Held owner : owners.getOrDefault(asked.instance(), List.of())) {
                        if (blocks(owner, asked)) {
                            ofTask.add(new Block(asked, owner));
                        }
                    }
                }
            }
            blocks.add(ofTask);
        }
        peel(blocks);
        return blocks;
    }

    private boolean blocks(Held owner, Held asked) {
        return !owner.what().read()
                || !asked.what().read()
                || !passesWriters(asked)
                        && firstWriter.getOrDefault(asked.instance(), Long.MAX_VALUE)
                                < asked.line();
    }

    /** As a reader. */
    private static boolean passesWriters(Held asked) {
        int context = asked.what().origin().context();
        return Context.level(context) != Context.PROCESS || Context.bottomHalvesOff(context);
    }

    /** Removes who waits for nobody, and then who waits for them only. */
    private static void peel(List<List<Block>> blocks) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (List<Block> ofTask : blocks) {
                changed |= ofTask.removeIf(block -> blocks.get(block.owner().task()).isEmpty());
            }
        }
    }

    private static List<Block> shortestCircle(List<List<Block>> blocks, BitSet taken, int start) {
        Block[] reachedBy = new Block[blocks.size()];
        ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(start));
        while (!queue.isEmpty()) {
            for (Block block : blocks.get(queue.remove())) {
                int next = block.owner().task();
                if (reachedBy[next] == null && !taken.get(next)) {
                    reachedBy[next] = block;
                    if (next == start) {
                        return circle(reachedBy, start);
                    }
                    queue.add(next);
                }
            }
        }
        return List.of();
    }

    /** From the one that waits first on, each followed by whom it waits for. */
    private static List<Block> circle(Block[] reachedBy, int start) {
        ArrayDeque<Block> circle = new ArrayDeque<>();
        int at = start;
        do {
            circle.addFirst(reachedBy[at]);
            at = reachedBy[at].asked().task();
        } while (at != start);
        return List.copyOf(circle);
    }

    private Deadlock deadlock(List<Block> circle, long endLine, long endTime) {
        List<Deadlock.Waiter> waiters = new ArrayList<>();
        for (int i = 0; i < circle.size(); i++) {
            Block before = circle.get((i + circle.size() - 1) % circle.size());
            Held asked = circle.get(i).asked();
            List<Acquisition> holds =
                    tasks.get(asked.task()).stream().filter(Held::owned).map(Held::what).toList();
            waiters.add(new Deadlock.Waiter(before.owner().what(), asked.what(), holds));
        }
        return new Deadlock(waiters, endLine, endTime);
    }
}
