package org.lockreplay.cli;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The circles of packages among some classes, each told by one dependency for each of its steps.
 *
 * <p>Packages that reach each other are one circle, of which the shortest way around is told.
 */
final class PackageCycles {

    /** Which package depends on which, by the first dependency in the order of its text. */
    private final SortedMap<String, SortedMap<String, Dependency>> arrows = new TreeMap<>();

    private PackageCycles(Iterable<JavaClass> classes) {
        for (JavaClass from : classes) {
            arrows.put(from.getPackageName(), new TreeMap<>());
        }
        Comparator<Dependency> byText = Comparator.comparing(Dependency::getDescription);
        for (JavaClass from : classes) {
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (!to.equals(from.getPackageName()) && arrows.containsKey(to)) {
                    arrows.get(from.getPackageName())
                            .merge(to, dependency, (a, b) -> byText.compare(a, b) <= 0 ? a : b);
                }
            }
        }
    }

    /** One text for each circle, in the order of its first package; none if there are none. */
    static List<String> in(Iterable<JavaClass> classes) {
        return new PackageCycles(classes).told();
    }

    private List<String> told() {
        List<String> circles = new ArrayList<>();
        Set<String> toldOf = new HashSet<>();
        for (String start : arrows.keySet()) {
            Optional<List<String>> around = toldOf.contains(start) ? Optional.empty() : way(start);
            if (around.isPresent()) {
                circles.add(told(around.get()));
                arrows.keySet().stream()
                        .filter(other -> reached(start).contains(other))
                        .filter(other -> reached(other).contains(start))
                        .forEach(toldOf::add);
            }
        }
        return circles;
    }

    private String told(List<String> around) {
        StringBuilder text = new StringBuilder(String.join(" -> ", around));
        for (int i = 1; i < around.size(); i++) {
            text.append("\n    ")
                    .append(arrows.get(around.get(i - 1)).get(around.get(i)).getDescription());
        }
        return text.append('\n').toString();
    }

    /** The shortest way from a package back to itself. */
    private Optional<List<String>> way(String start) {
        Deque<List<String>> open = new ArrayDeque<>(List.of(List.of(start)));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            List<String> way = open.remove();
            for (String next : arrows.get(way.get(way.size() - 1)).keySet()) {
                List<String> longer = new ArrayList<>(way);
                longer.add(next);
                if (next.equals(start)) {
                    return Optional.of(longer);
                }
                if (seen.add(next)) {
                    open.add(longer);
                }
            }
        }
        return Optional.empty();
    }

    private Set<String> reached(String start) {
        Set<String> reached = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            for (String next : arrows.get(open.remove()).keySet()) {
                if (reached.add(next)) {
                    open.add(next);
                }
            }
        }
        return reached;
    }
}
