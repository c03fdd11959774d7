package org.lockreplay.protocol.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.program.Observer;
import org.lockreplay.protocol.program.Program;
import org.lockreplay.protocol.program.Rules;
import org.lockreplay.protocol.program.Scheduler;

/**
 * All states that some tasks can come to, each repeating any of the operations: breadth first, so
 * that the first way to break a rule is a shortest one. Runs once.
 */
final class Exploration {

    private static final int LOOK_EVERY = 1 << 12;
    private static final Rule[] RULES = Rule.values();

    private final Scheduler scheduler;
    private final StateForm form;
    private final StateStore store;
    private final Bounds bounds;
    private final Share share;
    private final Progress progress;
    private final Witnesses witnesses = new Witnesses();
    private final long[] next;
    private int from;
    private int depth;

    /** The rules of which more ways to break them are looked for. */
    private int wanted = (1 << RULES.length) - 1;

    private long transitions;
    private long cutOff;
    private boolean tooMany;
    private Optional<String> bound = Optional.empty();

    /**
     * What of the bounds it may use up.
     *
     * @param parts into how many they are divided, one of which it may use; 1 for all of them
     * @param bytes what is used up by the states that were found before
     * @param began when it all began, of {@link System#nanoTime}
     */
    record Share(int parts, long bytes, long began) {

        static Share all() {
            return new Share(1, 0, System.nanoTime());
        }
    }

    Exploration(Program program, int tasks, Bounds bounds, Progress progress) {
        this(program, tasks, bounds, Share.all(), progress);
    }

    Exploration(Program program, int tasks, Bounds bounds, Share share, Progress progress) {
        scheduler = new Scheduler(program, tasks);
        form = new StateForm(scheduler, tasks);
        store = new StateStore(form.width());
        this.bounds = bounds;
        this.share = share;
        this.progress = progress;
        next = new long[form.width()];
        int[] first = new int[tasks];
        Arrays.fill(first, scheduler.atRest());
        form.write(first, scheduler.firstMemory(), next);
        store.add(next, StateStore.NONE);
        explore(first.length);
    }

    private void explore(int tasks) {
        long[] state = new long[form.width()];
        int[] numbers = new int[tasks];
        int deeper = 1;
        for (from = 0; from < store.size() && bound.isEmpty(); from++) {
            if (from == deeper) {
                depth++;
                deeper = store.size();
            }
            store.get(from, state);
            int memory = form.read(state, numbers);
            scheduler.expand(numbers, memory, Observer.NONE, this::found);
            if (from % LOOK_EVERY == 0 && bound.isEmpty()) {
                bound =
                        bounds.hit(
                                share.parts(),
                                share.bytes() + store.bytes(),
                                System.nanoTime() - share.began());
                progress.at(store.size(), store.size() - from, depth);
            }
            if (tooMany) {
                bound = Optional.of("more kinds of states than it can number");
            }
        }
    }

    private void found(int[] tasks, int memory, int broken) {
        transitions++;
        if (!form.write(tasks, memory, next) || (broken & Rules.LIMIT) != 0) {
            tooMany = true;
            return;
        }
        for (int left = broken & wanted; left != 0; left &= left - 1) {
            Rule rule = RULES[Integer.numberOfTrailingZeros(left)];
            if (!witnesses.add(rule, depth + 1, from, next)) {
                wanted &= ~Rules.bit(rule);
            }
        }
        if ((broken & Rules.FATAL) != 0) {
            cutOff++;
        } else if (store.size() < bounds.states()) {
            store.add(next, from);
        } else if (!store.has(next)) {
            bound = Optional.of("the bound of %,d states".formatted(bounds.states()));
        }
    }

    Scheduler scheduler() {
        return scheduler;
    }

    StateForm form() {
        return form;
    }

    StateStore store() {
        return store;
    }

    long states() {
        return store.size();
    }

    long transitions() {
        return transitions;
    }

    /** A shortest way to break it. */
    Optional<Witness> witness(Rule rule) {
        return witnesses.first(rule);
    }

    /** Other ways, the shorter ones first. */
    List<Witness> otherWitnesses(Rule rule) {
        return witnesses.others(rule);
    }

    /** What it did not look at, as in "it stopped"; empty if it saw everything. */
    Optional<String> missed() {
        if (bound.isPresent()) {
            return Optional.of("stopped at " + bound.get());
        }
        return cutOff == 0
                ? Optional.empty()
                : Optional.of("did not follow what comes behind a broken state");
    }
}
