package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Names;

/** In the recording of some CPUs, nothing rests on what a task held when it left one of them. */
class UnseenCpusTest {

    /** Task 7 leaves CPU 0 with a and bd_sem, and comes back. */
    private static final String AWAY_WITH_A =
            """
            5:0 fork 7
            0:0 switch 7
            7:0 acquire a@1
            7:0 acquire &mm->bd_sem@8
            7:0 switch 0
            0:0 switch 7
            """;

    /** Task 6 takes m again, which it had when it left its CPU. */
    private static final String STRAY = "6:0 acquire m@3\n0:0 other\n6:0 acquire m@3\n";

    private static LockObservations ofTwo(String script) {
        return TraceScript.replay("recording\ncpus 2\n" + script);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7:0 acquire a@1",
                "7:0 acquire b@2",
                "7:0 leave brk",
                "7:0 exit 7",
                "7:0 release x@9",
                "7:0 acquire &mm->mmap_sem@9"
            })
    void nothingRestsOnWhatATaskHeldWhenItLeft(String event) {
        LockObservations partial = ofTwo(AWAY_WITH_A + event);
        assertThat(Brief.nestings(partial)).containsExactly("a -> &mm->bd_sem 1 by 1");
        assertThat(findings(partial)).isZero();
        assertThat(partial.coverage().unfollowed()).isPositive();
        LockObservations whole = ofTwo(AWAY_WITH_A + event + "\n9:1 other");
        assertThat(findings(whole) + whole.nestings().size()).isGreaterThan(1);
        assertThat(whole.coverage().unfollowed()).isZero();
    }

    private static int findings(LockObservations seen) {
        return seen.recursions().size()
                + seen.imbalances().size()
                + seen.heldAtExit().size()
                + seen.nestingCases().size();
    }

    @Test
    void whatATaskTookSinceItCameCounts() {
        LockObservations seen = ofTwo(AWAY_WITH_A + "7:0 acquire b@2\n7:0 acquire c@3\n");
        assertThat(Brief.nestings(seen))
                .containsExactly("a -> &mm->bd_sem 1 by 1", "b -> c 1 by 1");
    }

    @Test
    void withoutSwitchesAnotherTaskOnTheCpuShowsThatTheFirstWasAway() {
        LockObservations seen = ofTwo("7 acquire a@1\n0 other\n7 acquire b@2\n");
        assertThat(seen.nestings()).isEmpty();
        assertThat(Brief.nestings(ofTwo("7 acquire a@1\n7 acquire b@2\n")))
                .containsExactly("a -> b 1 by 1");
    }

    @Test
    void theIdleTaskAndInterruptsNeverLeaveTheirCpu() {
        LockObservations seen =
                ofTwo(
                        """
                        0 d.h1. acquire i@1
                        0 ..... acquire a@2
                        0 switch 7
                        7 switch 0
                        0 ..... acquire b@3
                        0 d.h1. acquire j@4
                        0 ..... release b@3
                        0 ..... release b@3
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1", "i -> j 1 by 1");
        assertThat(Brief.imbalances(seen)).containsExactly("b SEEN_BALANCED 1 at 10");
    }

    @Test
    void aSecondReleaseOnTheSameVisitIsCertain() {
        String twice = "7 acquire a@1\n7 release a@1\n7 release a@1\n";
        assertThat(Brief.imbalances(ofTwo(twice))).containsExactly("a SEEN_BALANCED 1 at 5");
        assertThat(Brief.imbalances(ofTwo(twice.replace("7 release", "0 other\n7 release"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost 1", "started 1", "9:1 other", "0:1 acquire z@9"})
    void aCpuOfWhichThereIsAnythingIsRecorded(String sign) {
        assertThat(Brief.nestings(ofTwo(sign + "\n7 acquire a@1\n0 other\n7 acquire b@2\n")))
                .containsExactly("a -> b 1 by 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void withoutAHeaderCpu0AloneMayBeAllOfThem(int cpu) {
        String events = "7:0 acquire a@1\n0:0 other\n7:0 acquire b@2\n";
        String stray = STRAY;
        if (cpu != 0) {
            events = events.replace(":0", ":" + cpu);
            stray = stray.replace(":0", ":" + cpu);
        }
        assertThat(TraceScript.replay(events).nestings()).hasSize(cpu == 0 ? 1 : 0);
        assertThat(TraceScript.replay(events + stray).nestings()).isEmpty();
        assertThat(TraceScript.replay("cpus 1\n" + events).nestings()).hasSize(1);
    }

    @Test
    void withoutAHeaderTheNumbersOfTheCpusTellWhichAreMissing() {
        String events = "7 acquire a@1\n0 other\n7 acquire b@2\n8:2 other\n" + STRAY;
        assertThat(TraceScript.replay(events).nestings()).isEmpty();
        assertThat(TraceScript.replay(events + "9:1 other\n").nestings()).isNotEmpty();
    }

    @Test
    void ofAMachineThatWasIdleSomeCpusAreAllUntilATaskShowsThatItWasElsewhere() {
        String quick =
                "recording\ncpus 4\n8:2 other\n"
                        + AWAY_WITH_A
                        + "7:0 acquire b@2\n7:0 release b@2\n";
        LockObservations whole = TraceScript.replay(quick);
        assertThat(Brief.nestings(whole)).contains("a -> b 1 by 1");
        assertThat(whole.coverage().unfollowed()).isZero();
        for (String stray :
                List.of("7:0 acquire a@1", "7:0 leave brk", "7:0 exit 7", "7:0 release x@9")) {
            LockObservations partial = TraceScript.replay(quick + stray);
            assertThat(Brief.nestings(partial)).as(stray).doesNotContain("a -> b 1 by 1");
            assertThat(findings(partial)).as(stray).isZero();
        }
    }

    @Test
    void whatAGapExplainsShowsNoTaskElsewhere() {
        String script =
                """
                recording
                cpus 4
                4:0 acquire c@4
                0:0 other
                4:0 acquire d@5
                8:2 other
                """;
        assertThat(TraceScript.replay(script + STRAY).nestings()).isEmpty();
        assertThat(Brief.nestings(TraceScript.replay(script + STRAY + "lost 2\n")))
                .containsExactly("c -> d 1 by 1");
    }

    @Test
    void eachRecordingShowsCpusOfItsOwn() {
        String first = "recording\ncpus 2\n7 acquire a@1\n0 other\n7 acquire b@2\n";
        String second = "recording\ncpus 2\n7:1 acquire c@1\n0:1 other\n7:1 acquire d@2\n";
        assertThat(TraceScript.replay(first + second).nestings()).isEmpty();
        assertThat(TraceScript.replay(first + "9:1 other\n" + second).nestings()).hasSize(1);
        assertThat(TraceScript.replay(first + second.replace("cpus 2", "cpus 1")).nestings())
                .hasSize(1);
    }

    @Test
    void manyUndecidedObservationsAreNotLetThrough() {
        String pair = "7:0 acquire b@2\n7:0 release b@2\n";
        LockObservations seen = ofTwo(AWAY_WITH_A + pair.repeat(20_000));
        assertThat(Brief.nestings(seen)).containsExactly("a -> &mm->bd_sem 1 by 1");
        assertThat(seen.coverage().unfollowed()).isEqualTo(20_000);
    }

    @Test
    void sinceWhenATaskMayHoldWhatItTookElsewhereIsTold() {
        String script = AWAY_WITH_A + "9:0 other\n0:0 other\n9:0 other\n";
        assertThat(ofTwo(script).coverage().returns()).containsOnly(entry(7, 4L), entry(9, 11L));
        assertThat(TraceScript.replay("cpus 1\n" + script).coverage().returns()).isEmpty();
        assertThat(ofTwo(script + "recording\ncpus 1\n7 other\n0 other\n7 other\n"))
                .extracting(seen -> seen.coverage().returns())
                .isEqualTo(ofTwo(script).coverage().returns());
    }

    /** Two tasks, each of which waits for the other's lock when the recording ends. */
    private static final String DEADLOCK =
            """
            7:0 acquire a@1
            7:0 acquired a@1
            8:1 acquire b@2
            8:1 acquired b@2
            7:0 acquire b@2
            8:1 acquire a@1
            """;

    @Test
    void whoStaysOnTheirCpusToTheEndAreDeadlocked() {
        assertThat(TraceScript.replay("cpus 4\n" + DEADLOCK).deadlocks()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7:0 switch 0", "0:1 other"})
    void whoLeftMayHaveGotItElsewhere(String away) {
        String script = STRAY + DEADLOCK + away;
        LockObservations seen = TraceScript.replay("cpus 4\n" + script);
        assertThat(seen.deadlocks()).isEmpty();
        assertThat(seen.coverage().unfollowed()).isEqualTo(2);
        assertThat(TraceScript.replay("cpus 2\n" + script).deadlocks()).hasSize(1);
    }

    @Test
    void whatWasTakenBeforeATaskCameIsNoOwnership() {
        String script = DEADLOCK.replace("7:0 acquire b@2", "0:0 other\n7:0 acquire b@2");
        assertThat(TraceScript.replay("cpus 4\n" + script).deadlocks()).hasSize(1);
        assertThat(TraceScript.replay("cpus 4\n" + STRAY + script).deadlocks()).isEmpty();
    }

    @Test
    void whatIsContendedIsNotKnownWhenATaskComesBack() {
        String script = "7 acquire m@1\n7 contended m@1\n0 other\n7 contention 32\n";
        assertThat(ofTwo(script).shownTypes()).isEmpty();
        assertThat(ofTwo("9:1 other\n" + script).shownTypes()).hasSize(1);
    }

    @Test
    void whatIsHeldAtALineIsWhatWasTakenSinceTheTaskCame() {
        String script = AWAY_WITH_A + "7:0 acquire b@2\n";
        assertThat(heldAt(9, "recording\ncpus 2\n" + script)).containsExactly("b");
        assertThat(heldAt(9, "recording\ncpus 1\n" + script))
                .containsExactly("a", "&mm->bd_sem", "b");
    }

    private static List<String> heldAt(long line, String script) {
        HeldLocksReplay replay =
                new HeldLocksReplay(TraceScript::alias, new TreeSet<>(List.of(line)));
        EventBatch batch = new EventBatch(new Names());
        batch.setFirstLine(0);
        TraceScript.steps(script).forEach(step -> TraceScript.add(step, batch));
        replay.accept(batch);
        Map<Long, List<Acquisition>> held = replay.finish();
        return held.get(line).stream().map(Acquisition::lockClass).toList();
    }
}
