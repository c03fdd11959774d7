package org.lockreplay.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.check.Judged.findings;
import static org.lockreplay.check.Judged.only;
import static org.lockreplay.replay.lock.InterruptUse.Kind.HARDIRQS_ON;
import static org.lockreplay.replay.lock.InterruptUse.Kind.IN_HARDIRQ;
import static org.lockreplay.replay.lock.InterruptUse.Kind.IN_SOFTIRQ;
import static org.lockreplay.replay.lock.InterruptUse.Kind.SOFTIRQS_ON;
import static org.lockreplay.story.Lock.read;
import static org.lockreplay.story.Lock.write;
import static org.lockreplay.story.TraceStory.trace;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lockreplay.story.Lock;
import org.lockreplay.story.TraceStory;

/** The usage rules of lockdep: what is safe in interrupts must not lead to what is not. */
class InterruptRuleTest {

    private static final Lock A = write("sp_a", 1);
    private static final Lock B = write("sp_b", 2);
    private static final Lock C = write("sp_c", 3);
    private static final Lock READ_A = read("rwl_a", 1);
    private static final Lock WRITE_A = write("rwl_a", 1);
    private static final Lock READ_B = read("rwl_b", 2);

    @Test
    void aLockTakenInAnInterruptAndHeldWithItOnIsAnError() {
        Finding finding = only(trace("a").use(A, IN_HARDIRQ).use(A, HARDIRQS_ON).summary());
        assertThat(finding.id()).isEqualTo("hardirq-inversion");
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.certainty()).isEqualTo(Certainty.INSTANCE);
        assertThat(finding.classes()).containsExactly("sp_a");
        assertThat(finding.evidence())
                .extracting(Evidence::event)
                .containsExactly("in-hardirq", "with-hardirqs-on");
    }

    @Test
    void theOrderOfTheTwoDoesNotMatter() {
        assertThat(only(trace("a").use(A, SOFTIRQS_ON).use(A, IN_SOFTIRQ).summary()).id())
                .isEqualTo("softirq-inversion");
    }

    @Test
    void hardirqsAndSoftirqsAreTwoThings() {
        assertThat(findings(trace("a").use(A, IN_HARDIRQ).use(A, SOFTIRQS_ON).summary())).isEmpty();
        assertThat(findings(trace("a").use(A, IN_SOFTIRQ).use(A, HARDIRQS_ON).summary())).isEmpty();
    }

    @Test
    void twoReadersMayBoth() {
        assertThat(findings(trace("a").use(READ_A, IN_HARDIRQ).use(READ_A, HARDIRQS_ON).summary()))
                .isEmpty();
    }

    @Test
    void aReaderAndAWriterMayNot() {
        assertThat(ids(trace("a").use(READ_A, IN_HARDIRQ).use(WRITE_A, HARDIRQS_ON)))
                .containsExactly("hardirq-inversion[rwl_a]");
        assertThat(ids(trace("a").use(WRITE_A, IN_HARDIRQ).use(READ_A, HARDIRQS_ON)))
                .containsExactly("hardirq-inversion[rwl_a]");
    }

    @Test
    void rcuNeverCounts() {
        Lock rcu = read("rcu_read_lock", 1);
        Lock srcu = write("foo_srcu", 1);
        assertThat(findings(trace("a").use(rcu, IN_HARDIRQ).use(rcu, HARDIRQS_ON).summary()))
                .isEmpty();
        assertThat(findings(trace("a").use(srcu, IN_HARDIRQ).use(srcu, HARDIRQS_ON).summary()))
                .isEmpty();
    }

    @Test
    void aPathFromASafeToAnUnsafeLockIsAnError() {
        Finding finding =
                only(
                        trace("a")
                                .use(A, IN_HARDIRQ)
                                .nest(A, B)
                                .nest(B, C)
                                .use(C, HARDIRQS_ON)
                                .summary());
        assertThat(finding.classes()).containsExactly("sp_a", "sp_b", "sp_c");
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.evidence())
                .extracting(Evidence::event)
                .containsExactly("in-hardirq", "nested", "nested", "with-hardirqs-on");
    }

    @Test
    void theOtherWayRoundItIsNone() {
        assertThat(
                        findings(
                                trace("a")
                                        .use(C, IN_HARDIRQ)
                                        .nest(A, B)
                                        .use(A, HARDIRQS_ON)
                                        .nest(B, C)
                                        .summary()))
                .isEmpty();
    }

    @Test
    void theTwoDirectionsHaveFingerprintsOfTheirOwn() {
        TraceStory there = trace("a").use(A, IN_SOFTIRQ).nest(A, B).use(B, SOFTIRQS_ON);
        TraceStory back = trace("a").use(B, IN_SOFTIRQ).nest(B, A).use(A, SOFTIRQS_ON);
        assertThat(only(there.summary()).fingerprint())
                .isNotEqualTo(only(back.summary()).fingerprint());
    }

    @Test
    void ofPathsThatContainAnotherOnlyTheShortOneIsShown() {
        assertThat(
                        ids(
                                trace("a")
                                        .use(A, IN_HARDIRQ)
                                        .use(B, IN_HARDIRQ)
                                        .nest(A, B)
                                        .nest(B, C)
                                        .use(C, HARDIRQS_ON)))
                .containsExactly("hardirq-inversion[sp_b, sp_c]");
    }

    @Test
    void whatIsWrongByItselfIsNotShownAgainAsAPath() {
        List<Finding> findings =
                findings(
                        trace("a")
                                .use(A, IN_HARDIRQ)
                                .use(A, HARDIRQS_ON)
                                .nest(A, B)
                                .use(B, HARDIRQS_ON)
                                .summary());
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).classes()).containsExactly("sp_a");
        assertThat(findings.get(0).facts())
                .containsExactly("sp_b is held with hardirqs on too, and taken inside it");
    }

    @Test
    void aPathThatLeavesByAReaderMeetsNoReaderInTheInterrupt() {
        assertThat(
                        findings(
                                trace("a")
                                        .use(READ_A, IN_HARDIRQ)
                                        .nest(READ_A, B)
                                        .use(B, HARDIRQS_ON)
                                        .summary()))
                .isEmpty();
        assertThat(ids(trace("a").use(READ_A, IN_HARDIRQ).nest(WRITE_A, B).use(B, HARDIRQS_ON)))
                .containsExactly("hardirq-inversion[rwl_a, sp_b]");
        assertThat(ids(trace("a").use(WRITE_A, IN_HARDIRQ).nest(READ_A, B).use(B, HARDIRQS_ON)))
                .containsExactly("hardirq-inversion[rwl_a, sp_b]");
    }

    @Test
    void aPathThatArrivesByARecursiveReaderMeetsWritersOnly() {
        TraceStory recursive =
                trace("a").use(A, IN_HARDIRQ).inContext("d.h1.").nest(A, READ_B).inContext("...1.");
        assertThat(findings(recursive.use(READ_B, HARDIRQS_ON).summary())).isEmpty();
        assertThat(ids(recursive.use(write("rwl_b", 2), HARDIRQS_ON)))
                .containsExactly("hardirq-inversion[sp_a, rwl_b]");
    }

    @Test
    void aReaderThatQueuesIsAnAssumption() {
        Finding finding =
                only(
                        trace("a")
                                .use(A, IN_HARDIRQ)
                                .nest(A, READ_B)
                                .use(READ_B, HARDIRQS_ON)
                                .summary());
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.facts()).containsExactly("if readers of rwl_b queue");
    }

    @Test
    void aReaderOnALineWithoutFlagsMayBeOneThatPasses() {
        TraceStory flagged = trace("a").use(A, IN_HARDIRQ).use(READ_B, HARDIRQS_ON);
        TraceStory flagless = trace("b").withoutFlags().nest(A, READ_B);
        Finding finding = only(flagged.summary().merge(flagless.summary()));
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.facts())
                .contains(
                        "incomplete: only if rwl_b is not read in an interrupt, which lines without"
                                + " flags do not tell");
    }

    @Test
    void aPathThroughALocalLockIsNone() {
        Lock local = write("crngs.lock", 9);
        assertThat(
                        findings(
                                trace("a")
                                        .use(A, IN_HARDIRQ)
                                        .nest(A, local)
                                        .nest(local, C)
                                        .use(local, HARDIRQS_ON)
                                        .use(C, HARDIRQS_ON)
                                        .summary()))
                .isEmpty();
    }

    @Test
    void aLockThatLockdepIsToldNotToValidateIsInNoInversion() {
        Lock device = write("&dev->mutex", 4);
        assertThat(
                        findings(
                                trace("a")
                                        .use(A, IN_HARDIRQ)
                                        .nest(A, device)
                                        .nest(device, C)
                                        .use(device, HARDIRQS_ON)
                                        .use(C, HARDIRQS_ON)
                                        .summary()))
                .noneMatch(finding -> finding.id().endsWith("inversion"));
    }

    /** Its class is that of the place that initialises it: the page cache's is another one. */
    @Test
    void anXarrayIsNotOneClassWithAnother() {
        Finding two =
                only(
                        trace("a")
                                .use(write("&xa->xa_lock", 1), IN_HARDIRQ)
                                .use(write("&xa->xa_lock", 2), HARDIRQS_ON)
                                .summary());
        assertThat(two.severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void aGenericNameAloneIsAWarningUnlessItIsOneLock() {
        Finding two =
                only(
                        trace("a")
                                .use(write("lock", 1), IN_HARDIRQ)
                                .use(write("lock", 2), HARDIRQS_ON)
                                .summary());
        assertThat(two.severity()).isEqualTo(Severity.WARNING);
        assertThat(two.certainty()).isEqualTo(Certainty.CLASS);
        assertThat(two.facts()).containsExactly("incomplete: joined only by the generic name lock");
        Finding one =
                only(
                        trace("a")
                                .use(write("lock", 1), IN_HARDIRQ)
                                .use(write("lock", 1), HARDIRQS_ON)
                                .summary());
        assertThat(one.severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    void twoBootsTogetherShowWhatNeitherDoes() {
        Finding finding =
                only(
                        trace("a")
                                .use(A, IN_HARDIRQ)
                                .summary()
                                .merge(trace("b").use(A, HARDIRQS_ON).summary()));
        assertThat(finding.certainty()).isEqualTo(Certainty.CLASS);
        assertThat(finding.evidence()).extracting(Evidence::trace).containsExactly("a", "b");
    }

    private static List<String> ids(TraceStory story) {
        return findings(story.summary()).stream()
                .map(finding -> finding.id() + finding.classes())
                .toList();
    }
}
