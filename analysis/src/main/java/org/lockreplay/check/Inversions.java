package org.lockreplay.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lockreplay.lockorder.LexicalOrder;
import org.lockreplay.lockorder.LockOrderGraph;
import org.lockreplay.lockorder.LockPath;
import org.lockreplay.lockorder.StrongPaths;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.summary.LockOrderSummary;

/**
 * Where classes alone say that an interrupt can wait for ever: the first step, which a second look
 * at the traces may prove lock by lock.
 *
 * @param usages of every class that lockdep checks, by class
 * @param clashes the classes that are both taken in the interrupt and held with it on
 * @param paths the shortest strong paths from what is taken in it to what is held with it on,
 *     without those that begin or end with another one; short ones first
 */
record Inversions(
        Interrupt interrupt,
        Map<String, InterruptUsage> usages,
        List<String> clashes,
        List<LockPath> paths) {

    static Inversions of(
            Interrupt interrupt, LockOrderSummary summary, LockOrderGraph graph, LockTypes types) {
        Map<String, InterruptUsage> usages = InterruptUsage.of(summary.interruptUses(), interrupt);
        usages.keySet().removeIf(lockClass -> !types.of(lockClass).checked());
        List<String> clashes =
                usages.entrySet().stream()
                        .filter(entry -> entry.getValue().clashes())
                        .map(Map.Entry::getKey)
                        .toList();
        return new Inversions(interrupt, usages, clashes, paths(usages, graph, types));
    }

    /** Along which classes each of them leads. */
    List<List<String>> all() {
        List<List<String>> all = new ArrayList<>();
        clashes.forEach(lockClass -> all.add(List.of(lockClass)));
        paths.forEach(path -> all.add(path.classes()));
        return all;
    }

    private static List<LockPath> paths(
            Map<String, InterruptUsage> usages, LockOrderGraph graph, LockTypes types) {
        if (usages.values().stream().noneMatch(InterruptUsage::isIn)
                || usages.values().stream().noneMatch(InterruptUsage::isOn)) {
            return List.of();
        }
        StrongPaths search = graph.paths(lockClass -> !types.of(lockClass).perCpu());
        StrongPaths.End end =
                (lockClass, recursive) -> {
                    InterruptUsage usage = usages.get(lockClass);
                    return usage != null && (recursive ? usage.isOnByWriters() : usage.isOn());
                };
        Map<List<String>, LockPath> found = new TreeMap<>(LexicalOrder.OF_LISTS);
        usages.forEach(
                (lockClass, usage) -> {
                    if (usage.isIn() && !types.of(lockClass).perCpu()) {
                        search.from(lockClass, usage.inByWriters().isEmpty(), end)
                                .forEach((to, path) -> found.put(List.of(lockClass, to), path));
                    }
                });
        List<LockPath> shortest = new ArrayList<>();
        for (LockPath path : found.values()) {
            List<String> classes = path.classes();
            boolean composed =
                    classes.subList(1, classes.size() - 1).stream()
                            .anyMatch(
                                    between ->
                                            found.containsKey(List.of(path.from(), between))
                                                    || found.containsKey(
                                                            List.of(between, path.to())));
            if (!composed) {
                shortest.add(path);
            }
        }
        shortest.sort(Comparator.comparingInt(path -> path.edges().size()));
        return List.copyOf(shortest);
    }
}
