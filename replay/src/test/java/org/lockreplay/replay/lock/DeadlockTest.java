package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlockTest {

    private static final String TWO_OWN =
            """
            7 acquire a@1
            7 acquired a@1
            8:1 acquire b@2
            8:1 acquired b@2
            """;

    @Test
    void twoTasksThatWaitForEachOtherHang() {
        assertThat(deadlocks(TWO_OWN + "7 acquire b@2\n8:1 acquire a@1\n"))
                .containsExactly("7 owns a asks b, 8 owns b asks a until 6");
    }

    @Test
    void otherEventsMayFollowTheWait() {
        assertThat(
                        deadlocks(
                                TWO_OWN
                                        + """
                                        7 acquire b@2
                                        7 contended b@2
                                        7 acquire wait_lock@9
                                        7 acquired wait_lock@9
                                        7 release wait_lock@9
                                        8:1 acquire a@1
                                        9:1 other
                                        """))
                .containsExactly("7 owns a asks b, 8 owns b asks a until 11");
    }

    @Test
    void aReaderInAnInterruptPassesWhoWaitsToWrite() {
        String readAndWrite =
                """
                7 ....1 acquire read a@1
                7 ....1 acquired a@1
                8:1 ....1 acquire a@1
                """;
        assertThat(deadlocks(readAndWrite + "7 ....1 acquire read a@1\n")).hasSize(1);
        assertThat(deadlocks(readAndWrite + "7 d.h.1 acquire read a@1\n")).isEmpty();
        assertThat(deadlocks(readAndWrite + "7 ..s.1 acquire read a@1\n")).isEmpty();
        assertThat(deadlocks(readAndWrite + "7 b...1 acquire read a@1\n")).isEmpty();
        assertThat(deadlocks(readAndWrite + "7 d.h.1 acquire a@1\n")).hasSize(1);
    }

    @Test
    void whoGotTheLockDoesNotWait() {
        assertThat(deadlocks(TWO_OWN + "7 acquire b@2\n8:1 acquire a@1\n8:1 acquired a@1\n"))
                .isEmpty();
    }

    @Test
    void whoGaveUpDoesNotWait() {
        assertThat(deadlocks(TWO_OWN + "7 acquire b@2\n8:1 acquire a@1\n8:1 release a@1\n"))
                .isEmpty();
    }

    @Test
    void aTrylockOwnsAtOnceAndNeverWaits() {
        String tries = "7 acquire try a@1\n8:1 acquire try b@2\n";
        assertThat(deadlocks(tries + "7 acquire b@2\n8:1 acquire a@1\n9 acquired c@3\n"))
                .hasSize(1);
        assertThat(deadlocks(tries + "7 acquire b@2\n8:1 acquire try a@1\n9 acquired c@3\n"))
                .isEmpty();
    }

    @Test
    void withoutAcquiredEventsNobodyOwnsALock() {
        assertThat(
                        deadlocks(
                                """
                                7 acquire a@1
                                8:1 acquire b@2
                                7 acquire b@2
                                8:1 acquire a@1
                                """))
                .isEmpty();
    }

    @Test
    void whoWaitsForWhatNobodyOwnsIsInNoCircle() {
        assertThat(
                        deadlocks(
                                """
                                7 acquire a@1
                                7 acquired a@1
                                8:1 acquire map@2
                                7 acquire map@2
                                8:1 acquire a@1
                                """))
                .isEmpty();
    }

    @Test
    void aTaskMayWaitForItself() {
        assertThat(deadlocks("7 acquire a@1\n7 acquired a@1\n7 acquire a@1\n"))
                .containsExactly("7 owns a asks a until 3");
    }

    @Test
    void aReaderIsBlockedByReadersBehindAWriterOnly() {
        String reads = "7 acquire read a@1\n7 acquired a@1\n";
        assertThat(deadlocks(reads + "7 acquire read a@1\n")).isEmpty();
        assertThat(deadlocks(reads + "7 acquire read a@1\n8:1 acquire a@1\n")).isEmpty();
        assertThat(deadlocks(reads + "8:1 acquire a@1\n7 acquire read a@1\n"))
                .containsExactly("7 owns a asks a until 4");
    }

    @Test
    void anInterruptThatWaitsForWhatItInterruptedHangs() {
        assertThat(
                        deadlocks(
                                """
                                7 ..... acquire a@1
                                7 ..... acquired a@1
                                7 d.h1. acquire a@1
                                """))
                .containsExactly("7 owns a asks a until 3");
    }

    @Test
    void threeTasksMakeACircleAndAFourthOutsideDoesNot() {
        assertThat(
                        deadlocks(
                                """
                                1 acquire a@1
                                1 acquired a@1
                                2:1 acquire b@2
                                2:1 acquired b@2
                                3:2 acquire c@3
                                3:2 acquired c@3
                                4:3 acquire a@1
                                2:1 acquire c@3
                                3:2 acquire a@1
                                1 acquire b@2
                                """))
                .containsExactly("2 owns b asks c, 3 owns c asks a, 1 owns a asks b until 10");
    }

    @Test
    void whatALossTouchesIsNotKnownToBeOwned() {
        assertThat(deadlocks(TWO_OWN + "lost 1\n7 acquire b@2\n8:1 acquire a@1\n")).isEmpty();
    }

    @Test
    void eachRecordingEndsByItself() {
        String hang = TWO_OWN + "7 acquire b@2\n8:1 acquire a@1\n";
        assertThat(deadlocks(hang + "recording\n" + hang)).hasSize(2);
        assertThat(deadlocks(hang + "recording\n7 acquire a@1\n7 acquired a@1\n")).hasSize(1);
    }

    @Test
    void hiddenAddressesTellNothing() {
        assertThat(
                        deadlocks(
                                """
                                7 acquire a@?
                                7 acquired a@?
                                7 acquire a@?
                                """))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aCircleIsFoundIfAndOnlyIfThereIsOne(long seed) {
        int hangs = 0;
        for (int i = 0; i < 500; i++) {
            NaiveWaits naive = new NaiveWaits(new Random(seed * 7919 + i));
            List<String> found = deadlocks(naive.script.toString());
            assertThat(!found.isEmpty()).as(naive.script.toString()).isEqualTo(naive.hangs());
            hangs += found.size();
        }
        assertThat(hangs).isGreaterThan(20);
    }

    /** Four tasks and four mutexes: a mutex is got if it is free, else its task is silent. */
    private static final class NaiveWaits {

        private final StringBuilder script = new StringBuilder("9:9 acquired other@9\n");
        private final Map<Integer, Integer> ownerOf = new HashMap<>();
        private final Map<Integer, Integer> waitsFor = new HashMap<>();

        NaiveWaits(Random random) {
            for (int step = 0; step < 20; step++) {
                int task = random.nextInt(4);
                int lock = random.nextInt(4);
                if (waitsFor.containsKey(task)) {
                    continue;
                }
                String line = "%d:%d %%s m@%d%n".formatted(task + 1, task, lock + 1);
                if (ownerOf.containsKey(lock)) {
                    if (ownerOf.get(lock) == task && random.nextInt(4) > 0) {
                        script.append(line.formatted("release"));
                        ownerOf.remove(lock);
                    } else {
                        script.append(line.formatted("acquire"));
                        waitsFor.put(task, lock);
                    }
                } else {
                    script.append(line.formatted("acquire")).append(line.formatted("acquired"));
                    ownerOf.put(lock, task);
                }
            }
        }

        boolean hangs() {
            for (int task : waitsFor.keySet()) {
                Set<Integer> seen = new HashSet<>();
                int at = task;
                while (waitsFor.containsKey(at) && seen.add(at)) {
                    at = ownerOf.getOrDefault(waitsFor.get(at), -1);
                    if (at == task) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    private static List<String> deadlocks(String script) {
        List<String> texts = new ArrayList<>();
        for (Deadlock deadlock : TraceScript.replay(script).deadlocks()) {
            List<String> waiters = new ArrayList<>();
            deadlock.circle()
                    .forEach(
                            waiter ->
                                    waiters.add(
                                            "%d owns %s asks %s"
                                                    .formatted(
                                                            waiter.asked().origin().pid(),
                                                            waiter.owned().lockClass(),
                                                            waiter.asked().lockClass())));
            texts.add(String.join(", ", waiters) + " until " + deadlock.endLine());
        }
        return texts;
    }
}
