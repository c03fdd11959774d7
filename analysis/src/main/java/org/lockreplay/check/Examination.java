package org.lockreplay.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lockreplay.lockorder.InstanceCycle;
import org.lockreplay.lockorder.LockCycle;
import org.lockreplay.lockorder.LockOrderEdge;
import org.lockreplay.replay.lock.ClassPair;
import org.lockreplay.replay.lock.InstanceView;
import org.lockreplay.replay.lock.Wanted;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.SourceTrace;

/**
 * The judgement of a summary in two steps: the first finds circles of classes, and classes that
 * interrupts should not meet, and asks for a second look at the traces that show them; the second
 * judges by what that saw of the locks themselves. Without a second look the first witnesses must
 * do.
 *
 * <p>Not thread-safe.
 */
public final class Examination {

    private final Case judged;
    private final List<InversionSearch> unproven;
    private final Map<Integer, InstanceView> views = new HashMap<>();

    public Examination(LockOrderSummary summary, CheckOptions options) {
        judged = Case.of(summary, options);
        unproven = InversionSearch.unproven(judged);
    }

    /** What to look at in this trace; empty if there is no need to. */
    public Wanted wanted(SourceTrace trace) {
        int index = judged.summary().traces().indexOf(trace);
        Set<ClassPair> wanted = new HashSet<>();
        for (Tangle tangle : judged.tangles()) {
            tangle.shown().forEach(cycles -> cycles.forEach(cycle -> add(cycle, index, wanted)));
        }
        for (InstanceCycle cycle : judged.instanceCycles()) {
            if (cycle.guard().isEmpty() && cycle.trace() == index) {
                wanted.add(new ClassPair(cycle.lockClass(), cycle.lockClass()));
            }
        }
        Set<String> uses = new HashSet<>();
        for (InversionSearch search : unproven) {
            if (search.traces().contains(index)) {
                search.want(wanted, uses);
            }
        }
        return new Wanted(wanted, uses);
    }

    private static void add(LockCycle cycle, int trace, Set<ClassPair> wanted) {
        for (LockOrderEdge edge : cycle.edges()) {
            if (cycle.guard().isEmpty() && edge.traces().contains(trace)) {
                wanted.add(new ClassPair(edge.outer(), edge.inner()));
            }
        }
    }

    /** Takes notice of a second look at a trace of the summary, at what was wanted. */
    public void saw(SourceTrace trace, InstanceView view) {
        int index = judged.summary().traces().indexOf(trace);
        if (index < 0) {
            throw new IllegalArgumentException("no trace of the summary: " + trace.path());
        }
        views.put(index, view);
    }

    /** The same report for an equal summary, the same options and the same second looks. */
    public Report report() {
        return Checker.check(judged.with(views));
    }
}
