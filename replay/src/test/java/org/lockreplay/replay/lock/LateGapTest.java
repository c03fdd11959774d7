package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gap is told at its end; what a task seems to hold meanwhile it may have released in it. */
class LateGapTest {

    /** Task 7 sleeps with a held, runs unseen on CPU 1, and comes back to CPU 0. */
    private static final String SLEEPS_WITH_A =
            """
            5:1 fork 7
            0:0 switch 7
            7:0 acquire a@1
            7:0 acquire &mm->bd_sem@8
            7:0 switch 0
            0:0 switch 7
            """;

    @Test
    void anAcquisitionKeepsOnlyTheNestingsInWhatWasTakenSinceTheTaskCame() {
        LockObservations seen =
                TraceScript.replay(
                        SLEEPS_WITH_A
                                + """
                                7:0 acquire b@2
                                7:0 acquire c@3
                                lost 1
                                """);
        assertThat(Brief.nestings(seen))
                .containsExactly("a -> &mm->bd_sem 1 by 1", "b -> c 1 by 1");
        assertThat(seen.classes()).contains(new ClassUse("c", 1, 0, 0));
    }

    @Test
    void withoutTheGapAllOfThemCount() {
        LockObservations seen = TraceScript.replay(SLEEPS_WITH_A + "7:0 acquire b@2\n");
        assertThat(Brief.nestings(seen))
                .containsExactly(
                        "&mm->bd_sem -> b 1 by 1", "a -> &mm->bd_sem 1 by 1", "a -> b 1 by 1");
    }

    @Test
    void aGapThatBeganAfterTheTaskCameTakesNothingBack() {
        LockObservations seen =
                TraceScript.replay(
                        SLEEPS_WITH_A
                                + """
                                9:1 other
                                7:0 acquire b@2
                                lost 1
                                """);
        assertThat(Brief.nestings(seen)).contains("a -> b 1 by 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7:0 acquire a@1",
                "7:0 leave brk",
                "7:0 exit 7",
                "7:0 release x@9",
                "7:0 acquire &mm->mmap_sem@9"
            })
    void noFindingRestsOnIt(String event) {
        String script = SLEEPS_WITH_A + event + "\n";
        assertThat(findings(TraceScript.replay(script))).isEqualTo(1);
        assertThat(findings(TraceScript.replay(script + "lost 1\n"))).isZero();
        assertThat(findings(TraceScript.replay(script + "started 2\n"))).isZero();
        assertThat(findings(TraceScript.replay(script + "lost -1\n"))).isZero();
        assertThat(findings(TraceScript.replay(script + "recording\n7 other\nlost 1\n")))
                .isEqualTo(1);
    }

    /** A full ring buffer that does not overwrite drops all that follows, and says nothing. */
    @Test
    void aCpuThatIsFoundToLoseEventsMayGoOnToTheEndOfTheTrace() {
        String script =
                """
                9:0 fork 7
                7:0 switch 0
                0:1 switch 8
                8:0 other
                0:0 switch 7
                7:0 acquire a@1
                7:0 switch 0
                0:0 switch 7
                7:0 acquire b@2
                """;
        assertThat(Brief.nestings(TraceScript.replay(script))).isEmpty();
        String consistent = script.replace("8:0 other\n", "") + "8:1 other\n";
        assertThat(Brief.nestings(TraceScript.replay(consistent))).containsExactly("a -> b 1 by 1");
        assertThat(Brief.nestings(TraceScript.replay(script + "8:1 other\n"))).isEmpty();
    }

    @Test
    void aReleaseThatWasAFindingBecomesUnknown() {
        LockObservations seen = TraceScript.replay(SLEEPS_WITH_A + "7:0 release x@9\nlost 1\n");
        assertThat(seen.coverage().unknownReleases()).isEqualTo(1);
    }

    @Test
    void theFirstWitnessIsTheFirstEvenIfItWasDecidedLater() {
        LockObservations seen =
                TraceScript.replay(
                        SLEEPS_WITH_A
                                + """
                                7:0 acquire b@2
                                0:2 switch 9
                                9:2 acquire a@5
                                9:2 acquire &mm->bd_sem@6
                                9:2 acquire b@7
                                """);
        assertThat(seen.nestings())
                .filteredOn(nesting -> nesting.key().inner().equals("b"))
                .allSatisfy(nesting -> assertThat(nesting.count()).isEqualTo(2))
                .extracting(nesting -> nesting.inner().origin().line())
                .containsExactly(7L, 7L);
    }

    /** So many wait at most; then the first are let through. */
    @Test
    void aGapThatIsToldMuchTooLateTakesBackOnlyTheLatest() {
        String pair = "7:0 acquire b@2\n7:0 release b@2\n";
        LockObservations seen =
                TraceScript.replay(SLEEPS_WITH_A + pair.repeat(20_000) + "lost 1\n");
        assertThat(seen.nestings())
                .filteredOn(nesting -> nesting.key().inner().equals("b"))
                .extracting(Nesting::count)
                .containsOnly(20_000L - (1 << 14));
    }

    private static int findings(LockObservations seen) {
        return seen.recursions().size()
                + seen.imbalances().size()
                + Math.min(1, seen.heldAtExit().size())
                + seen.nestingCases().size();
    }

    @Test
    void aCpuThatFallsSilentWhileATaskRunsThereMayHaveLostTheRelease() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        9:0 switch 7
                        7:0 acquire a@1
                        7:0 switch 8
                        8:0 acquire x@9
                        8:0 release x@9
                        9:1 switch 7
                        7:1 acquire b@2
                        7:1 acquire a@1
                        """);
        assertThat(seen.recursions()).isEmpty();
        assertThat(Brief.nestings(seen)).containsExactly("b -> a 1 by 1");
    }

    @Test
    void anIdleCpuFallsSilentByNature() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        9:0 switch 7
                        7:0 acquire a@1
                        7:0 switch 0
                        9:1 switch 7
                        7:1 acquire b@2
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1");
    }
}
