package org.lockreplay.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Evidence;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Report;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.SourceTrace;

/**
 * Judges traces together that may have to be judged in different ways.
 *
 * <p>The traces of one way form a part. Each part is judged by its own options. What only several
 * parts together show, such as a circle with an edge from each, no options of a part can speak of:
 * that is judged by those that come with the tool.
 */
final class SetJudge {

    private static final Judging PLAIN = TraceSettings.PLAIN.judging();

    private final Map<Judging, CheckOptions> options;
    private final Examiner examiner;

    SetJudge(Map<Judging, CheckOptions> options, Examiner examiner) {
        this.options = options;
        this.examiner = examiner;
    }

    /** What one file saw, and how that is judged. */
    record Member(Judging judging, LockOrderSummary summary) {}

    JudgedSet judge(String name, List<Member> members) {
        Map<Judging, List<LockOrderSummary>> parts = new LinkedHashMap<>();
        List<LockOrderSummary> all = new ArrayList<>();
        Map<SourceTrace, CheckOptions> ways = new HashMap<>();
        for (Member member : members) {
            CheckOptions judged = options.get(member.judging());
            member.summary().traces().forEach(trace -> ways.put(trace, judged));
            parts.computeIfAbsent(member.judging(), way -> new ArrayList<>()).add(member.summary());
            all.add(member.summary());
        }
        LockOrderSummary whole = merged(all);
        if (parts.size() == 1) {
            Judging only = parts.keySet().iterator().next();
            return new JudgedSet(name, whole, examiner.report(whole, options.get(only)), ways);
        }
        return new JudgedSet(name, whole, judgeParts(parts, whole), ways);
    }

    private Report judgeParts(Map<Judging, List<LockOrderSummary>> parts, LockOrderSummary whole) {
        List<Report> reports = new ArrayList<>();
        Map<String, Integer> partOf = new HashMap<>();
        parts.forEach(
                (way, summaries) -> {
                    LockOrderSummary merged = merged(summaries);
                    merged.traces().forEach(trace -> partOf.put(trace.path(), reports.size()));
                    reports.add(examiner.report(merged, options.get(way)));
                });
        CheckOptions plain = options.getOrDefault(PLAIN, CheckOptions.shipped());
        Report together = examiner.report(whole, plain);
        Map<String, Finding> findings = new HashMap<>();
        reports.forEach(report -> report.findings().forEach(finding -> add(findings, finding)));
        for (Finding finding : together.findings()) {
            if (parts(finding, partOf).size() > 1) {
                findings.putIfAbsent(finding.fingerprint(), finding);
            }
        }
        List<Finding> sorted = new ArrayList<>(findings.values());
        sorted.sort(Finding.WORST_FIRST);
        return new Report(together.traces(), sorted, together.nestingCases(), together.notJudged());
    }

    /** One alone stays what it is, so that nobody judges it twice. */
    private static LockOrderSummary merged(List<LockOrderSummary> summaries) {
        return summaries.size() == 1 ? summaries.get(0) : LockOrderSummary.mergeAll(summaries);
    }

    private static void add(Map<String, Finding> findings, Finding finding) {
        findings.merge(
                finding.fingerprint(),
                finding,
                (one, other) -> Finding.WORST_FIRST.compare(one, other) <= 0 ? one : other);
    }

    private static Set<Integer> parts(Finding finding, Map<String, Integer> partOf) {
        Set<Integer> parts = new HashSet<>();
        for (Evidence evidence : finding.evidence()) {
            parts.add(partOf.getOrDefault(evidence.trace(), -1));
        }
        return parts;
    }
}
