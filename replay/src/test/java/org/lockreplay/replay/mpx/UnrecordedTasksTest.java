package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Recordings of some tasks only, as {@code set_event_pid} makes them: a thread of which there is no
 * event changes the memory that it shares all the same.
 */
class UnrecordedTasksTest {

    private static final int ROUNDS = 4;
    private static final Pattern PID = Pattern.compile("^ *\\S.*?-(\\d+) +\\[\\d{3}\\]");

    @ParameterizedTest
    @FieldSource("org.lockreplay.replay.mpx.RecordedLines#SOUND_AND_BROKEN")
    void whatUnrecordedTasksDidIsNeverGuessed(String recording) throws Exception {
        List<String> lines = RecordedLines.of(recording);
        List<String> truth = RecordedLines.breaches(lines);
        List<String> wrong = new ArrayList<>();
        int found = 0;
        int decided = 0;
        for (int one : withMpx(lines)) {
            for (boolean only : new boolean[] {true, false}) {
                List<String> left =
                        lines.stream()
                                .filter(line -> pid(line) < 0 || only == (pid(line) == one))
                                .toList();
                String which = (only ? "only " : "without ") + one + ": ";
                List<String> seen = RecordedLines.breaches(left);
                found += seen.size();
                seen.stream()
                        .filter(breach -> !truth.contains(breach))
                        .map(which::concat)
                        .forEach(wrong::add);
                Verdicts verdicts = new Verdicts();
                verdicts.judge(left);
                decided += verdicts.decided;
                verdicts.wrong.stream().map(which::concat).forEach(wrong::add);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(found).as("breaches, beside %d markers", decided).isPositive();
        assertThat(decided).as("markers, beside %d breaches", found).isPositive();
    }

    /**
     * What tells of the threads may be missing, too: the recording begins behind it, it is lost, or
     * events of its kind are not recorded.
     */
    @Test
    void whatTasksDidThatNothingTellsOfIsNeverGuessed() throws Exception {
        List<String> wrong = new ArrayList<>();
        int decided = 0;
        for (String recording : RecordedLines.SOUND_AND_BROKEN) {
            List<String> lines = RecordedLines.of(recording);
            List<String> truth = RecordedLines.breaches(lines);
            int main = mainOf(lines);
            for (boolean only : new boolean[] {true, false}) {
                List<String> left =
                        lines.stream()
                                .filter(line -> pid(line) < 0 || only == (pid(line) == main))
                                .toList();
                for (Map.Entry<String, List<String>> each : damaged(left, only).entrySet()) {
                    String which = recording + " " + each.getKey();
                    decided += judge(which, each.getValue(), truth, wrong);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(decided).isPositive();
    }

    private static Map<String, List<String>> damaged(List<String> lines, boolean ofOne) {
        Map<String, List<String>> damaged = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            SplittableRandom random = new SplittableRandom(round);
            damaged.put("begun late, " + round, begunLate(lines, random));
            damaged.put("with a loss, " + round, withALoss(lines, random));
        }
        damaged.put("without clones", without(lines, " sys_clone"));
        damaged.put("without forks", without(lines, " sys_clone|sched_process_fork:"));
        if (ofOne) {
            List<String> late = begunLate(lines, new SplittableRandom(ROUNDS));
            damaged.put("without switches", without(late, "sched_switch:"));
        }
        return damaged;
    }

    /** Answers of how many markers the replay is certain. */
    private static int judge(
            String which, List<String> lines, List<String> truth, List<String> wrong)
            throws Exception {
        RecordedLines.breaches(lines).stream()
                .filter(breach -> !truth.contains(breach))
                .map((which + ": ")::concat)
                .forEach(wrong::add);
        Verdicts verdicts = new Verdicts();
        verdicts.judge(lines);
        verdicts.wrong.stream().map((which + ": ")::concat).forEach(wrong::add);
        return verdicts.decided;
    }

    private static List<String> begunLate(List<String> lines, SplittableRandom random) {
        List<String> header = lines.stream().filter(line -> line.startsWith("#")).toList();
        List<String> late = new ArrayList<>(header);
        late.addAll(lines.subList(header.size() + random.nextInt(lines.size() / 2), lines.size()));
        return late;
    }

    private static List<String> withALoss(List<String> lines, SplittableRandom random) {
        List<String> less = new ArrayList<>(lines);
        int at = lines.size() / 4 + random.nextInt(lines.size() / 2);
        less.set(at, "CPU:0 [LOST 1 EVENTS]");
        return less;
    }

    private static List<String> without(List<String> lines, String kinds) {
        Pattern gone = Pattern.compile(kinds);
        return lines.stream().filter(line -> !gone.matcher(line).find()).toList();
    }

    /** The task that unmaps most. */
    private static int mainOf(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains(": mpx_unmap_search"))
                .collect(Collectors.groupingBy(line -> pid(line), Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    /** The threads of the first task that has to do with MPX are made in the trace. */
    @Test
    void theReplaySaysThatTasksWithoutEventsShareMemory() throws Exception {
        List<String> lines = RecordedLines.of("i-all64");
        int one = withMpx(lines).first();
        List<String> only =
                lines.stream().filter(line -> pid(line) < 0 || pid(line) == one).toList();
        assertThat(signs(lines)).doesNotContain(Sign.SILENT_SHARERS);
        assertThat(signs(only)).contains(Sign.SILENT_SHARERS);
    }

    /** Two tasks that were there before, and the first one's table. */
    private static Told twoOlderTasks() {
        Told told = Told.empty();
        told.fault(7, 3);
        told.table(7, Told.TABLE);
        told.add(9, "sys_getpid()");
        return told;
    }

    private static void switches(Told told, int from, int to) {
        told.add(
                from,
                "sched_switch: prev_comm=a prev_pid=%d prev_prio=120 prev_state=S ==> next_comm=a next_pid=%d next_prio=120"
                        .formatted(from, to));
    }

    @Test
    void switchesThatFitTellOfNoOtherTask() {
        Told told = twoOlderTasks();
        switches(told, 7, 9);
        switches(told, 9, 7);
        switches(told, 7, 0);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.VALID);
    }

    @Test
    void aTaskThatIsSwitchedToAndNeverAwayIsNotRecorded() {
        Told told = twoOlderTasks();
        switches(told, 7, 11);
        switches(told, 9, 7);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.MAYBE_FREED);
    }

    @Test
    void switchesMayBeLost() {
        Told told = Told.empty();
        told.add(9, "sys_getpid()");
        switches(told, 7, 11);
        told.line("CPU:0 [LOST 3 EVENTS]");
        switches(told, 9, 7);
        told.fault(7, 3);
        told.table(7, Told.TABLE);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.VALID);
    }

    /** Whatever it shares its memory with was never recorded. */
    @Test
    void aSingleTaskThatWasThereBeforeMayShareItsMemory() {
        Told told = Told.empty();
        told.fault(7, 3);
        told.table(7, Told.TABLE);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.MAYBE_FREED);
    }

    @Test
    void aSingleTaskThatTheRecordingMadeDoesNot() {
        Told told = new Told();
        told.fault(7, 3);
        told.table(7, Told.TABLE);
        assertThat(told.stateOf(3)).isEqualTo(EntryState.VALID);
    }

    @Test
    void aChildOfWhichTheFlagsAreNotKnownMayShareMemoryUntilItActs() {
        Told told = new Told();
        told.fault(7, 3);
        told.table(7, Told.TABLE);
        told.add(7, "sched_process_fork: comm=a pid=7 child_comm=a child_pid=8");
        told.fault(7, 4);
        told.table(7, Told.TABLE + 4 * Told.MIB);
        assertThat(told.stateOf(4)).isEqualTo(EntryState.MAYBE_FREED);
        told.add(8, "sys_getpid()");
        assertThat(told.stateOf(4)).isEqualTo(EntryState.VALID);
    }

    private static Set<Sign> signs(List<String> lines) {
        return RecordedLines.replay(lines, Questions.NONE).signs().keySet();
    }

    /** The tasks of which something of MPX is told. */
    private static SortedSet<Integer> withMpx(List<String> lines) {
        SortedSet<Integer> pids = new TreeSet<>();
        for (String line : lines) {
            if (line.contains(": mpx_") || line.contains(": bounds_exception_mpx")) {
                pids.add(pid(line));
            }
        }
        return pids;
    }

    /** The task of a line; -1 for one about the recording, which belongs to all. */
    private static int pid(String line) {
        Matcher found = PID.matcher(line);
        return found.find() ? Integer.parseInt(found.group(1)) : -1;
    }
}
