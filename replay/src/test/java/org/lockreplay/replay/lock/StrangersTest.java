package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing rests on what somebody did of whom only is known that it was not always the same. */
class StrangersTest {

    private static LockObservations replay(String script) {
        return TraceScript.replay(script);
    }

    @ParameterizedTest
    @CsvSource({
        "-1:0, 4", // a task without a pid
        "-1:-1, 4",
        "0:-1, 4", // the idle tasks of all CPUs
        "7:-1 d.h1., 4", // the interrupts of all CPUs
        "0:0, 0",
        "7:-1, 0",
        "7:0 d.h1., 0"
    })
    void whatAStrangerTakesIsNestedInNothing(String place, long ownerless) {
        LockObservations seen =
                replay(
                        """
                        P acquire a@1
                        P acquire b@2
                        P release b@2
                        P acquire b@2
                        P acquire b@2
                        """
                                .replace("P", place));
        boolean known = ownerless == 0;
        assertThat(seen.coverage().ownerless()).isEqualTo(known ? 0 : 4);
        assertThat(seen.nestings()).hasSize(known ? 1 : 0);
        assertThat(seen.recursions()).hasSize(known ? 1 : 0);
        assertThat(seen.classes()).hasSize(2);
    }

    @Test
    void aTaskOnAnUnknownCpuIsStillOneTask() {
        LockObservations seen =
                replay("7:-1 acquire a@1\n0:-1 acquire x@9\n8:-1 acquire c@3\n7:-1 acquire b@2\n");
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1");
    }

    @Test
    void anInterruptOfAnUnknownCpuTakesNothingFromTheTaskThatItHit() {
        LockObservations seen =
                replay(
                        """
                        7:-1 ..... acquire read rcu@1
                        7:-1 ..s.. release rcu@1
                        7:-1 ..... acquire b@2
                        7:-1 ..... release b@2
                        7:-1 ..... release rcu@1
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("rcu(read) -> b 1 by 1");
        assertThat(seen.coverage().unknownReleases()).isEqualTo(1);
    }

    @Test
    void aTaskThatHasItsPidNoMoreReleasesWhatItTookUnderIt() {
        String exit =
                """
                501:0 acquire tasklist_lock@1
                501:0 acquire siglock@2
                -1:0 release siglock@2
                -1:0 release tasklist_lock@1
                """;
        LockObservations seen = replay(exit + exit);
        assertThat(Brief.nestings(seen)).containsExactly("tasklist_lock -> siglock 2 by 1");
        assertThat(seen.recursions()).isEmpty();
        assertThat(seen.coverage().unknownReleases()).isZero();
    }

    @Test
    void aTaskThatIsBornWithoutCpuMayHaveBegunWhereTheBeginningIsMissing() {
        String script = "cpus 1\n5:C acquire z@9\n5:C fork 7\n7:C release a@1\n";
        assertThat(replay(script.replace("C", "-1")).imbalances()).isEmpty();
        assertThat(replay(script.replace("C", "0")).imbalances()).hasSize(1);
    }

    @Test
    void noStrangerWaitsAtTheEnd() {
        String cross =
                """
                P acquire a@1
                P acquired a@1
                8:0 acquire b@2
                8:0 acquired b@2
                8:0 acquire a@1
                P acquire b@2
                """;
        assertThat(replay(cross.replace("P", "7:1")).deadlocks()).hasSize(1);
        assertThat(replay(cross.replace("P", "-1:1")).deadlocks()).isEmpty();
        assertThat(replay(cross.replace("P", "0:-1")).deadlocks()).isEmpty();
    }
}
