package org.lockreplay.lockorder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lockreplay.event.Context;
import org.lockreplay.event.Mode;
import org.lockreplay.protocol.LockType;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.replay.lock.InstanceNesting;
import org.lockreplay.replay.lock.LockInstance;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.Seen;

/** Which lock was taken inside which other one of its class: one graph for each class and trace. */
public final class InstanceGraphs {

    private record Key(String lockClass, int trace) {}

    private InstanceGraphs() {}

    /** The circles that can deadlock, sorted by class, trace and length. */
    public static List<InstanceCycle> cycles(LockOrderSummary summary, LockTypes types) {
        SortedMap<String, SortedMap<Integer, List<InstanceNesting>>> graphs = new TreeMap<>();
        for (Seen<InstanceNesting> seen : summary.instanceNestings()) {
            if (hasIdentity(seen.what()) && types.of(seen.what().lockClass()).validated()) {
                graphs.computeIfAbsent(seen.what().lockClass(), c -> new TreeMap<>())
                        .computeIfAbsent(seen.trace(), t -> new ArrayList<>())
                        .add(seen.what());
            }
        }
        List<InstanceCycle> cycles = new ArrayList<>();
        graphs.forEach(
                (lockClass, traces) ->
                        traces.forEach(
                                (trace, nestings) ->
                                        cycles.addAll(
                                                cycles(
                                                        new Key(lockClass, trace),
                                                        nestings,
                                                        types.of(lockClass)))));
        return cycles;
    }

    private static List<InstanceCycle> cycles(
            Key key, List<InstanceNesting> nestings, LockType type) {
        Map<Long, Integer> numbers = new HashMap<>();
        List<Arc> arcs = new ArrayList<>();
        List<Guards> guards = new ArrayList<>();
        for (InstanceNesting nesting : nestings) {
            int from = number(numbers, nesting.outerAddress());
            int to = number(numbers, nesting.innerAddress());
            boolean recursive = nesting.innerRead() && type.recursive(inInterrupt(nesting));
            arcs.add(new Arc(from, to, nesting.outerRead(), recursive));
            guards.add(Guards.of(key.trace(), nesting.guards()));
        }
        List<InstanceCycle> cycles = new ArrayList<>();
        for (int[] circle : StrongCycles.of(numbers.size(), arcs, guards)) {
            cycles.add(cycle(key, circle, nestings));
        }
        return cycles;
    }

    private static InstanceCycle cycle(Key key, int[] circle, List<InstanceNesting> nestings) {
        List<InstanceNesting> around = new ArrayList<>();
        for (int arc : circle) {
            around.add(nestings.get(arc));
        }
        Guards guards = Guards.of(key.trace(), around.get(0).guards());
        TreeSet<String> classes = new TreeSet<>(guardClasses(around.get(0)));
        for (InstanceNesting nesting : around) {
            guards = guards.and(Guards.of(key.trace(), nesting.guards()));
            classes.retainAll(guardClasses(nesting));
        }
        return new InstanceCycle(
                key.trace(), key.lockClass(), around, guards.guard(), classes.stream().findFirst());
    }

    private static Set<String> guardClasses(InstanceNesting nesting) {
        Set<String> classes = new HashSet<>();
        for (LockInstance guard : nesting.guards()) {
            classes.add(guard.lockClass());
        }
        return classes;
    }

    /** What the first time shows: hardirq, softirq, or bottom halves off (b, D). */
    private static boolean inInterrupt(InstanceNesting nesting) {
        int context = nesting.inner().origin().context();
        String flags = Context.text(context);
        return Context.level(context) != Context.PROCESS
                || flags.startsWith("b")
                || flags.startsWith("D");
    }

    private static boolean hasIdentity(InstanceNesting nesting) {
        return !Mode.hidden(nesting.outer().mode()) && !Mode.hidden(nesting.inner().mode());
    }

    private static int number(Map<Long, Integer> numbers, Long address) {
        Integer known = numbers.putIfAbsent(address, numbers.size());
        return known == null ? numbers.size() - 1 : known;
    }
}
