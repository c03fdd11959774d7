package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lockreplay.cli.Console.Result;

/** The trace of a schedule that refutes a property is judged by {@code check} as what it shows. */
class VerifiedTracesTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "forgotten-bracket, M8, mpx-unbracketed",
        "inverse-order, M10, mpx-order",
        "missing-lock, M6, mpx-scheme",
        "wrong-mode, M6, mpx-scheme",
        "nested-operation, M9, mpx-nested-op",
        "no-cmpxchg, M2, mpx-double-table",
        "removal-not-zap, M12, mpx-partial",
        "fault-under-write, M7, mpx-fault-under-write",
        "prctl-nesting, M11, mpx-prctl-nests",
        "forgotten-up, balanced, held-at-exit",
        "nested-operation, deadlock-free, deadlock",
    })
    void checkFindsWhatVerifyRefuted(String fault, String property, String finding)
            throws IOException {
        Path trace = folder.resolve("all.trace");
        Result verified =
                new Console()
                        .run(
                                "verify",
                                "gleixner-2014",
                                "--fault",
                                fault,
                                "--max-states",
                                "20000",
                                "--trace",
                                trace);
        assertThat(verified.status()).isEqualTo(1);
        Path one = folder.resolve("one.trace");
        Files.write(one, recording(Files.readAllLines(trace), "refutes '" + property + "'"));
        Result checked = new Console().run("check", "--format", "json", one);
        assertThat(checked.out()).contains("\"id\": \"" + finding + "\"");
        assertThat(checked.error()).isEmpty();
    }

    @Test
    void marksThatAreRemovedBehindTheSemaphoreAreNotLeft() {
        Path trace = folder.resolve("late.trace");
        Result verified =
                new Console()
                        .run(
                                "verify",
                                "gleixner-2014",
                                "--fault",
                                "post-unmap-too-late",
                                "--tasks",
                                "1",
                                "--trace",
                                trace);
        assertThat(verified.out()).contains("proved    M5").contains("refuted   M6");
        Result checked = new Console().run("check", "--protocol", "gleixner-2014", trace);
        assertThat(checked.out())
                .contains("WARNING mpx-scheme")
                .doesNotContain("ERROR mpx-remove-count");
    }

    @Test
    void whereTheShortestScheduleShowsNothingTheTraceHasALongerOneThatDoes() throws IOException {
        Path trace = folder.resolve("all.trace");
        String[] words = {
            "verify", "linux-4.19", "--fault", "removal-not-zap", "--trace", trace.toString()
        };
        String text = new Console().run((Object[]) words).out().replaceAll("\\s+", " ");
        assertThat(text)
                .contains("Schedule 2, 12 steps, refutes M12 (trace line ")
                .contains(": another one, of 13 steps, found by check as mpx-partial)");
        Path one = folder.resolve("one.trace");
        List<String> lines = Files.readAllLines(trace);
        Files.write(one, recording(lines, "refutes 'M12' in a plainer way"));
        Result checked = new Console().run("check", one);
        assertThat(checked.out()).contains("ERROR mpx-partial");
        Files.write(one, recording(lines, "refutes 'M12'"));
        assertThat(new Console().run("check", one).out()).doesNotContain("ERROR mpx-partial");
    }

    @Test
    void theJsonNamesTheLongerOneBesideTheShortest() {
        Result verified =
                new Console()
                        .run(
                                "verify",
                                "linux-4.19",
                                "--fault",
                                "removal-not-zap",
                                "--format",
                                "json",
                                "--trace",
                                folder.resolve("all.trace"));
        assertThat(verified.out())
                .containsPattern(
                        "\"findings\": \\[\\],\\s+\"plainer\": \\{\\s+\"steps\": 13,\\s+"
                                + "\"line\": \\d+,\\s+\"findings\": \\[\\s*\"mpx-partial\"");
    }

    /** Nobody gets a lock but by a try: that lock_acquired is recorded shows elsewhere. */
    @Test
    void aDeadlockOfTasksThatTriedIsFoundInItsTrace() throws IOException {
        Path protocol = folder.resolve("tries.json");
        Files.writeString(
                protocol,
                """
                {"schema": "lockreplay-protocol/1", "name": "tries", "title": "t",
                 "locks": [{"name": "a", "kind": "mutex"}, {"name": "b", "kind": "mutex"}],
                 "operations": [
                   {"name": "one", "steps": [
                     {"try": "a", "failed": [{"lock": "a"}]}, {"lock": "b"},
                     {"unlock": "b"}, {"unlock": "a"}]},
                   {"name": "other", "steps": [
                     {"try": "b", "failed": [{"lock": "b"}]}, {"lock": "a"},
                     {"unlock": "a"}, {"unlock": "b"}]}],
                 "properties": [{"name": "p", "rule": "deadlock"}]}
                """);
        Path trace = folder.resolve("tries.trace");
        String verified = new Console().run("verify", protocol, "--trace", trace).out();
        assertThat(verified).contains("found by check as deadlock)");
        assertThat(new Console().run("check", trace).out()).contains("ERROR deadlock");
    }

    private static final String FAULT_AGAINST_THE_ORDER =
            """
            {"schema": "lockreplay-protocol/1", "name": "faulty", "title": "t",
             "locks": [{"name": "mm", "kind": "rwsem"}, {"name": "inner", "kind": "mutex"}],
             "order": ["mm", "inner"], "page-fault": "mm",
             "operations": [
               {"name": "copy", "steps": [
                 {"lock": "inner"}, {"touch": "memory"}, {"unlock": "inner"}]}%s],
             "properties": [{"name": "order", "rule": "M10"}]}
            """;

    @Test
    void aPageFaultThatWaitsShowsThatItBreaksTheOrder() throws IOException {
        Path protocol = folder.resolve("faulty.json");
        String writer =
                ", {\"name\": \"map\", \"steps\": [{\"lock\": \"mm\", \"mode\": \"write\"},"
                        + " {\"unlock\": \"mm\", \"mode\": \"write\"}]}";
        Files.writeString(protocol, FAULT_AGAINST_THE_ORDER.formatted(writer));
        Path trace = folder.resolve("faulty.trace");
        assertThat(verified(protocol, trace))
                .contains("no finding of check, since the page fault gets its lock at once")
                .contains("another one, of 3 steps, found by check as order-violation)");
        assertThat(new Console().run("check", "--protocol", protocol, trace).out())
                .contains("ERROR order-violation")
                .contains("    mm inside inner, 1 time\n");
    }

    @Test
    void whereNobodyKeepsThePageFaultWaitingTheTryIsNamed() throws IOException {
        Path protocol = folder.resolve("faulty.json");
        Files.writeString(protocol, FAULT_AGAINST_THE_ORDER.formatted(""));
        Path trace = folder.resolve("faulty.trace");
        assertThat(verified(protocol, trace))
                .contains("no finding of check, since the page fault gets its lock at once")
                .doesNotContain("another one");
        Result checked = new Console().run("check", "--protocol", protocol, trace);
        assertThat(checked.status()).isZero();
        assertThat(checked.out())
                .contains("Against the order of faulty, but by tries, which do not wait;")
                .contains("    mm inside inner, 1 time\n");
    }

    /** What verify says, in one line. */
    private static String verified(Path protocol, Path trace) {
        return new Console()
                .run("verify", protocol, "--trace", trace)
                .out()
                .replaceAll("\\s+", " ");
    }

    @Test
    void theExampleOfTheReferenceIsRefutedAsItSays() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../docs/protocols.md"));
        int first = lines.indexOf("{");
        int last = first + lines.subList(first, lines.size()).indexOf("}");
        Path protocol = folder.resolve("my-driver.json");
        Files.write(protocol, lines.subList(first, last + 1));
        Result result = new Console().run("verify", protocol);
        assertThat(result.error()).isEmpty();
        assertThat(result.out())
                .contains("refuted   no deadlock (schedule 1)")
                .contains("refuted   dev outside (schedule 2)");
    }

    /** The recording of a trace whose title ends like this. */
    private static List<String> recording(List<String> trace, String title) {
        List<String> recording = new ArrayList<>();
        for (String line : trace) {
            if (line.startsWith("# tracer:")) {
                if (recording.stream().anyMatch(one -> one.endsWith(title))) {
                    return recording;
                }
                recording.clear();
            }
            recording.add(line);
        }
        return recording;
    }
}
