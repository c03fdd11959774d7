package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random traces, replayed by the fast and by the obvious replay, give equal observations. */
class LockReplayOracleTest {

    private static final int TRACES = 300;
    private static final int FOLD_OFTEN = 20;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theFastReplayEqualsTheObviousOne(long seed) {
        for (int i = 0; i < TRACES; i++) {
            long traceSeed = seed * 1_000_003 + i;
            String script = new RandomTrace(traceSeed).script();
            List<Step> steps = TraceScript.steps(script);
            int batchSize = 1 + i % 50;
            LockReplay fast = new LockReplay(TraceScript::alias, i % 2 == 0 ? FOLD_OFTEN : 1000);
            LockObservations seen = TraceScript.replay(steps, fast, batchSize);
            LockObservations expected = new NaiveLocks().replay(steps);
            String trace = "trace of seed %d:%n%s".formatted(traceSeed, script);
            assertThat(seen.coverage())
                    .as(trace)
                    .usingRecursiveComparison()
                    .ignoringFields("unfollowed")
                    .isEqualTo(expected.coverage());
            long unfollowed = seen.coverage().unfollowed() - expected.coverage().unfollowed();
            // the obvious replay knows no deadlocks, and so none that is taken back
            assertThat(unfollowed).as(trace).isBetween(0L, script.contains("acquired") ? 9L : 0L);
            assertSame(trace, seen.classes(), expected.classes());
            assertSame(trace, seen.interruptUses(), expected.interruptUses());
            assertSame(trace, seen.nestings(), expected.nestings());
            assertSame(trace, seen.instanceNestings(), expected.instanceNestings());
            assertSame(trace, seen.recursions(), expected.recursions());
            assertSame(trace, seen.imbalances(), expected.imbalances());
            assertSame(trace, seen.heldAtExit(), expected.heldAtExit());
            assertSame(trace, seen.nestingCases(), expected.nestingCases());
        }
    }

    private static <T> void assertSame(String trace, List<T> seen, List<T> expected) {
        assertThat(seen).as(trace).containsExactlyElementsOf(expected);
    }

    /** A machine that mostly behaves, in a recording with losses and sometimes without releases. */
    private static final class RandomTrace {

        private static final List<String> CLASSES =
                List.of("a", "b", "c", "&mm->bd_sem", "&mm->mmap_sem", "&mm->bd_sem/2");
        private static final List<String> FLAGS =
                List.of(
                        ".....", ".....", "d..1.", "b....", "D..1.", "..s1.", "d.h1.", "d.z2.",
                        "..h1.", "d.H1.", "..s.", "....");

        private final Random random;
        private final Map<Integer, Integer> running = new HashMap<>();
        private final Map<String, List<String>> held = new HashMap<>();
        private final StringBuilder script = new StringBuilder();
        private final int cpus;
        private final boolean switches;
        private final boolean orderly;
        private final int mute;
        private int line;
        private long time;

        RandomTrace(long seed) {
            random = new Random(seed);
            cpus = 1 + random.nextInt(3);
            switches = random.nextBoolean();
            orderly = random.nextBoolean();
            mute = random.nextInt(4) == 0 ? random.nextInt(100) : 0;
        }

        String script() {
            int length = 5 + random.nextInt(120);
            if (random.nextInt(3) == 0) {
                script.append("cpus ").append(cpus + random.nextInt(2));
                script.append(random.nextBoolean() ? " 9\n" : "\n");
            }
            for (line = 0; line < length; line++) {
                script.append(line()).append('\n');
            }
            return script.toString();
        }

        private String line() {
            int dice = random.nextInt(1000);
            if (dice < 8) {
                return "lost " + random.nextInt(cpus);
            }
            if (dice < 12) {
                return "started " + random.nextInt(cpus);
            }
            if (dice < 15) {
                return "recording";
            }
            time = dice < 18 ? time / 2 : time + random.nextInt(3);
            int cpu = random.nextInt(cpus);
            int pid = pid(cpu);
            String flags = FLAGS.get(random.nextInt(FLAGS.size()));
            String prefix = "t=%d %d:%d ".formatted(time, pid, cpu);
            if (dice < 100) {
                return prefix + event(pid, cpu, dice);
            }
            String context =
                    flags.charAt(2) == '.' ? pid + (pid == 0 ? ":" + cpu : "") : cpu + flags;
            List<String> stack = held.computeIfAbsent(context, key -> new ArrayList<>());
            if (line >= mute && random.nextInt(100) < 45 + 3 * stack.size()) {
                return prefix + flags + " " + release(stack);
            }
            return prefix + flags + " " + acquire(stack);
        }

        private int pid(int cpu) {
            if (!switches || random.nextInt(100) == 0) {
                return random.nextInt(4);
            }
            return running.getOrDefault(cpu, 0);
        }

        private String event(int pid, int cpu, int dice) {
            int other = random.nextInt(4);
            if (dice < 55 && switches) {
                boolean busy = orderly && running.containsValue(other);
                int next = busy ? 0 : other;
                running.put(cpu, next);
                return "switch " + next;
            }
            return switch (dice % 7) {
                case 0 -> "fork " + (1 + random.nextInt(3));
                case 1 -> pid == 0 ? "other" : "exit " + pid;
                case 2 -> "enter " + (random.nextBoolean() ? "munmap" : "prctl");
                case 3 -> "leave munmap";
                case 4 -> "bounds " + random.nextInt(4);
                case 5 -> "acquired a@1";
                default -> "other";
            };
        }

        private String acquire(List<String> stack) {
            String lock = lock();
            stack.add(lock);
            return "acquire "
                    + (random.nextInt(5) == 0 ? "try " : "")
                    + (random.nextInt(3) == 0 ? "read " : "")
                    + lock;
        }

        private String release(List<String> stack) {
            if (stack.isEmpty() || random.nextInt(25) == 0) {
                return "release " + lock();
            }
            boolean innermost = random.nextInt(4) > 0;
            String lock = stack.remove(innermost ? stack.size() - 1 : random.nextInt(stack.size()));
            boolean unnamed = random.nextInt(30) == 0;
            return "release " + (unnamed ? lock.substring(lock.indexOf('@')) : lock);
        }

        private String lock() {
            String name = CLASSES.get(random.nextInt(CLASSES.size()));
            int address = 1 + random.nextInt(3) + 3 * (name.length() % 3);
            return name + "@" + (random.nextInt(40) == 0 ? "?" : Integer.toHexString(address));
        }
    }
}
