package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GapTest {

    @ParameterizedTest
    @ValueSource(strings = {"lost 0", "lost 1", "started 3", "lost -1", "recording"})
    void afterAGapASleepingTaskHoldsNothingThatIsKnown(String gap) {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7:0 acquire a@1
                        8:0 acquire x@9
                        %s
                        7:0 acquire b@2
                        7:0 release a@1
                        """
                                .formatted(gap));
        assertThat(seen.nestings()).isEmpty();
        assertThat(seen.imbalances()).isEmpty();
        assertThat(seen.coverage().unknownReleases()).isEqualTo(1);
    }

    @Test
    void aTaskThatAnotherCpuRanAllTheTimeKeepsItsLocks() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        0:0 switch 7
                        7:0 acquire a@1
                        0:1 other
                        lost 1
                        7:0 acquire b@2
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1");
    }

    @Test
    void aTaskSwitchedInSinceTheGapBeganKeepsOnlyWhatItTookSince() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7:0 acquire a@1
                        7:0 switch 0
                        0:1 other
                        0:0 switch 7
                        7:0 acquire b@2
                        lost 1
                        7:0 acquire c@3
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("b -> c 1 by 1");
    }

    @Test
    void withoutSwitchesInTheTraceNoTaskIsCertainToRunAnywhere() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7:0 acquire a@1
                        0:1 other
                        lost 1
                        7:0 acquire b@2
                        """);
        assertThat(seen.nestings()).isEmpty();
    }

    @Test
    void idleTasksAndInterruptsOfOtherCpusKeepTheirLocks() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        0:0 ..... acquire a@1
                        0:0 d.h1. acquire c@3
                        lost 1
                        0:0 d.h1. acquire d@4
                        0:0 ..... acquire b@2
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1", "c -> d 1 by 1");
    }

    @Test
    void idleTaskAndInterruptsOfTheCpuItselfDoNot() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        0:1 ..... acquire a@1
                        0:1 d.h1. acquire c@3
                        lost 1
                        0:1 d.h1. acquire d@4
                        0:1 ..... acquire b@2
                        """);
        assertThat(seen.nestings()).isEmpty();
    }

    @Test
    void gapsAreCounted() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        recording
                        7 other
                        lost 0
                        started 1
                        """);
        assertThat(seen.coverage().gaps()).isEqualTo(2);
        assertThat(seen.coverage().recordings()).isEqualTo(1);
    }

    @Test
    void timeThatGoesBackBeginsARecording() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        t=100 7 acquire a@1
                        t=99 7 acquire b@2
                        """);
        assertThat(seen.nestings()).isEmpty();
        assertThat(seen.coverage().recordings()).isEqualTo(2);
        assertThat(seen.coverage().gaps()).isZero();
    }

    @Test
    void equalTimesDoNot() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        t=0 7 acquire a@1
                        t=0 7 acquire b@2
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1");
    }

    @Test
    void ticksAreNotComparedWithNanoseconds() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        t=100 7 acquire a@1
                        ticks=9 7 acquire b@2
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1");
        assertThat(seen.coverage().recordings()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recording\nrecording\n7 other",
                "7 other",
                "recording",
                "lost 0\nrecording\n7 other"
            })
    void thisIsOneRecording(String script) {
        assertThat(TraceScript.replay(script).coverage().recordings()).isEqualTo(1);
    }

    @Test
    void aHeaderAmongEventsBeginsAnotherRecording() {
        assertThat(TraceScript.replay("7 other\nrecording\nrecording\n7 other\n"))
                .extracting(seen -> seen.coverage().recordings())
                .isEqualTo(2L);
    }

    @Test
    void aLineThatCouldNotBeReadMayHaveBeenTheRelease() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        unreadable
                        7 acquire b@2
                        """);
        assertThat(seen.nestings()).isEmpty();
        assertThat(seen.coverage().gaps()).isZero();
    }

    @Test
    void whereTheCpuOfSuchALineIsKnownOthersGoOn() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        5:0 switch 7
                        7:0 acquire a@1
                        8:1 acquire c@3
                        unreadable 1
                        7:0 acquire b@2
                        8:1 acquire d@4
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1");
    }
}
