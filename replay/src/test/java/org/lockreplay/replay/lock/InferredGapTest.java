package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InferredGapTest {

    @Test
    void aTaskThatShowsUpWithoutASwitchProvesThatSomethingIsMissing() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        0:0 switch 7
                        7:0 acquire a@1
                        8:0 acquire b@2
                        7:0 acquire c@3
                        """);
        assertThat(seen.coverage().inferredGaps()).isEqualTo(1);
        assertThat(seen.nestings()).isEmpty();
    }

    @Test
    void soDoesATaskThatIsStillBelievedToRunElsewhere() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        0:0 switch 7
                        7:0 acquire a@1
                        7:1 acquire b@2
                        """);
        assertThat(seen.coverage().inferredGaps()).isEqualTo(1);
        assertThat(seen.nestings()).isEmpty();
    }

    @Test
    void soDoesASwitchToATaskThatRunsElsewhere() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        0:0 switch 7
                        7:0 acquire a@1
                        0:1 switch 7
                        7:1 acquire b@2
                        """);
        assertThat(seen.coverage().inferredGaps()).isEqualTo(1);
        assertThat(seen.nestings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7:0 other\n8:0 other\n7:1 other",
                "0:0 switch 7\n0:0 other\n7:0 other\n7:0 switch 8\n7:0 other\n8:0 other",
                "0:0 switch 7\n7:0 switch 0\n0:1 switch 7\n7:1 other\n0:0 other",
                "0:0 switch 7\nlost 0\n8:0 other\n7:1 other",
                "0:0 switch 7\n7:0 switch 0\n7:0 other\n0:1 switch 7\n7:1 other"
            })
    void thisProvesNothing(String script) {
        assertThat(TraceScript.replay(script).coverage().inferredGaps()).isZero();
    }

    @Test
    void aCpuOnWhichNoSwitchWasSeenProvesNothing() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        0:0 switch 7
                        8:1 acquire a@1
                        9:1 other
                        8:1 acquire b@2
                        7:0 other
                        """);
        assertThat(seen.coverage().inferredGaps()).isZero();
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1");
    }

    @Test
    void aTaskKeepsItsLocksOverASwitch() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        0:0 switch 7
                        7:0 acquire a@1
                        7:0 switch 8
                        8:0 acquire b@2
                        8:0 switch 0
                        0:1 switch 7
                        7:1 acquire c@3
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("a -> c 1 by 1");
        assertThat(seen.coverage().inferredGaps()).isZero();
    }

    @Test
    void execByAnotherThreadThanTheLeaderEndsWhatBothHeld() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        8 acquire b@2
                        7 exec 7 8
                        7 acquire c@3
                        8 acquire d@4
                        9 exec 9 9
                        """);
        assertThat(seen.nestings()).isEmpty();
    }
}
