package org.lockreplay.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.story.Lock.write;
import static org.lockreplay.story.TraceStory.coverage;
import static org.lockreplay.story.TraceStory.trace;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.lockreplay.replay.lock.LockCoverage;
import org.lockreplay.story.RandomStories;
import org.lockreplay.story.TraceStory;
import org.lockreplay.summary.LockOrderSummary;

class CheckerTest {

    @Test
    void findingsAreSortedBySeverityThenIdThenLengthThenClasses() {
        LockOrderSummary summary =
                trace("a")
                        .nest(write("z", 1), write("y", 2))
                        .nest(write("y", 2), write("z", 1))
                        .nest(write("c", 3), write("b", 4))
                        .nest(write("b", 4), write("c", 3))
                        .nest(write("o", 5), write("o", 6))
                        .releaseUnheld(write("a", 7))
                        .recurse(write("r", 8), write("r", 8))
                        .summary();
        assertThat(Judged.findings(summary))
                .extracting(finding -> finding.id() + finding.classes())
                .containsExactly(
                        "cycle[b, c]",
                        "cycle[y, z]",
                        "recursion[r]",
                        "unbalanced[a]",
                        "same-class[o]");
    }

    @Test
    void fingerprintsAreUniqueWithinAReport() {
        for (long seed = 0; seed < 200; seed++) {
            LockOrderSummary summary = LockOrderSummary.mergeAll(RandomStories.summaries(4, seed));
            assertThat(Judged.findings(summary))
                    .as("seed %d", seed)
                    .extracting(Finding::fingerprint)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void mergingTracesTakesNoErrorAway() {
        for (long seed = 0; seed < 200; seed++) {
            List<LockOrderSummary> parts = RandomStories.summaries(3, seed);
            LockOrderSummary whole = LockOrderSummary.mergeAll(parts);
            int one = new Random(seed).nextInt(parts.size());
            assertThat(errors(whole)).as("seed %d", seed).containsAll(errors(parts.get(one)));
        }
    }

    @Test
    void whatCannotBeToldIsListedAsNotJudged() {
        Report report = Checker.check(trace("a").summary(), CheckOptions.shipped());
        assertThat(report.notJudged())
                .extracting(limit -> limit.id() + ": " + limit.reason())
                .containsExactly(
                        "hardirq-inversion: no line shows a lock taken in hardirq (a)",
                        "held-lock-freed: no event tells where a lock is initialised or freed",
                        "order-violation: no order was declared",
                        "softirq-inversion: no line shows a lock taken in softirq (a)");
    }

    @Test
    void aTraceWithoutLockEventsIsNotJudgedAndNamed() {
        Report report =
                Checker.check(
                        trace("b")
                                .covered(coverage(0, 0, 0, 0, 0))
                                .summary()
                                .merge(trace("a").summary()),
                        CheckOptions.shipped());
        assertThat(report.notJudged()).contains(new NotJudged("cycle", "no lock events (b)"));
    }

    @Test
    void hiddenAddressesLeaveInstancesUnjudged() {
        LockOrderSummary summary = trace("a").covered(coverage(10, 0, 0, 0, 10)).summary();
        assertThat(Checker.check(summary, CheckOptions.shipped()).notJudged())
                .contains(
                        new NotJudged(
                                "recursion",
                                "addresses are hidden, so no two locks can be told apart (a)"));
    }

    @Test
    void whereTrylocksCannotBeToldAnErrorIsAWarningThatSaysSo() {
        TraceStory abba =
                trace("a")
                        .by("one", 1, 0)
                        .nest(write("x", 1), write("y", 2))
                        .by("two", 2, 1)
                        .nest(write("y", 2), write("x", 1));
        assertThat(Judged.findings(abba.summary()).get(0).severity()).isEqualTo(Severity.ERROR);
        LockOrderSummary unnamed =
                abba.covered(
                                new LockCoverage(
                                        10,
                                        1,
                                        0,
                                        0,
                                        0,
                                        0,
                                        4,
                                        false,
                                        0,
                                        new TreeMap<>(),
                                        0,
                                        List.of()))
                        .summary();
        Finding finding = Judged.findings(unnamed).get(0);
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.facts()).contains("incomplete: trylocks cannot be told in a");
    }

    @Test
    void aCircleIsAWarningWhereATaskMayHoldAnUnseenGuard() {
        long taken =
                circleOfSomeCpus(Map.of()).evidence().stream()
                        .map(Evidence::at)
                        .filter(at -> at.pid() == 2)
                        .findFirst()
                        .orElseThrow()
                        .line();
        assertThat(circleOfSomeCpus(Map.of(2, taken)).severity()).isEqualTo(Severity.WARNING);
        assertThat(circleOfSomeCpus(Map.of(2, taken)).facts())
                .contains(
                        "incomplete: a lock held over all of it may have been taken on a CPU that"
                                + " is not recorded");
        assertThat(circleOfSomeCpus(Map.of(2, taken + 1)).severity()).isEqualTo(Severity.ERROR);
        assertThat(circleOfSomeCpus(Map.of(3, 1L)).severity()).isEqualTo(Severity.ERROR);
        assertThat(circleOfSomeCpus(Map.of()).severity()).isEqualTo(Severity.ERROR);
    }

    private static Finding circleOfSomeCpus(Map<Integer, Long> tasks) {
        SortedMap<Integer, Long> returns = new TreeMap<>(tasks);
        LockOrderSummary summary =
                trace("a")
                        .by("one", 1, 0)
                        .nest(write("x", 1), write("y", 2))
                        .by("two", 2, 0)
                        .nest(write("y", 2), write("x", 1))
                        .covered(
                                new LockCoverage(
                                        10, 1, 0, 0, 0, 0, 0, false, 0, returns, 0, List.of()))
                        .summary();
        return Judged.findings(summary).get(0);
    }

    @Test
    void nothingGivesAnEmptyReport() {
        Report report = Checker.check(LockOrderSummary.EMPTY, CheckOptions.shipped());
        assertThat(report.findings()).isEmpty();
        assertThat(report.traces()).isEmpty();
    }

    private static List<String> errors(LockOrderSummary summary) {
        return Judged.findings(summary).stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .filter(finding -> finding.id().equals("cycle") || finding.id().equals("recursion"))
                .map(Finding::fingerprint)
                .toList();
    }
}
