package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A filter of one event leaves one side of a class; nothing rests on the other one. */
class OneSidedTest {

    private static final String PAIRED = "7 acquire b@2\n7 release b@2\n";

    @Test
    void aClassThatIsReleasedAndNeverAcquiredAccusesNobody() {
        LockObservations once = TraceScript.replay("cpus 1\n5 fork 7\n7 release a@1\n" + PAIRED);
        assertThat(once.imbalances()).hasSize(1);
        assertThat(once.coverage().neverAcquired()).isEmpty();
        LockObservations twice =
                TraceScript.replay("cpus 1\n5 fork 7\n7 release a@1\n7 release a@3\n" + PAIRED);
        assertThat(twice.imbalances()).isEmpty();
        assertThat(twice.coverage().neverAcquired()).containsExactly("a");
    }

    @Test
    void whereNobodyReadsAndSeveralClassesAreReleasedReadersWereNotRecorded() {
        String writers =
                "cpus 1\n5 fork 7\n"
                        + PAIRED.repeat(10)
                        + "7 acquire a@1\n7 release a@1\n7 release a@1\n";
        assertThat(TraceScript.replay(writers).imbalances()).hasSize(1);
        LockObservations two = TraceScript.replay(writers + "7 release b@2\n");
        assertThat(two.imbalances()).isEmpty();
        assertThat(two.coverage().neverAcquired()).containsExactly("a", "b");
        LockObservations read =
                TraceScript.replay(writers + "7 release b@2\n7 acquire read c@3\n7 release c@3\n");
        assertThat(read.imbalances()).hasSize(2);
    }

    @Test
    void whereNobodyTriesAndSeveralClassesAreReleasedTrylocksWereNotRecorded() {
        String once = "7 acquire a@1\n7 release a@1\n7 release a@1\n";
        String twice = once + "7 release b@2\n";
        LockObservations one = TraceScript.replay(begun(100) + once);
        assertThat(one.imbalances()).hasSize(1);
        assertThat(one.coverage().neverAcquired()).isEmpty();
        LockObservations two = TraceScript.replay(begun(100) + twice);
        assertThat(two.imbalances()).isEmpty();
        assertThat(two.coverage().neverAcquired()).containsExactly("a", "b");
        assertThat(TraceScript.replay(begun(30) + twice).imbalances()).hasSize(2);
        String tried = twice + "7 acquire try c@3\n7 release c@3\n";
        assertThat(TraceScript.replay(begun(100) + tried).imbalances()).hasSize(2);
    }

    /** As where only semaphores are recorded, of which page faults try one. */
    @Test
    void whereNobodyTriesAClassThatIsReleasedAgainAndAgainIsTakenByTrylocks() {
        String again = "8 release a@1\n8 release a@1\n9 release a@1\n";
        assertThat(unbalanced(again.repeat(9))).isEmpty();
        assertThat(unbalanced(again.repeat(5))).containsExactly("a");
        String tried = "7 acquire try b@2\n7 release b@2\n";
        assertThat(unbalanced(again.repeat(9) + tried)).containsExactly("a");
    }

    /** An error path, which each of two tasks takes many times. */
    @Test
    void whoUnlocksTwiceTakesTheLockInBetween() {
        String bug = "T acquire a@1\nT release a@1\nT release a@1\n";
        String both = bug.replace("T", "8") + bug.replace("T", "9");
        assertThat(unbalanced(both.repeat(50))).containsExactly("a");
    }

    /** The classes that are accused of what tasks 8 and 9 do. */
    private static List<String> unbalanced(String deeds) {
        String script = begun(100) + "7 acquire a@1\n7 release a@1\n7 fork 8\n7 fork 9\n" + deeds;
        return TraceScript.replay(script).imbalances().stream().map(Imbalance::lockClass).toList();
    }

    /** Begins with so many acquisitions of readers and of writers by a task. */
    private static String begun(int acquisitions) {
        String pair = "7 acquire read r@9\n7 release r@9\n" + PAIRED;
        return "cpus 1\n5 fork 7\n" + pair.repeat(acquisitions / 2);
    }

    @Test
    void aClassThatIsAcquiredManyTimesAndNeverReleasedIsNotHeld() {
        String lock = "7 acquire read a@1\n" + PAIRED + "7 enter ioctl\n7 leave ioctl\n";
        LockObservations some = TraceScript.replay("cpus 1\n" + lock.repeat(3));
        assertThat(some.heldAtExit()).hasSize(1);
        assertThat(some.recursions()).hasSize(1);
        assertThat(Brief.nestings(some)).hasSize(1);
        LockObservations many = TraceScript.replay("cpus 1\n" + lock.repeat(5));
        assertThat(many.heldAtExit()).isEmpty();
        assertThat(many.recursions()).isEmpty();
        assertThat(many.nestings()).isEmpty();
        assertThat(many.interruptUses()).noneMatch(use -> use.lockClass().equals("a"));
        assertThat(many.coverage().neverReleased()).containsExactly("a");
    }

    /** They may be asking for it still, at the end of a recording of a hang. */
    @Test
    void whoStillAsksForALockHasNotGoneOn() {
        StringBuilder hang = new StringBuilder("7 acquire a@1\n7 acquire b@2\n");
        for (int task = 8; task < 40; task++) {
            hang.append(task).append(" acquire a@1\n");
        }
        LockObservations seen = TraceScript.replay(hang.append("7 release c@3\n").toString());
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1");
        assertThat(seen.coverage().neverReleased()).isEmpty();
    }

    /** Stacks grow without end there, and most of what is on them need not be kept. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void stacksThatGrowForWantOfReleasesGiveWhatTheyWouldWithAllTheirLocks(long seed) {
        String script = withoutReleasesOf(new Random(seed));
        LockObservations seen = TraceScript.replay(script);
        LockObservations expected = new NaiveLocks().replay(TraceScript.steps(script));
        assertThat(seen.coverage().neverReleased()).containsExactly("kept", "kept_too");
        assertThat(seen.coverage()).isEqualTo(expected.coverage());
        assertThat(seen.classes()).isEqualTo(expected.classes());
        assertThat(seen.interruptUses()).isEqualTo(expected.interruptUses());
        assertThat(seen.nestings()).isNotEmpty().isEqualTo(expected.nestings());
        assertThat(seen.instanceNestings()).isEqualTo(expected.instanceNestings());
        assertThat(seen.recursions()).isEqualTo(expected.recursions());
        assertThat(seen.imbalances()).isEqualTo(expected.imbalances());
        assertThat(seen.heldAtExit()).isEqualTo(expected.heldAtExit());
    }

    private static String withoutReleasesOf(Random random) {
        StringBuilder script = new StringBuilder("cpus 2\n");
        for (int i = 0; i < 500; i++) {
            String task = random.nextBoolean() ? "7:0 " : "8:1 ";
            script.append(task).append("acquire read kept@1\n");
            int outer = 2 + random.nextInt(3);
            script.append(task).append("acquire b@").append(outer).append('\n');
            if (random.nextInt(4) == 0) {
                int address = 100 + random.nextInt(30);
                script.append(task).append("acquire kept_too@").append(address).append('\n');
            }
            int inner = 5 + random.nextInt(3);
            script.append(task).append("acquire c@").append(inner).append('\n');
            script.append(task).append("release c@").append(inner).append('\n');
            script.append(task).append("release b@").append(outer).append('\n');
        }
        return script.toString();
    }

    /** As of a submission to a GPU, and of all mappings of a process. */
    @ParameterizedTest
    @ValueSource(strings = {"try ", ""})
    void whoTakesManyLocksOfAClassAndThenReleasesThemAllHeldThem(String tries) {
        StringBuilder script = new StringBuilder(begun(100) + "7 acquire " + tries + "c@3\n");
        script.append("7 release c@3\n7 fork 8\n");
        for (int address = 300; address < 600; address++) {
            script.append("8 acquire a@").append(address).append('\n');
        }
        for (int address = 599; address >= 300; address--) {
            script.append("8 release a@").append(address).append('\n');
        }
        LockObservations seen = TraceScript.replay(script.toString());
        assertThat(seen.imbalances()).isEmpty();
        assertThat(seen.coverage().neverAcquired()).isEmpty();
        assertThat(seen.coverage().unknownReleases()).isPositive();
    }

    @Test
    void whatSeemsToBeHeldForEverGuardsNothing() {
        StringBuilder seen = new StringBuilder("7 acquire a@1\n");
        for (int other = 10; other < 19; other++) {
            seen.append("8 acquire a@").append(other).append('\n');
        }
        seen.append("7 acquire b@2\n7 acquire c@3\n7 release c@3\n7 release b@2\n");
        LockObservations guarded = TraceScript.replay(seen.toString());
        assertThat(guarded.nestings())
                .filteredOn(nesting -> nesting.key().inner().equals("c"))
                .singleElement()
                .satisfies(nesting -> assertThat(nesting.key().outer()).isEqualTo("b"))
                .satisfies(nesting -> assertThat(nesting.guards()).isEmpty());
    }
}
