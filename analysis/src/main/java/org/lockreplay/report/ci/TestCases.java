package org.lockreplay.report.ci;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.lockreplay.check.Evidence;
import org.lockreplay.check.NotJudged;
import org.lockreplay.report.RuleCatalogue;
import org.lockreplay.report.RuleText;
import org.lockreplay.report.TextReport;
import org.lockreplay.text.VisibleText;

/**
 * A run as test cases: each rule is tested on each trace.
 *
 * <p>A finding that has edges from several traces is one in each of them. What does not make the
 * run fail passes, with its text. What could not be found is skipped. A file that could not be read
 * has one case more, which is an error.
 */
final class TestCases {

    private static final String READING = "reading";
    private static final String EXPECTATION = "expectation";
    private static final String MPX = "mpx-";

    private TestCases() {}

    /** How a case ends. */
    enum Outcome {
        PASSED,
        /** The rule could not be judged. */
        SKIPPED,
        /** The rule is broken, and that makes the run fail. */
        FAILED,
        /** Something else makes the run fail. */
        BROKEN
    }

    /**
     * One rule on one trace.
     *
     * @param message one line; empty unless failed or broken
     * @param text all that there is to say; may be empty
     */
    record TestCase(String name, Outcome outcome, String message, String text) {}

    /** The cases of one file. */
    record Suite(String path, List<TestCase> cases) {

        long count(Outcome outcome) {
            return cases.stream().filter(test -> test.outcome() == outcome).count();
        }
    }

    /** One suite for each trace, by path, and one for each other file that a remark is about. */
    static List<Suite> of(CiRun run) {
        Map<String, Map<String, List<CiFinding>>> findings = byTraceAndRule(run);
        List<RuleText> rules = RuleCatalogue.shipped().rulesFor(run.plainFindings());
        Map<String, List<TestCase>> problems = problems(run);
        List<Suite> suites = new ArrayList<>();
        for (JudgedTrace trace : run.traces()) {
            List<TestCase> cases = new ArrayList<>();
            cases.add(new TestCase(READING, Outcome.PASSED, "", ""));
            List<TestCase> broken = problems.remove(trace.path());
            if (broken != null) {
                cases.clear();
                cases.addAll(broken);
            }
            Map<String, List<CiFinding>> here = findings.getOrDefault(trace.path(), Map.of());
            for (RuleText rule : rules) {
                List<CiFinding> found = here.getOrDefault(rule.id(), List.of());
                if (!found.isEmpty() || applies(rule.id(), trace)) {
                    cases.add(test(rule, trace, found));
                }
            }
            suites.add(new Suite(trace.path(), cases));
        }
        problems.forEach((path, cases) -> suites.add(new Suite(path, cases)));
        return suites;
    }

    private static TestCase test(RuleText rule, JudgedTrace trace, List<CiFinding> found) {
        if (found.isEmpty()) {
            return trace.limits().stream()
                    .filter(limit -> limit.id().equals(rule.id()))
                    .filter(limit -> !limit.partly())
                    .findFirst()
                    .map(limit -> skipped(rule, limit))
                    .orElseGet(() -> passed(rule, trace));
        }
        List<CiFinding> failing = found.stream().filter(CiFinding::failing).toList();
        StringBuilder text = new StringBuilder("\n");
        for (CiFinding one : found) {
            standing(one, text);
            text.append(TextReport.inFull(one.finding()));
        }
        if (failing.isEmpty()) {
            return new TestCase(rule.id(), Outcome.PASSED, "", text.toString());
        }
        String first = failing.get(0).finding().message();
        String message =
                failing.size() == 1 ? first : failing.size() + " findings, first: " + first;
        return new TestCase(rule.id(), Outcome.FAILED, message, text.toString());
    }

    /** With what it could not tell. */
    private static TestCase passed(RuleText rule, JudgedTrace trace) {
        StringBuilder text = new StringBuilder();
        for (NotJudged limit : trace.limits()) {
            if (limit.id().equals(rule.id())) {
                text.append("\nJudged in part: ").append(VisibleText.of(limit.reason()));
            }
        }
        return new TestCase(rule.id(), Outcome.PASSED, "", text.toString());
    }

    private static TestCase skipped(RuleText rule, NotJudged limit) {
        return new TestCase(rule.id(), Outcome.SKIPPED, "", VisibleText.of(limit.reason()));
    }

    private static void standing(CiFinding found, StringBuilder text) {
        switch (found.standing()) {
            case UNCOMPARED -> {}
            case NEW -> text.append("New.\n");
            case KNOWN -> text.append("Known: the baseline has it.\n");
            case EXPECTED -> text.append("Expected: the manifest of the corpus wants it.\n");
        }
        found.excuse()
                .ifPresent(
                        excuse ->
                                text.append("Suppressed by ")
                                        .append(VisibleText.of(excuse.owner()))
                                        .append(": ")
                                        .append(VisibleText.of(excuse.reason()))
                                        .append('\n'));
    }

    /** The bounds tables are tested where the trace shows something of them. */
    private static boolean applies(String rule, JudgedTrace trace) {
        return !rule.startsWith(MPX) || trace.source().showsMpx();
    }

    private static Map<String, Map<String, List<CiFinding>>> byTraceAndRule(CiRun run) {
        Map<String, Map<String, List<CiFinding>>> findings = new HashMap<>();
        for (CiFinding found : run.findings()) {
            TreeSet<String> traces = new TreeSet<>();
            for (Evidence evidence : found.finding().evidence()) {
                traces.add(evidence.trace());
            }
            for (String trace : traces) {
                findings.computeIfAbsent(trace, path -> new HashMap<>())
                        .computeIfAbsent(found.finding().id(), id -> new ArrayList<>())
                        .add(found);
            }
        }
        return findings;
    }

    /** What is wrong with files, other than findings, by path in the order of the remarks. */
    private static Map<String, List<TestCase>> problems(CiRun run) {
        Map<String, List<TestCase>> problems = new LinkedHashMap<>();
        for (Remark remark : run.remarks()) {
            problem(remark)
                    .ifPresent(
                            problem ->
                                    problems.computeIfAbsent(
                                                    remark.path().orElse("lockreplay"),
                                                    path -> new ArrayList<>())
                                            .add(problem));
        }
        return problems;
    }

    private static Optional<TestCase> problem(Remark remark) {
        String said = remark.sentence();
        String text = VisibleText.of(said);
        return switch (remark.kind()) {
            case UNREADABLE_INPUT -> Optional.of(new TestCase(READING, Outcome.BROKEN, said, text));
            case BROKEN_EXPECTATION ->
                    Optional.of(new TestCase(EXPECTATION, Outcome.BROKEN, said, text));
            case ALLOWED_UNREADABLE ->
                    Optional.of(new TestCase(READING, Outcome.SKIPPED, "", text));
            case INCOMPLETE_TRACE,
                    EXPIRED_SUPPRESSION,
                    UNUSED_SUPPRESSION,
                    FIXED_FINDING,
                    NOT_JUDGED ->
                    Optional.empty();
        };
    }
}
