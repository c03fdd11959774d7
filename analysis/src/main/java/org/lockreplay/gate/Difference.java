package org.lockreplay.gate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lockreplay.check.Finding;
import org.lockreplay.replay.lock.ClassUse;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.summary.Seen;

/**
 * How what some traces saw differs from what others saw; immutable, sorted, the same for equal
 * ones.
 *
 * <p>Counts of one thing in several traces are added up on either side. What is equal on both sides
 * is left out.
 *
 * @param tracesBefore how many traces the old side has
 * @param tracesNow how many the new side has
 * @param classes by name
 * @param nestings by outer class, inner class and modes
 * @param findings worst first
 */
public record Difference(
        int tracesBefore,
        int tracesNow,
        List<ClassChange> classes,
        List<NestingChange> nestings,
        List<FindingChange> findings) {

    /** What became of a thing. */
    public enum Kind {
        NEW,
        VANISHED,
        CHANGED;

        static Kind of(long before, long now) {
            return before == 0 ? NEW : now == 0 ? VANISHED : CHANGED;
        }

        /** As reports spell it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How often a class was acquired. */
    public record ClassChange(Kind kind, String lockClass, long before, long now) {}

    /** How often a class was asked for while another was held. */
    public record NestingChange(Kind kind, Nest nest, long before, long now) {}

    /**
     * Two classes nested.
     *
     * @param tried by a trylock, which does not wait
     */
    public record Nest(
            String outer, boolean outerRead, String inner, boolean innerRead, boolean tried) {}

    /** A finding of one side, or of both with another severity or certainty. */
    public record FindingChange(Kind kind, Optional<Finding> before, Optional<Finding> now) {

        /** That of the new side where it has one. */
        public Finding latest() {
            return now.or(() -> before).orElseThrow();
        }
    }

    private static final Comparator<Nest> BY_NAMES =
            Comparator.comparing(Nest::outer)
                    .thenComparing(Nest::inner)
                    .thenComparing(Nest::outerRead)
                    .thenComparing(Nest::innerRead)
                    .thenComparing(Nest::tried);

    public Difference {
        classes = List.copyOf(classes);
        nestings = List.copyOf(nestings);
        findings = List.copyOf(findings);
    }

    /** How the second differs from the first. */
    public static Difference between(CorpusReport before, CorpusReport now) {
        List<ClassChange> classes = new ArrayList<>();
        counts(classes(before), classes(now), Comparator.naturalOrder())
                .forEach(
                        (name, count) ->
                                classes.add(
                                        new ClassChange(
                                                Kind.of(count[0], count[1]),
                                                name,
                                                count[0],
                                                count[1])));
        List<NestingChange> nestings = new ArrayList<>();
        counts(nestings(before), nestings(now), BY_NAMES)
                .forEach(
                        (nest, count) ->
                                nestings.add(
                                        new NestingChange(
                                                Kind.of(count[0], count[1]),
                                                nest,
                                                count[0],
                                                count[1])));
        return new Difference(
                traces(before), traces(now), classes, nestings, findings(before, now));
    }

    /** Whether the two sides saw the same, as often. */
    public boolean isNone() {
        return classes.isEmpty() && nestings.isEmpty() && findings.isEmpty();
    }

    private static int traces(CorpusReport side) {
        return side.sets().stream().mapToInt(set -> set.summary().traces().size()).sum();
    }

    /** Where the two sides differ, and the counts of both. */
    private static <K> SortedMap<K, long[]> counts(
            Map<K, Long> before, Map<K, Long> now, Comparator<K> order) {
        SortedMap<K, long[]> counts = new TreeMap<>(order);
        before.forEach((key, count) -> counts.put(key, new long[] {count, 0}));
        now.forEach((key, count) -> counts.computeIfAbsent(key, k -> new long[2])[1] = count);
        counts.values().removeIf(count -> count[0] == count[1]);
        return counts;
    }

    private static Map<String, Long> classes(CorpusReport side) {
        Map<String, Long> counts = new HashMap<>();
        for (JudgedSet set : side.sets()) {
            for (Seen<ClassUse> seen : set.summary().classes()) {
                counts.merge(seen.what().lockClass(), seen.what().acquisitions(), Long::sum);
            }
        }
        return counts;
    }

    private static Map<Nest, Long> nestings(CorpusReport side) {
        Map<Nest, Long> counts = new HashMap<>();
        for (JudgedSet set : side.sets()) {
            for (Seen<Nesting> seen : set.summary().nestings()) {
                Nesting.Key key = seen.what().key();
                Nest nest =
                        new Nest(
                                key.outer(),
                                key.outerRead(),
                                key.inner(),
                                key.innerRead(),
                                key.innerTry());
                counts.merge(nest, seen.what().count(), Long::sum);
            }
        }
        return counts;
    }

    private static List<FindingChange> findings(CorpusReport before, CorpusReport now) {
        Map<String, Finding> old = byFingerprint(before);
        Map<String, Finding> fresh = byFingerprint(now);
        SortedSet<String> all = new TreeSet<>(old.keySet());
        all.addAll(fresh.keySet());
        List<FindingChange> changes = new ArrayList<>();
        for (String fingerprint : all) {
            Optional<Finding> was = Optional.ofNullable(old.get(fingerprint));
            Optional<Finding> is = Optional.ofNullable(fresh.get(fingerprint));
            Kind kind = Kind.of(was.isPresent() ? 1 : 0, is.isPresent() ? 1 : 0);
            if (kind != Kind.CHANGED || !weight(was).equals(weight(is))) {
                changes.add(new FindingChange(kind, was, is));
            }
        }
        changes.sort(Comparator.comparing(FindingChange::latest, Finding.WORST_FIRST));
        return changes;
    }

    private static List<Object> weight(Optional<Finding> finding) {
        return List.of(finding.orElseThrow().severity(), finding.orElseThrow().certainty());
    }

    private static Map<String, Finding> byFingerprint(CorpusReport side) {
        Map<String, Finding> findings = new HashMap<>();
        for (JudgedSet set : side.sets()) {
            for (Finding finding : set.report().findings()) {
                findings.merge(
                        finding.fingerprint(),
                        finding,
                        (one, other) -> Finding.WORST_FIRST.compare(one, other) <= 0 ? one : other);
            }
        }
        return findings;
    }
}
