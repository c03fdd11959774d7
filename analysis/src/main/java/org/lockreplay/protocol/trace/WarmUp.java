package org.lockreplay.protocol.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.program.Deed;
import org.lockreplay.protocol.program.Place;
import org.lockreplay.protocol.program.Recorder;
import org.lockreplay.protocol.program.Scheduler;
import org.lockreplay.replay.mpx.MpxOperation;

/**
 * What the first task does alone, breaking no rule, until every kind of event occurred that the
 * protocol can show like this, and all is as it was at first: a trace in which a kind of event
 * never occurs does not tell whether it was recorded, so that its absence proves nothing.
 *
 * <p>Goes to the nearest event of a kind that did not occur yet, again and again, and then back.
 * Cost: one search through the states of a single task for each kind. Used once.
 */
public final class WarmUp {

    private static final int ACTING = 0;

    private final Scheduler scheduler;
    private final MpxLines mpx;
    private final CallLines calls;
    private final int tasks;
    private final Set<String> shown = new HashSet<>();

    /** The kinds of events from which there is no way back. */
    private final Set<String> left = new HashSet<>();

    private final List<Deed> deeds;

    /**
     * A state that can be reached.
     *
     * @param task the number of the acting task's state
     * @param before from which it is reached; empty for where a search begins
     * @param deeds by which
     */
    private record Reached(int task, int memory, Optional<Reached> before, List<Deed> deeds) {

        long key() {
            return (long) task << Integer.SIZE | memory;
        }

        /** The same state, from which a search may begin. */
        Reached alone() {
            return new Reached(task, memory, Optional.empty(), List.of());
        }

        List<Deed> way() {
            List<Deed> way = new ArrayList<>(before.map(Reached::way).orElse(List.of()));
            way.addAll(deeds);
            return way;
        }
    }

    private WarmUp(Scheduler scheduler, Protocol protocol, int tasks) {
        this.scheduler = scheduler;
        this.tasks = tasks;
        mpx = new MpxLines(protocol.bracket().isPresent());
        calls = new CallLines(protocol, new Bodies(protocol));
        deeds = Recorder.placed(find());
    }

    /**
     * Finds it; the scheduler numbers the memory of its deeds.
     *
     * @param tasks how many the scheduler has
     */
    public static WarmUp of(Scheduler scheduler, Protocol protocol, int tasks) {
        return new WarmUp(scheduler, protocol, tasks);
    }

    /** What the first task does, in time. */
    public List<Deed> deeds() {
        return deeds;
    }

    /**
     * What the first task may do from this state of the memory, with all tasks in user space, to
     * show the kinds of events from which no way leads back to the first state: it breaks no rule
     * either. They are not placed in operations yet.
     *
     * @param before what was done so far, in which they may have been shown
     */
    public List<Deed> behind(int memory, List<Deed> before) {
        Set<String> missing = new HashSet<>(left);
        missing.removeAll(kinds(before));
        List<Deed> more = new ArrayList<>();
        Reached here = new Reached(scheduler.atRest(), memory, Optional.empty(), List.of());
        while (!missing.isEmpty()) {
            Optional<Reached> next =
                    search(here, one -> !Collections.disjoint(missing, kinds(one.deeds())));
            if (next.isEmpty()) {
                break;
            }
            List<Deed> way = next.get().way();
            missing.removeAll(kinds(way));
            more.addAll(way);
            here = next.get().alone();
        }
        if (!more.isEmpty()) {
            search(here, one -> one.task() == scheduler.atRest())
                    .ifPresent(home -> more.addAll(home.way()));
        }
        return more;
    }

    private List<Deed> find() {
        List<Deed> found = new ArrayList<>();
        Reached here = first();
        Optional<Reached> next = search(here, this::isWorthIt);
        while (next.isPresent()) {
            List<Deed> way = next.get().way();
            found.addAll(way);
            shown.addAll(kinds(way));
            here = next.get().alone();
            next = search(here, this::isWorthIt);
        }
        found.addAll(back(here).orElseThrow().way());
        left.removeAll(shown);
        return found;
    }

    private Reached first() {
        return new Reached(
                scheduler.atRest(), scheduler.firstMemory(), Optional.empty(), List.of());
    }

    /** Whether it shows something new, and there is a way back from it. */
    private boolean isWorthIt(Reached reached) {
        Set<String> kinds = kinds(reached.deeds());
        if (shown.containsAll(kinds)) {
            return false;
        }
        if (back(reached.alone()).isPresent()) {
            return true;
        }
        left.addAll(kinds);
        return false;
    }

    private Optional<Reached> back(Reached from) {
        return search(from, one -> one.key() == first().key());
    }

    /** The nearest state like this. */
    private Optional<Reached> search(Reached from, Predicate<Reached> wanted) {
        if (wanted.test(from)) {
            return Optional.of(from);
        }
        Queue<Reached> open = new ArrayDeque<>(List.of(from));
        Set<Long> seen = new HashSet<>(Set.of(from.key()));
        while (!open.isEmpty()) {
            for (Reached next : next(open.remove())) {
                if (wanted.test(next)) {
                    return Optional.of(next);
                }
                if (seen.add(next.key())) {
                    open.add(next);
                }
            }
        }
        return Optional.empty();
    }

    private List<Reached> next(Reached from) {
        int[] state = new int[tasks];
        Arrays.fill(state, scheduler.atRest());
        state[ACTING] = from.task();
        List<Reached> next = new ArrayList<>();
        Recorder recorder = new Recorder();
        scheduler.expand(
                ACTING,
                state,
                from.memory(),
                recorder,
                (numbers, memory, broken) -> {
                    if (broken == 0 && recorder.deeds().stream().noneMatch(WarmUp::switches)) {
                        next.add(
                                new Reached(
                                        numbers[ACTING],
                                        memory,
                                        Optional.of(from),
                                        recorder.deeds()));
                    }
                });
        return next;
    }

    /** Whether management is switched on or off: it is on at first, and the directory is empty. */
    private static boolean switches(Deed deed) {
        return deed.kind() == Deed.Kind.BEGINS
                && deed.operation()
                        .flatMap(Operation::role)
                        .filter(MpxOperation::isPrctl)
                        .isPresent();
    }

    /** The kinds of events that these deeds leave, but for those of locks and page faults. */
    private Set<String> kinds(List<Deed> deeds) {
        Set<String> kinds = new HashSet<>();
        for (Deed deed : deeds) {
            if (deed.kind() == Deed.Kind.BEGINS) {
                deed.operation()
                        .flatMap(operation -> calls.enters(operation, deed.region()))
                        .ifPresent(event -> kinds.add(MpxLines.name(event)));
                deed.operation().ifPresent(operation -> kinds.add(operation.role().toString()));
            } else if (deed.kind() == Deed.Kind.CHANGES) {
                changes(deed).forEach(event -> kinds.add(MpxLines.name(event)));
            }
        }
        return kinds;
    }

    private List<String> changes(Deed deed) {
        return mpx.of(
                deed.effect(),
                deed.region(),
                deed.hand() < 0 ? OptionalLong.empty() : OptionalLong.of(Place.table(deed.hand())),
                scheduler.memory().model(deed.before()),
                scheduler.memory().model(deed.after()));
    }
}
