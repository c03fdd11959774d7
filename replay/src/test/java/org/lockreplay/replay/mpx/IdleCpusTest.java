package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * A CPU that idled all the time has no events, and looks like one that was not recorded: what is
 * recorded of the others tells which it is.
 */
class IdleCpusTest {

    private static final Pattern CPU = Pattern.compile("\\[00(\\d)\\]");
    private static final Pattern TOLD = Pattern.compile("#P:\\d+");
    private static final int ROUNDS = 40;

    /** The same recording of a larger machine, whose other CPUs idled, tells the same. */
    @ParameterizedTest
    @CsvSource({
        "i-all64, none",
        "i-all64, signal_",
        "i-all64, signal_|sched_process_|page_fault_",
        "i-all64, sys_",
        "i-all64, sys_munmap",
        "i-all32, none",
        "i-all32, sched_process_",
        "i-all32, signal_|page_fault_",
        "i-hashed64, none",
        "i-hashed64, signal_",
        "bdsem-small, none",
        "bdsem-small, sys_munmap",
        "bdsem-small, sys_|sched_process_",
        "bdsem-sems, none",
        "bdsem-sems, signal_|lock_",
        "wrong-nobracket-small, none",
        "wrong-nobracket-small, sys_prctl",
        "wrong-nobracket-sems, none"
    })
    void theyTakeNothingAway(String recording, String kinds) throws Exception {
        Pattern missing = Pattern.compile(".*: (" + kinds + ")");
        List<String> lines =
                RecordedLines.of(recording).stream()
                        .filter(line -> !missing.matcher(line).lookingAt())
                        .toList();
        List<String> larger = lines.stream().map(line -> in(line, 8, 3, 6)).toList();
        Verdicts before = new Verdicts();
        before.judge(lines);
        Verdicts verdicts = new Verdicts();
        verdicts.judge(larger);
        assertThat(larger).anyMatch(line -> line.contains("#P:8"));
        assertThat(RecordedLines.breaches(larger))
                .isNotEmpty()
                .isEqualTo(RecordedLines.breaches(lines));
        assertThat(verdicts.wrong).isEmpty();
        assertThat(verdicts.decided).isPositive().isEqualTo(before.decided);
    }

    /** Where tasks were on CPUs that are not recorded, what they show tells so. */
    @ParameterizedTest
    @FieldSource("org.lockreplay.replay.mpx.RecordedLines#SOUND_AND_BROKEN")
    void thoseThatAreNotRecordedBreakNothing(String recording) throws Exception {
        List<String> lines = RecordedLines.of(recording);
        Set<String> truth = new TreeSet<>(RecordedLines.breaches(lines));
        for (long seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int cpus = 3 + random.nextInt(4);
            List<String> some = someCpus(spread(lines, cpus, random), cpus, random);
            assertThat(some).hasSizeLessThan(lines.size());
            assertThat(truth)
                    .as("%s, seed %d", recording, seed)
                    .containsAll(RecordedLines.breaches(some));
        }
    }

    /** Two CPUs' events as those of more: whoever idles may be another one when it goes on. */
    private static List<String> spread(List<String> lines, int cpus, SplittableRandom random) {
        Map<String, Integer> now = new HashMap<>(Map.of("0", 0, "1", 1));
        List<String> spread = new ArrayList<>();
        for (String line : lines) {
            spread.add(in(line, cpus, now.get("0"), now.get("1")));
            Matcher cpu = CPU.matcher(line);
            if (line.contains(" next_pid=0 ") && cpu.find()) {
                int other = random.nextInt(cpus);
                if (!now.containsValue(other)) {
                    now.put(cpu.group(1), other);
                }
            }
        }
        return spread;
    }

    /** Two of them at least, but not all. */
    private static List<String> someCpus(List<String> lines, int cpus, SplittableRandom random) {
        int left = random.nextInt(cpus);
        int alsoLeft = cpus > 3 ? random.nextInt(cpus) : left;
        return lines.stream()
                .filter(line -> !line.contains("[00%d]".formatted(left)))
                .filter(line -> !line.contains("[00%d]".formatted(alsoLeft)))
                .toList();
    }

    /** A line of a machine with so many CPUs, with these in the place of its two. */
    private static String in(String line, int cpus, int first, int second) {
        if (line.startsWith("#")) {
            return TOLD.matcher(line).replaceFirst("#P:" + cpus);
        }
        return CPU.matcher(line)
                .replaceFirst(cpu -> "[00%d]".formatted(cpu.group(1).equals("0") ? first : second));
    }
}
