package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recordings with a beginning, a CPU's events or a stretch of lines missing: what is then said with
 * certainty must still be what the program read.
 */
class DamagedRecordingsTest {

    private static final int ROUNDS = 60;
    private static final Pattern CPU = Pattern.compile("\\[(\\d{3})\\]");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "i-all64",
                "i-all32",
                "i-hashed64",
                "bdsem-small",
                "wrong-nobracket-small",
                "wrong-inside-basic-sems"
            })
    void whatIsMissingIsNeverGuessed(String recording) throws Exception {
        List<String> lines = RecordedLines.of(recording);
        int decided = 0;
        int undecided = 0;
        for (long seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<String> damaged = damage(lines, random);
            Verdicts verdicts = new Verdicts();
            verdicts.judge(damaged);
            assertThat(verdicts.wrong).as("%s, seed %d", recording, seed).isEmpty();
            decided += verdicts.decided;
            undecided += verdicts.undecided;
        }
        assertThat(decided).as("%s, decided beside %d", recording, undecided).isPositive();
    }

    /** The whole recording tells what was broken; a damaged one may tell less of it. */
    @ParameterizedTest
    @FieldSource("org.lockreplay.replay.mpx.RecordedLines#SOUND_AND_BROKEN")
    void nothingIsBrokenThatIsNotBrokenInTheWhole(String recording) throws Exception {
        List<String> lines = RecordedLines.of(recording);
        Set<String> truth = new TreeSet<>(RecordedLines.breaches(lines));
        int found = 0;
        for (long seed = 0; seed < ROUNDS; seed++) {
            List<String> seen = RecordedLines.breaches(damage(lines, new SplittableRandom(seed)));
            assertThat(truth).as("%s, seed %d", recording, seed).containsAll(seen);
            found += seen.size();
        }
        assertThat(found).as("%s, of %d", recording, truth.size()).isPositive();
    }

    /** Without the events of forks, calls alone tell who shares an address space. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "i-all64",
                "i-all32",
                "i-hashed64",
                "ii-lock64",
                "bdsem-sems",
                "wrong-nobracket-small"
            })
    void withoutForksNothingIsGuessed(String recording) throws Exception {
        List<String> lines = RecordedLines.of(recording);
        List<String> without =
                lines.stream().filter(line -> !line.contains("sched_process_fork:")).toList();
        Verdicts verdicts = new Verdicts();
        verdicts.judge(without);
        assertThat(without).hasSizeLessThan(lines.size());
        assertThat(verdicts.wrong).isEmpty();
        assertThat(verdicts.decided).as("decided beside %d", verdicts.undecided).isPositive();
        assertThat(RecordedLines.breaches(lines)).containsAll(RecordedLines.breaches(without));
    }

    /** Without calls nobody knows what a search is of, nor where one ends and another begins. */
    @ParameterizedTest
    @ValueSource(strings = {"i-all64", "i-all32", "i-hashed64", "bdsem-small"})
    void withTheEventsOfMpxAloneNothingIsGuessed(String recording) throws Exception {
        List<String> alone =
                RecordedLines.of(recording).stream()
                        .filter(
                                line ->
                                        line.contains(": mpx_")
                                                || line.contains(": bounds_exception_mpx")
                                                || line.contains(": tracing_mark_write"))
                        .toList();
        Verdicts verdicts = new Verdicts();
        verdicts.judge(alone);
        assertThat(verdicts.wrong).isEmpty();
        assertThat(verdicts.decided).as("decided beside %d", verdicts.undecided).isPositive();
    }

    /** Takes lines away: the beginning, a range, one CPU's of a range, or one in a hundred. */
    private static List<String> damage(List<String> lines, SplittableRandom random) {
        int from = random.nextInt(lines.size());
        int to = from + 1 + random.nextInt(lines.size() / 4);
        int one = random.nextInt(2);
        return switch (random.nextInt(4)) {
            case 0 -> lines.subList(from, lines.size());
            case 1 -> without(lines, (line, cpu) -> from <= line && line < to);
            case 2 -> without(lines, (line, cpu) -> from <= line && line < to && cpu == one);
            default -> without(lines, (line, cpu) -> random.nextInt(100) == 0);
        };
    }

    /** Which lines go missing. */
    private interface Missing {
        boolean is(int line, int cpu);
    }

    /** A loss is marked before the next line of the CPU, or at the end, as the kernel does it. */
    private static List<String> without(List<String> lines, Missing missing) {
        List<String> left = new ArrayList<>();
        SortedMap<Integer, Integer> lost = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Optional<Integer> cpu = cpu(line);
            if (cpu.isPresent() && missing.is(i, cpu.get())) {
                lost.merge(cpu.get(), 1, Integer::sum);
            } else {
                cpu.flatMap(c -> Optional.ofNullable(lost.remove(c)).map(n -> loss(c, n)))
                        .ifPresent(left::add);
                left.add(line);
            }
        }
        lost.forEach((cpu, number) -> left.add(loss(cpu, number)));
        return left;
    }

    private static String loss(int cpu, int number) {
        return "CPU:%d [LOST %d EVENTS]".formatted(cpu, number);
    }

    private static Optional<Integer> cpu(String line) {
        Matcher found = CPU.matcher(line);
        return found.find() ? Optional.of(Integer.valueOf(found.group(1))) : Optional.empty();
    }
}
