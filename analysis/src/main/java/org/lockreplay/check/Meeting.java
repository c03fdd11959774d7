package org.lockreplay.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lockreplay.event.Context;
import org.lockreplay.replay.lock.InstancePair;
import org.lockreplay.replay.lock.TaskLife;
import org.lockreplay.replay.lock.TaskSpan;

/**
 * Whether the tasks that a trace saw at the edges of a circle could have met: one task for each
 * edge, no two of them the same, and no two ordered by a fork or an exit.
 *
 * <p>Two tasks are <em>ordered</em> if one ended before the other was forked; or if one forked the
 * other, itself or by its children, and did its part before the fork or after the other's exit. An
 * interrupt may come at any time.
 */
enum Meeting {
    /** Nothing that the trace shows keeps the tasks apart. */
    POSSIBLE,
    /** One and the same task did all of it. */
    ONE_TASK,
    /** So few tasks did it that one of them would have to be at two edges at once. */
    FEW_TASKS,
    /** Whoever did one edge had ended, or was not there yet, when another one was done. */
    ORDERED;

    /** So many choices and comparisons are tried; with more, nothing is claimed. */
    private static final int EFFORT = 200_000;

    /** Who did an edge of the circle. */
    record Doers(boolean interrupts, List<TaskSpan> spans) {

        static Doers of(List<InstancePair> pairs) {
            List<TaskSpan> spans = new ArrayList<>();
            boolean interrupts = false;
            for (InstancePair pair : pairs) {
                spans.addAll(pair.spans());
                interrupts |= pair.levels() != 1 << Context.PROCESS;
            }
            return new Doers(interrupts, spans);
        }
    }

    /** What reports say of it; nothing if the tasks could have met. */
    Optional<Fact> fact() {
        return switch (this) {
            case POSSIBLE -> Optional.empty();
            case ONE_TASK -> Optional.of(Fact.of(Fact.Meaning.ONE_TASK, "one task only"));
            case FEW_TASKS ->
                    Optional.of(Fact.of(Fact.Meaning.FEW_TASKS, "fewer tasks than steps"));
            case ORDERED -> Optional.of(Fact.of(Fact.Meaning.ORDERED, "ordered by fork/exit"));
        };
    }

    static Meeting of(List<Doers> edges, List<TaskLife> lives) {
        if (new Search(edges, lives, false).canMeet()) {
            return POSSIBLE;
        }
        if (new Search(edges, lives, true).canMeet()) {
            return ORDERED;
        }
        return lives(edges) == 1 ? ONE_TASK : FEW_TASKS;
    }

    /** How many tasks there are in all. */
    private static int lives(List<Doers> edges) {
        Set<Integer> all = new HashSet<>();
        edges.forEach(edge -> edge.spans().forEach(span -> all.add(span.life())));
        return all.size();
    }

    /** Depth first over the edges, on an explicit stack. */
    private static final class Search {

        private final List<Doers> edges = new ArrayList<>();
        private final List<TaskLife> lives;
        private final boolean atAnyTime;
        private final BitSet taken = new BitSet();
        private final List<TaskSpan> chosen = new ArrayList<>();
        private final List<TaskSpan> forked = new ArrayList<>();
        private int effort;

        /**
         * @param atAnyTime as if all tasks were there all the time
         */
        Search(List<Doers> all, List<TaskLife> lives, boolean atAnyTime) {
            this.lives = lives;
            this.atAnyTime = atAnyTime;
            for (Doers edge : all) {
                if (!edge.interrupts()) {
                    edges.add(edge);
                }
            }
        }

        boolean canMeet() {
            if (lives(edges) < edges.size()) {
                return false;
            }
            int[] choice = new int[edges.size() + 1];
            while (chosen.size() < edges.size()) {
                int depth = chosen.size();
                List<TaskSpan> spans = edges.get(depth).spans();
                if (choice[depth] == spans.size()) {
                    if (depth == 0) {
                        return false;
                    }
                    leave(chosen.remove(depth - 1));
                    continue;
                }
                TaskSpan next = spans.get(choice[depth]++);
                if (effort++ > EFFORT) {
                    return true;
                }
                if (fits(next)) {
                    enter(next);
                    choice[depth + 1] = 0;
                }
            }
            return true;
        }

        private void enter(TaskSpan next) {
            chosen.add(next);
            taken.set(next.life());
            if (isForked(next)) {
                forked.add(next);
            }
        }

        private void leave(TaskSpan last) {
            taken.clear(last.life());
            if (isForked(last)) {
                forked.remove(forked.size() - 1);
            }
        }

        /** Of two tasks that are ordered, one was forked within the trace. */
        private boolean fits(TaskSpan next) {
            if (taken.get(next.life())) {
                return false;
            }
            List<TaskSpan> others = isForked(next) ? chosen : forked;
            for (int i = 0; !atAnyTime && i < others.size() && effort <= EFFORT; i++) {
                effort++;
                if (ordered(next, others.get(i))) {
                    return false;
                }
            }
            return true;
        }

        private boolean isForked(TaskSpan span) {
            return lives.get(span.life()).forkLine() > 0;
        }

        private boolean ordered(TaskSpan one, TaskSpan other) {
            return ended(one, other)
                    || ended(other, one)
                    || forkedApart(one, other)
                    || forkedApart(other, one);
        }

        private boolean ended(TaskSpan first, TaskSpan second) {
            return lives.get(first.life()).exitLine() < lives.get(second.life()).forkLine();
        }

        /**
         * The second descends from the first, which did its part before the fork or after it all.
         */
        private boolean forkedApart(TaskSpan ancestor, TaskSpan descendant) {
            for (int life = descendant.life(); life >= 0; life = lives.get(life).parent()) {
                if (lives.get(life).parent() == ancestor.life()) {
                    return ancestor.lastLine() < lives.get(life).forkLine()
                            || lives.get(descendant.life()).exitLine() < ancestor.firstLine();
                }
            }
            return false;
        }
    }
}
