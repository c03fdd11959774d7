package org.lockreplay.summary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.replay.lock.ClassUse;
import org.lockreplay.replay.lock.Deadlock;
import org.lockreplay.replay.lock.HeldAtExit;
import org.lockreplay.replay.lock.Imbalance;
import org.lockreplay.replay.lock.InstanceNesting;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.replay.lock.LockObservations;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.replay.lock.NestingCase;
import org.lockreplay.replay.lock.Recursion;
import org.lockreplay.replay.lock.ShownType;
import org.lockreplay.replay.mpx.Breach;
import org.lockreplay.replay.mpx.MpxObservations;
import org.lockreplay.replay.mpx.PathCount;
import org.lockreplay.replay.mpx.SectionCount;
import org.lockreplay.replay.mpx.UnmapCount;

/**
 * Everything about lock orders that leaves the traces it was seen in; immutable.
 *
 * <p>A summary is a set of traces and a set of observations, each with its trace. Merging is the
 * union of sets, hence associative, commutative and idempotent, with {@link #EMPTY} neutral: any
 * split of a corpus, merged in any order, gives an equal summary. Counts and tasks of one key in
 * several traces add up; tasks of two traces are never the same task, and addresses of two traces
 * never the same lock. All lists are sorted: traces by path, observations by what they speak of and
 * then by trace, so that the first of equal ones is the earliest by (trace, line).
 *
 * <p>Cost: memory in proportion to the observations, {@code O(n log n)} for a merge.
 */
public record LockOrderSummary(
        List<SourceTrace> traces,
        List<Seen<ClassUse>> classes,
        List<Seen<InterruptUse>> interruptUses,
        List<Seen<ShownType>> shownTypes,
        List<Seen<Nesting>> nestings,
        List<Seen<InstanceNesting>> instanceNestings,
        List<Seen<Recursion>> recursions,
        List<Seen<Imbalance>> imbalances,
        List<Seen<HeldAtExit>> heldAtExit,
        List<Seen<NestingCase>> nestingCases,
        List<Seen<Deadlock>> deadlocks,
        List<Seen<Breach>> breaches,
        List<Seen<UnmapCount>> unmaps,
        List<Seen<SectionCount>> sections,
        List<Seen<PathCount>> paths) {

    /** What no trace saw. */
    public static final LockOrderSummary EMPTY =
            new LockOrderSummary(
                    List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                    List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                    List.of());

    public LockOrderSummary {
        if (!areSorted(traces)) {
            throw new IllegalArgumentException("traces must be sorted, each once");
        }
        traces = List.copyOf(traces);
        classes = sorted(classes, FactOrder.CLASSES);
        interruptUses = sorted(interruptUses, FactOrder.INTERRUPT_USES);
        shownTypes = sorted(shownTypes, FactOrder.SHOWN_TYPES);
        nestings = sorted(nestings, FactOrder.NESTINGS);
        instanceNestings = sorted(instanceNestings, FactOrder.INSTANCE_NESTINGS);
        recursions = sorted(recursions, FactOrder.RECURSIONS);
        imbalances = sorted(imbalances, FactOrder.IMBALANCES);
        heldAtExit = sorted(heldAtExit, FactOrder.HELD_AT_EXIT);
        nestingCases = sorted(nestingCases, FactOrder.NESTING_CASES);
        deadlocks = sorted(deadlocks, FactOrder.DEADLOCKS);
        breaches = sorted(breaches, FactOrder.BREACHES);
        unmaps = sorted(unmaps, FactOrder.UNMAPS);
        sections = sorted(sections, FactOrder.SECTIONS);
        paths = sorted(paths, FactOrder.PATHS);
    }

    /** The summary of one trace of which only the locks were replayed. */
    public static LockOrderSummary of(TraceFacts facts, LockObservations seen) {
        return of(
                new SourceTrace(facts, seen.coverage()),
                seen,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** The summary of one trace. */
    public static LockOrderSummary of(
            TraceFacts facts, LockObservations seen, MpxObservations mpx) {
        return of(
                new SourceTrace(facts, seen.coverage(), new TreeMap<>(mpx.signs())),
                seen,
                mpx.breaches(),
                mpx.unmaps(),
                mpx.sections(),
                mpx.paths());
    }

    private static LockOrderSummary of(
            SourceTrace trace,
            LockObservations seen,
            List<Breach> breaches,
            List<UnmapCount> unmaps,
            List<SectionCount> sections,
            List<PathCount> paths) {
        return new LockOrderSummary(
                List.of(trace),
                inOnlyTrace(seen.classes()),
                inOnlyTrace(seen.interruptUses()),
                inOnlyTrace(seen.shownTypes()),
                inOnlyTrace(seen.nestings()),
                inOnlyTrace(seen.instanceNestings()),
                inOnlyTrace(seen.recursions()),
                inOnlyTrace(seen.imbalances()),
                inOnlyTrace(seen.heldAtExit()),
                inOnlyTrace(seen.nestingCases()),
                inOnlyTrace(seen.deadlocks()),
                inOnlyTrace(breaches),
                inOnlyTrace(unmaps),
                inOnlyTrace(sections),
                inOnlyTrace(paths));
    }

    /** The same, with other nestings in the place of these. */
    public LockOrderSummary withNestings(
            List<Seen<Nesting>> others, List<Seen<InstanceNesting>> otherInstances) {
        return new LockOrderSummary(
                traces,
                classes,
                interruptUses,
                shownTypes,
                others,
                otherInstances,
                recursions,
                imbalances,
                heldAtExit,
                nestingCases,
                deadlocks,
                breaches,
                unmaps,
                sections,
                paths);
    }

    /** The summary of the traces of both. */
    public LockOrderSummary merge(LockOrderSummary other) {
        return mergeAll(List.of(this, other));
    }

    /** The summary of all of them; cheaper than one merge after the other. */
    public static LockOrderSummary mergeAll(List<LockOrderSummary> summaries) {
        return new Merge(summaries).merged();
    }

    /** The trace that an observation comes from. */
    public SourceTrace traceOf(Seen<?> seen) {
        return traces.get(seen.trace());
    }

    private static <T> List<Seen<T>> inOnlyTrace(List<T> facts) {
        return facts.stream().map(fact -> new Seen<>(0, fact)).toList();
    }

    static <T> List<T> sorted(List<T> list, Comparator<? super T> order) {
        List<T> all = new ArrayList<>(list);
        all.sort(order);
        List<T> once = new ArrayList<>(all.size());
        for (T element : all) {
            if (once.isEmpty() || order.compare(once.get(once.size() - 1), element) != 0) {
                once.add(element);
            }
        }
        return List.copyOf(once);
    }

    static boolean areSorted(List<SourceTrace> traces) {
        return sorted(traces, FactOrder.TRACES).equals(traces);
    }
}
