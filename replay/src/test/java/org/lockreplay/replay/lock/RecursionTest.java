package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecursionTest {

    @Test
    void aHeldInstanceAskedForAgainIsARecursionAndNoNesting() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 acquire a@1
                        """);
        assertThat(Brief.recursions(seen)).containsExactly("a -> a 1 by 1");
        assertThat(seen.recursions().get(0).held().origin().line()).isEqualTo(1);
        assertThat(seen.recursions().get(0).again().origin().line()).isEqualTo(2);
        assertThat(seen.nestings()).isEmpty();
        assertThat(seen.instanceNestings()).isEmpty();
    }

    @Test
    void modesAreKeptApart() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 ..... acquire read a@1
                        7 ..... acquire read a@1
                        8 b..1. acquire a@2
                        8 b..1. acquire read a@2
                        9 ..... acquire read a@3
                        9 ..... acquire a@3
                        """);
        assertThat(Brief.recursions(seen))
                .containsExactly(
                        "a -> a(read,irq) 1 by 1",
                        "a(read) -> a 1 by 1",
                        "a(read) -> a(read) 1 by 1");
    }

    @Test
    void anInstanceHeldThreeTimesIsOneRecursionEachTimeItIsAskedForAgain() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire read a@1
                        7 acquire read a@1
                        7 acquire read a@1
                        """);
        assertThat(Brief.recursions(seen)).containsExactly("a(read) -> a(read) 2 by 1");
        assertThat(seen.recursions().get(0).held().origin().line()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7 acquire a@1\n7 acquire try a@1",
                "7 acquire a@?\n7 acquire a@?",
                "7 acquire a@1\n7 acquire b@1",
                "7 acquire a@1\n7 release a@1\n7 acquire a@1",
                "7 acquire a@1\n8 acquire a@1",
                "7 ..... acquire a@1\n7 d.h1. acquire a@1"
            })
    void thisIsNone(String script) {
        assertThat(TraceScript.replay(script).recursions()).isEmpty();
    }

    @Test
    void aReleasePopsOneOfTwo() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire read a@1
                        7 acquire read a@1
                        7 release a@1
                        7 acquire b@2
                        7 release b@2
                        7 release a@1
                        7 acquire b@2
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("a(read) -> b 1 by 1");
        assertThat(seen.coverage().unknownReleases()).isZero();
    }

    /** As {@code perf record} does, which switches lock_release on after lock_acquire. */
    @Test
    void twoOfThemBeforeTheFirstReleaseShowThatReleasesWereNotRecorded() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 acquire a@1
                        7 acquire b@2
                        7 acquire b@2
                        7 acquire c@3
                        7 release c@3
                        7 acquire d@3
                        """);
        assertThat(seen.recursions()).isEmpty();
        assertThat(seen.nestings()).isEmpty();
        assertThat(seen.coverage().inferredGaps()).isEqualTo(1);
        assertThat(seen.coverage().unknownReleases()).isEqualTo(1);
        assertThat(seen.classes())
                .containsExactly(
                        new ClassUse("a", 2, 0, 0),
                        new ClassUse("b", 2, 0, 0),
                        new ClassUse("c", 1, 0, 0),
                        new ClassUse("d", 1, 0, 0));
    }

    @Test
    void thenOneIsEnoughToSayTheSameOfEachFurtherCpu() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7:0 acquire a@1
                        7:0 acquire a@1
                        7:0 acquire b@2
                        7:0 acquire b@2
                        7:0 acquire c@3
                        7:0 release c@3
                        8:1 acquire b@2
                        8:1 acquire b@2
                        8:1 acquire c@3
                        8:1 release c@3
                        """);
        assertThat(seen.recursions()).isEmpty();
        assertThat(seen.coverage().inferredGaps()).isEqualTo(2);
    }

    @Test
    void oneAloneIsARecursion() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 acquire a@1
                        7 acquire b@2
                        7 release b@2
                        7 release a@1
                        7 release a@1
                        """);
        assertThat(Brief.recursions(seen)).containsExactly("a -> a 1 by 1");
        assertThat(seen.coverage().inferredGaps()).isZero();
    }

    @Test
    void aTraceOfAcquisitionsOnlyIsForgottenAgainAndAgain() {
        LockObservations seen = TraceScript.replay("7 acquire a@1\n".repeat(10_000));
        assertThat(seen.coverage().inferredGaps()).isGreaterThan(100);
        assertThat(seen.classes()).containsExactly(new ClassUse("a", 10_000, 0, 0));
    }

    @Test
    void afterAReleaseWhoGoesOnHasARecursionAllTheSame() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire c@3
                        7 release c@3
                        7 acquire a@1
                        7 acquire a@1
                        7 acquire c@3
                        """);
        assertThat(Brief.recursions(seen)).containsExactly("a -> a 1 by 1");
        assertThat(Brief.nestings(seen)).containsExactly("a -> c 2 by 1");
    }

    @Test
    void readersWhoGoOnShowNothing() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire read a@1
                        7 acquire read a@1
                        7 acquire b@2
                        """);
        assertThat(Brief.recursions(seen)).containsExactly("a(read) -> a(read) 1 by 1");
        assertThat(Brief.nestings(seen)).containsExactly("a(read) -> b 2 by 1");
    }
}
