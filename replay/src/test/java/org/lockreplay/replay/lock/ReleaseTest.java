package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseTest {

    private static final String LATE_CPU =
            """

            5:0 fork 7
            5:0 acquire b@2
            7:1 release a@1
            5:0 release b@2
            8:0 acquire c@3
            8:0 release c@3
            8:2 release c@3
            """;

    @Test
    void inATaskBornInTheTraceAReleaseOfWhatIsNotHeldIsCertain() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        cpus 1
                        5 fork 7
                        7 release a@1
                        7 release a@1
                        7 release b@2
                        5 acquire a@3
                        """);
        assertThat(Brief.imbalances(seen))
                .containsExactly("a TASK_BORN_IN_TRACE 2 at 3", "b TASK_BORN_IN_TRACE 1 at 5");
        assertThat(seen.imbalances().get(0).release().origin().task()).isEqualTo("task7");
        assertThat(seen.coverage().unknownReleases()).isZero();
    }

    /** Its buffer began where it was overwritten, or where somebody cut the file. */
    @ParameterizedTest
    @ValueSource(strings = {"cpus 4 1731", "recording", "recording\ncpus 4 1", "cpus 4 -1"})
    void whatATaskDidOnACpuBeforeTheFirstEventOfThatIsNotKnown(String header) {
        assertThat(Brief.imbalances(TraceScript.replay(header + LATE_CPU))).isEmpty();
    }

    @Test
    void whereTheHeaderCountsNoEventThatIsGoneALateCpuWasIdle() {
        assertThat(Brief.imbalances(TraceScript.replay("cpus 2" + LATE_CPU)))
                .containsExactly("a TASK_BORN_IN_TRACE 1 at 4", "c SEEN_BALANCED 1 at 8");
    }

    @Test
    void whereNoAcquisitionIsRecordedNoReleaseIsWrong() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        5 fork 7
                        7 release a@1
                        7 release b@2
                        """);
        assertThat(seen.imbalances()).isEmpty();
    }

    @Test
    void aReleaseIsNotCertainToBeWrongBehindALossOfWhateverCpu() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        5 fork 7
                        7 acquire a@1
                        7 release a@1
                        lost 3
                        7 release a@1
                        """);
        assertThat(seen.imbalances()).isEmpty();
    }

    @Test
    void soItIsWhereTheTaskTookTheInstanceForWriteAndReleasedItBefore() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 release a@1
                        7 release a@1
                        """);
        assertThat(Brief.imbalances(seen)).containsExactly("a SEEN_BALANCED 1 at 3");
    }

    @Test
    void aReaderWhoWaitedIsAnotherReason() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire read a@1
                        7 release a@1
                        7 release a@1
                        """);
        assertThat(Brief.imbalances(seen)).containsExactly("a SEEN_BALANCED_READ 1 at 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7 release a@1",
                "7 acquire try read a@1\n7 release a@1\n7 release a@1",
                "7 b..1. acquire read a@1\n7 release a@1\n7 release a@1",
                "8 acquire a@1\n8 release a@1\n7 release a@1",
                "7 acquire a@1\n7 release a@1\n7 release a@2",
                "7 acquire a@1\n7 release a@1\n7 release b@1",
                "7 acquire a@1\n7 release a@1\nlost 0\n7 release a@1",
                "7 acquire a@?\n7 release a@?\n7 release a@?",
                "7 acquire a@1\n7 release a@1\n7 release @1",
                "5 fork 7\nlost 0\n7 release a@1",
                "5 fork 7\n7 exit 7\n7 release a@1",
                "5 fork 7\n7 d.h1. release a@1",
                "t=9 5 fork 7\nt=8 7 release a@1"
            })
    void elsewhereItIsUnknown(String script) {
        LockObservations seen = TraceScript.replay(script);
        assertThat(seen.imbalances()).isEmpty();
        assertThat(seen.coverage().unknownReleases()).isEqualTo(1);
    }

    @Test
    void aReleaseWithoutNameMatchesByItsAddress() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 acquire b@2
                        7 release @1
                        7 acquire c@3
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1", "b -> c 1 by 1");
        assertThat(seen.coverage().unknownReleases()).isZero();
        assertThat(seen.coverage().unnamedReleases()).isEqualTo(1);
    }

    @Test
    void aHiddenReleaseTakesTheInnermostOfItsName() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@?
                        7 acquire b@?
                        7 acquire a@?
                        7 release a@?
                        7 release b@?
                        7 acquire c@?
                        """);
        assertThat(Brief.nestings(seen))
                .containsExactly("a -> b 1 by 1", "a -> c 1 by 1", "b -> a 1 by 1");
    }

    @Test
    void aLockTakenWhileAddressesWereHiddenIsFoundByItsName() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@?
                        7 release a@1
                        7 acquire b@2
                        """);
        assertThat(seen.nestings()).isEmpty();
        assertThat(seen.coverage().unknownReleases()).isZero();
    }

    @Test
    void aLockThatGotAnotherClassWhileHeldIsFoundByItsAddress() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        5 fork 7
                        7 acquire a@1
                        7 release b@1
                        7 acquire c@2
                        """);
        assertThat(seen.imbalances()).isEmpty();
        assertThat(seen.nestings()).isEmpty();
    }

    @Test
    void aLockMayBeReleasedUnderTheFlagsOfAnotherLevelOfItsTaskAndCpu() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        5 fork 7
                        7 d..1. acquire a@1
                        7 d.h1. release a@1
                        7 ..s1. acquire b@2
                        7 ..... release b@2
                        7 ..... acquire c@3
                        7 ..s1. acquire c@4
                        """);
        assertThat(seen.nestings()).isEmpty();
        assertThat(seen.imbalances()).isEmpty();
        assertThat(seen.coverage().unknownReleases()).isZero();
    }

    @Test
    void whatAnotherTaskHoldsIsHandedOverAndNoFinding() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        5 fork 7
                        8 acquire a@1
                        7 release a@1
                        8 acquire b@2
                        """);
        assertThat(seen.imbalances()).isEmpty();
        assertThat(seen.coverage().unknownReleases()).isEqualTo(1);
        assertThat(seen.nestings()).isEmpty();
    }

    @Test
    void butATaskThatMayHoldTheLockItselfTakesNothingFromAnother() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        cpus 1
                        8 acquire a@1
                        7 release a@1
                        8 acquire b@2
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1");
    }

    /** lock_acquired says that 8 had it, so that 7 cannot have held it from before the trace. */
    @Test
    void whoHadALockForWriteLosesItByWhoeverReleasesIt() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        cpus 1
                        8 acquire a@1
                        8 acquired a@1
                        7 release a@1
                        8 acquire b@2
                        8 release b@2
                        8 acquire try c@3
                        7 release c@3
                        8 acquire a@1
                        """);
        assertThat(seen.nestings()).isEmpty();
        assertThat(seen.recursions()).isEmpty();
        assertThat(seen.imbalances()).isEmpty();
        assertThat(seen.coverage().unknownReleases()).isEqualTo(2);
    }

    @Test
    void whoReadsALockKeepsItWhenAnotherReaderLetsGo() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        cpus 1
                        8 acquire read a@1
                        8 acquired a@1
                        7 release a@1
                        8 acquire b@2
                        """);
        assertThat(Brief.nestings(seen)).hasSize(1);
    }
}
