package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.lockreplay.parser.TraceReader;

/**
 * Recordings of some tasks only, as {@code set_event_pid} makes them: a thread of which there is no
 * event changes the memory that it shares all the same.
 */
class UnrecordedTasksTest {

    private static final Pattern PID = Pattern.compile("^ *\\S.*?-(\\d+) +\\[\\d{3}\\]");

    @ParameterizedTest
    @FieldSource("org.lockreplay.replay.mpx.DamagedRecordingsTest#SOUND_AND_BROKEN")
    void whatUnrecordedTasksDidIsNeverGuessed(String recording) throws Exception {
        List<String> lines = DamagedRecordingsTest.lines(recording);
        List<String> truth = DamagedRecordingsTest.breaches(lines);
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
                List<String> seen = DamagedRecordingsTest.breaches(left);
                found += seen.size();
                seen.stream()
                        .filter(breach -> !truth.contains(breach))
                        .map(which::concat)
                        .forEach(wrong::add);
                DamagedRecordingsTest.Verdicts verdicts = new DamagedRecordingsTest.Verdicts();
                verdicts.judge(left);
                decided += verdicts.decided;
                verdicts.wrong.stream().map(which::concat).forEach(wrong::add);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(found).as("breaches, beside %d markers", decided).isPositive();
        assertThat(decided).as("markers, beside %d breaches", found).isPositive();
    }

    /** The threads of the first task that has to do with MPX are made in the trace. */
    @Test
    void theReplaySaysThatTasksWithoutEventsShareMemory() throws Exception {
        List<String> lines = DamagedRecordingsTest.lines("i-all64");
        int one = withMpx(lines).first();
        List<String> only =
                lines.stream().filter(line -> pid(line) < 0 || pid(line) == one).toList();
        assertThat(signs(lines)).doesNotContain(Sign.SILENT_SHARERS);
        assertThat(signs(only)).contains(Sign.SILENT_SHARERS);
    }

    private static Set<Sign> signs(List<String> lines) throws Exception {
        MpxReplay replay = new MpxReplay();
        byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        new TraceReader(1).read("trace", new ByteArrayInputStream(text), replay);
        return replay.finish().signs().keySet();
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
