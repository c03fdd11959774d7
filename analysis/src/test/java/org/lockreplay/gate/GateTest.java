package org.lockreplay.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.lockreplay.gate.Findings.corpus;
import static org.lockreplay.gate.Findings.cycle;
import static org.lockreplay.gate.Findings.trace;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Severity;
import org.lockreplay.gate.TraceResult.Status;

class GateTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);
    private static final Finding ERROR = cycle("e1", Severity.ERROR, "b", "a");
    private static final Finding WARNING = cycle("w1", Severity.WARNING, "c", "d");
    private static final Finding NOTE = cycle("n1", Severity.NOTE, "e");

    @Test
    void anErrorThatNobodyKnowsFailsAndIsNamedInOneLine() {
        Verdict verdict = gate(Baseline.EMPTY).judge(corpus(ERROR, NOTE));
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.failing()).hasSize(1);
        assertThat(verdict.sentence())
                .isEqualTo("gate failed: 1 new error: cycle: a -> b -> a (e1, a.trace:7)");
    }

    @Test
    void aCorpusWithoutNewErrorsPasses() {
        Verdict verdict = gate(baseline(ERROR)).judge(corpus(ERROR, WARNING, NOTE));
        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.sentence())
                .isEqualTo("gate passed: 1 trace, 2 new (1 warning, 1 note), 1 known");
        assertThat(verdict.findings().get(0).state()).isEqualTo(FindingState.KNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "NEW_ERROR, true, true",
        "NEW_WARNING, false, true",
        "ERROR, true, false",
        "WARNING, false, false",
        "NEVER, true, true"
    })
    void theThresholdSaysWhatFails(Threshold threshold, boolean newWarning, boolean knownError) {
        assertThat(gate(Baseline.EMPTY, threshold).judge(corpus(WARNING)).passed())
                .isEqualTo(newWarning);
        assertThat(gate(baseline(ERROR), threshold).judge(corpus(ERROR)).passed())
                .isEqualTo(knownError);
    }

    @ParameterizedTest
    @EnumSource(Threshold.class)
    void aNoteNeverFails(Threshold threshold) {
        assertThat(gate(Baseline.EMPTY, threshold).judge(corpus(NOTE)).passed()).isTrue();
    }

    @Test
    void aKnownFindingThatHasBecomeWorseIsNew() {
        Finding worse = cycle("n1", Severity.ERROR, "e", "f");
        Verdict verdict = gate(baseline(NOTE)).judge(corpus(worse));
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.findings().get(0).baseline()).isPresent();
        assertThat(verdict.sentence()).endsWith("(n1, a.trace:7, a note in the baseline)");
    }

    @Test
    void aKnownFindingThatHasBecomeMilderStaysKnown() {
        Finding milder = cycle("e1", Severity.NOTE, "a", "b");
        assertThat(gate(baseline(ERROR)).judge(corpus(milder)).findings().get(0).state())
                .isEqualTo(FindingState.KNOWN);
    }

    @Test
    void whatNoTraceShowsAnyMoreIsFixed() {
        Verdict verdict = gate(baseline(ERROR, WARNING)).judge(corpus(WARNING));
        assertThat(verdict.fixed()).extracting(BaselineEntry::fingerprint).containsExactly("e1");
        assertThat(verdict.sentence())
                .isEqualTo("gate passed: 1 trace, nothing new, 1 known, 1 fixed");
    }

    @Test
    void nothingIsCalledFixedWhileATraceCannotBeRead() {
        List<TraceResult> traces = List.of(trace("a.trace", Status.UNREADABLE));
        Verdict verdict = gate(baseline(ERROR)).judge(corpus(Set.of(), traces));
        assertThat(verdict.fixed()).isEmpty();
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.sentence())
                .isEqualTo("gate failed: 1 trace that could not be read: a.trace");
    }

    @Test
    void anUnreadableTraceThatIsAllowedDoesNotFail() {
        List<TraceResult> traces = List.of(trace("a.trace", Status.UNREADABLE_ALLOWED));
        Verdict verdict = gate(Baseline.EMPTY).judge(corpus(Set.of(), traces));
        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.sentence()).endsWith("1 trace unreadable, as allowed");
    }

    @Test
    void anInterruptedRunHasNotPassed() {
        List<TraceResult> traces =
                List.of(trace("a.trace", Status.READ), trace("b.trace", Status.NOT_REACHED));
        Verdict verdict = gate(Baseline.EMPTY).judge(corpus(Set.of(), traces));
        assertThat(verdict.isPartial()).isTrue();
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.sentence()).contains("not reached before the interrupt: b.trace");
    }

    @Test
    void whatTheManifestExpectsDoesNotFail() {
        CorpusReport corpus = corpus(Set.of("e1"), List.of(trace("a.trace", Status.READ)), ERROR);
        Verdict verdict = gate(Baseline.EMPTY, Threshold.WARNING).judge(corpus);
        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.findings().get(0).state()).isEqualTo(FindingState.EXPECTED);
    }

    @Test
    void aTraceThatIsNotAsTheManifestSaysFails() {
        List<TraceResult> traces = List.of(trace("a.trace", Status.READ, "finding e9 is missing"));
        Verdict verdict = gate(Baseline.EMPTY).judge(corpus(Set.of(), traces));
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.sentence())
                .isEqualTo(
                        "gate failed: 1 trace not as the manifest says: a.trace: finding e9 is"
                                + " missing");
    }

    @ParameterizedTest
    @EnumSource(Threshold.class)
    void theSentenceSaysOfAllThingsWhatTheVerdictSays(Threshold threshold) {
        List<TraceResult> traces = List.of(trace("a.trace", Status.READ, "finding e9 is missing"));
        Verdict verdict = gate(Baseline.EMPTY, threshold).judge(corpus(Set.of(), traces));
        assertThat(verdict.passed()).isEqualTo(threshold == Threshold.NEVER);
        assertThat(verdict.sentence())
                .startsWith(verdict.passed() ? "gate passed: 1 trace" : "gate failed: 1 trace")
                .endsWith("1 trace not as the manifest says: a.trace: finding e9 is missing");
    }

    @Test
    void aSuppressionExcusesByFingerprintOrByPattern() {
        assertThat(with(fingerprint("e1", Optional.empty())).judge(corpus(ERROR)).passed())
                .isTrue();
        assertThat(with(pattern("cycle: a -> *")).judge(corpus(ERROR)).passed()).isTrue();
        assertThat(with(pattern("cycle: b -> *")).judge(corpus(ERROR)).passed()).isFalse();
    }

    @Test
    void aSuppressionCountsOnItsLastDayAndNotAfterIt() {
        assertThat(with(fingerprint("e1", Optional.of(TODAY))).judge(corpus(ERROR)).passed())
                .isTrue();
        Verdict late =
                with(fingerprint("e1", Optional.of(TODAY.minusDays(1)))).judge(corpus(ERROR));
        assertThat(late.passed()).isFalse();
        assertThat(late.expired()).hasSize(1);
        assertThat(late.sentence())
                .contains("its suppression by the mm team expired after 2026-02-28");
    }

    @Test
    void aSuppressionThatFitsNothingIsTold() {
        Verdict verdict = with(fingerprint("x9", Optional.empty())).judge(corpus(NOTE));
        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.unused()).hasSize(1);
        assertThat(verdict.expired()).isEmpty();
    }

    @Test
    void anUpdatedBaselineKeepsTheDayOfWhatWasKnown() {
        Baseline before = baseline(ERROR);
        List<GateFinding> findings = gate(before).judge(corpus(ERROR, WARNING)).findings();
        Baseline after = before.updated(findings, TODAY.plusDays(9));
        assertThat(after.entries())
                .extracting(BaselineEntry::fingerprint, BaselineEntry::since)
                .containsExactly(tuple("e1", TODAY), tuple("w1", TODAY.plusDays(9)));
    }

    @Test
    void anUpdatedBaselineLeavesOutWhatIsExcusedOrFixed() {
        CorpusReport corpus =
                corpus(Set.of("w1"), List.of(trace("a.trace", Status.READ)), ERROR, WARNING);
        List<GateFinding> findings =
                with(fingerprint("e1", Optional.empty())).judge(corpus).findings();
        assertThat(baseline(NOTE).updated(findings, TODAY).entries()).isEmpty();
    }

    private static Gate gate(Baseline baseline) {
        return gate(baseline, Threshold.NEW_ERROR);
    }

    private static Gate gate(Baseline baseline, Threshold threshold) {
        return new Gate(baseline, List.of(), threshold, TODAY);
    }

    private static Gate with(Suppression suppression) {
        return new Gate(Baseline.EMPTY, List.of(suppression), Threshold.NEW_ERROR, TODAY);
    }

    private static Suppression fingerprint(String fingerprint, Optional<LocalDate> expires) {
        return suppression(Optional.of(fingerprint), Optional.empty(), expires);
    }

    private static Suppression pattern(String pattern) {
        return suppression(Optional.empty(), Optional.of(pattern), Optional.empty());
    }

    private static Suppression suppression(
            Optional<String> fingerprint, Optional<String> pattern, Optional<LocalDate> expires) {
        return new Suppression(
                fingerprint, pattern, "harmless", "the mm team", expires, "suppressions.json:3");
    }

    private static Baseline baseline(Finding... findings) {
        return Baseline.EMPTY.updated(
                gate(Baseline.EMPTY).judge(corpus(findings)).findings(), TODAY);
    }
}
