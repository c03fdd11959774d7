package org.lockreplay.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.lockreplay.lockorder.LexicalOrder;

/**
 * One thing that is wrong, or worth knowing, with what it rests on.
 *
 * @param id which rule found it ({@code cycle}, …)
 * @param classes the lock classes, those of a cycle in its order
 * @param known what lowers its weight or must be known with it ({@code guarded by X})
 * @param fingerprint the same for the same finding in another trace; unique within a report
 * @param message one sentence
 * @param advice what would make it go away, a sentence each
 * @param sites of a circle, by its steps: each pair of sites that made it, in whatever modes; else
 *     empty
 */
public record Finding(
        String id,
        Severity severity,
        Certainty certainty,
        List<String> classes,
        List<Fact> known,
        String fingerprint,
        String message,
        List<String> advice,
        List<Evidence> evidence,
        List<SitePair> sites) {

    /** Worst first, then by id, then short ones, then by classes. */
    public static final Comparator<Finding> WORST_FIRST =
            Comparator.comparing(Finding::severity)
                    .thenComparing(Finding::id)
                    .thenComparingInt(finding -> finding.classes().size())
                    .thenComparing(Finding::classes, LexicalOrder.OF_LISTS);

    public Finding {
        classes = List.copyOf(classes);
        known = List.copyOf(known);
        advice = List.copyOf(advice);
        evidence = List.copyOf(evidence);
        sites = List.copyOf(sites);
    }

    /** A finding that is named by the circle, or the set, of its classes. */
    Finding(
            String id,
            Severity severity,
            Certainty certainty,
            List<String> classes,
            List<Fact> known,
            String message,
            List<String> advice,
            List<Evidence> evidence) {
        this(
                id,
                severity,
                certainty,
                classes,
                known,
                Fingerprint.of(id, classes),
                message,
                advice,
                evidence,
                List.of());
    }

    /** The same circle, made at these sites. */
    Finding with(List<SitePair> seen) {
        return with(severity, known, seen);
    }

    /** The same with more facts, which make it a warning at most. */
    Finding incomplete(List<Fact> more) {
        List<Fact> all = new ArrayList<>(known);
        all.addAll(more);
        return with(severity.atMost(Severity.WARNING), all, sites);
    }

    /** The same finding in other words. */
    Finding reworded(String otherMessage, List<String> otherAdvice) {
        return new Finding(
                id,
                severity,
                certainty,
                classes,
                known,
                fingerprint,
                otherMessage,
                otherAdvice,
                evidence,
                sites);
    }

    private Finding with(Severity weight, List<Fact> facts, List<SitePair> seen) {
        return new Finding(
                id,
                weight,
                certainty,
                classes,
                facts,
                fingerprint,
                message,
                advice,
                evidence,
                seen);
    }

    /** What is known, as reports have it. */
    public List<String> facts() {
        return known.stream().map(Fact::text).toList();
    }

    /** How often the nestings of its circle were seen; 0 if it is none. */
    public long witnesses() {
        return sites.stream().mapToLong(SitePair::count).sum();
    }
}
