package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContextTest {

    @Test
    void tasksDoNotNestInOneAnother() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7:0 acquire a@1
                        8:1 acquire b@2
                        """);
        assertThat(seen.nestings()).isEmpty();
    }

    @Test
    void aTaskKeepsItsLocksAsItMigrates() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7:0 acquire a@1
                        7:1 acquire b@2
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1");
    }

    @Test
    void theIdleTaskIsOneForEachCpu() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        0:0 acquire a@1
                        0:1 acquire b@2
                        0:1 acquire c@3
                        0:0 acquire b@4
                        0:0 acquire c@5
                        """);
        assertThat(Brief.nestings(seen))
                .containsExactly("a -> b 1 by 1", "a -> c 1 by 1", "b -> c 2 by 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..s1.", "d.h1.", "d.H1.", "d.z1.", "d.Z1."})
    void anInterruptDoesNotNestInWhatItInterrupts(String flags) {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 ..... acquire a@1
                        7 %s acquire b@2
                        7 %s acquire c@3
                        """
                                .formatted(flags, flags));
        assertThat(Brief.nestings(seen)).containsExactly("b -> c 1 by 1");
    }

    @Test
    void anInterruptLevelBelongsToItsCpuWhoeverIsInterrupted() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7:0 ..s1. acquire a@1
                        8:0 ..s1. acquire b@2
                        7:1 ..s1. acquire c@3
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1");
        assertThat(seen.nestings().get(0).levels()).isEqualTo(0b10);
    }

    @Test
    void levelsAddUp() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 ..... acquire a@1
                        7 ..... acquire b@2
                        7 d.h1. acquire a@3
                        7 d.h1. acquire b@4
                        """);
        assertThat(seen.nestings().get(0).levels()).isEqualTo(0b101);
    }

    @Test
    void withoutFlagsEverythingIsProcessLevel() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 acquire b@2
                        """);
        assertThat(seen.nestings().get(0).levels()).isEqualTo(0b1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..s1.", "d.h1.", "b..1.", "D..1."})
    void aReadInInterruptOrWithBottomHalvesOffIsMarked(String flags) {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 %s acquire a@1
                        7 %s acquire read b@2
                        7 %s acquire c@3
                        """
                                .formatted(flags, flags, flags));
        assertThat(Brief.nestings(seen))
                .containsExactly("a -> b(read,irq) 1 by 1", "a -> c 1 by 1", "b(read) -> c 1 by 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {".....", "d..1.", "X..1."})
    void aReadElsewhereIsNot(String flags) {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 %s acquire a@1
                        7 %s acquire read b@2
                        """
                                .formatted(flags, flags));
        assertThat(Brief.nestings(seen)).containsExactly("a -> b(read) 1 by 1");
    }

    @Test
    void anyPidAndCpuIsLegalAndOnlyMinusOneIsNobody() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        -1:-1 acquire a@1
                        -1:-1 acquire b@2
                        2147483647:2147483647 acquire a@1
                        2147483647:2147483647 acquire b@2
                        2147483646:-2147483648 acquire a@1
                        2147483646:-2147483648 acquire b@2
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 2 by 2");
    }
}
