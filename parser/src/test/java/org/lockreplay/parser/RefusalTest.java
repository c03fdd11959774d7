package org.lockreplay.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be analysed is refused in one sentence that says what to do. */
class RefusalTest {

    @TempDir private Path folder;

    private static void assertRefused(byte[] bytes, String message) {
        for (int threads : new int[] {1, 3}) {
            assertThatThrownBy(
                            () ->
                                    Reading.tryOf(
                                            new TraceReader(threads, 64),
                                            new ByteArrayInputStream(bytes)))
                    .isInstanceOf(UnreadableTraceException.class)
                    .hasMessage(message);
            assertThatThrownBy(
                            () ->
                                    Reading.tryOf(
                                            new TraceReader(threads, 64),
                                            new DeterminismTest.DripStream(bytes)))
                    .hasMessage(message);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void assertFileRefused(Path path, String reason) {
        assertThatThrownBy(() -> new TraceReader(1).read(path, batch -> {}))
                .isInstanceOf(UnreadableTraceException.class)
                .hasMessage(path + ": " + reason);
    }

    private static final String HOST =
            "  foo:               sh-55    [001]     5.762383: lock_acquire: 00000001 x\n";

    @Test
    void aReportOfSeveralFiles() {
        String guest = HOST.replace("  foo", "guest");
        assertRefused(
                utf8("foo: cpus=4\nguest: cpus=4\n" + HOST + guest),
                "t: a report of several files or instances, foo, guest; give each its own, as by:"
                        + " grep -F 'guest: '");
        String top = HOST.replace("foo:", "    ");
        assertRefused(
                utf8("cpus=4\n" + top + HOST),
                "t: a report of several files or instances, foo and one without a name; give each"
                        + " its own, as by: grep -F 'foo: '");
    }

    @Test
    void theLinesOfOneFileAreRead() {
        Reading reading =
                Reading.of(
                        "foo: cpus=4\n"
                                + HOST
                                + "  foo: CPU:1 [3 EVENTS DROPPED]\n"
                                + HOST.substring(7));
        assertThat(reading.facts().machineCpus()).isEqualTo(4);
        assertThat(reading.facts().eventCount()).isEqualTo(2);
        assertThat(reading.facts().lost()).isEqualTo(3);
        assertThat(reading.facts().tasks()).isEqualTo(1);
    }

    @Test
    void aDirectory() {
        assertFileRefused(folder, "a directory, not a trace; name its files");
    }

    @Test
    void aMissingFile() {
        assertFileRefused(folder.resolve("none.trace"), "no such file");
    }

    @Test
    void anEmptyFile() throws IOException {
        Path file = Files.createFile(folder.resolve("empty"));
        assertFileRefused(file, "empty, not even a header");
        Files.write(file, DeterminismTest.gzip(new byte[0]));
        assertFileRefused(file, "empty, not even a header");
        Files.write(file, DeterminismTest.xz(new byte[0]));
        assertFileRefused(file, "empty, not even a header");
        Files.write(file, new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
        assertFileRefused(file, "empty, not even a header");
    }

    @Test
    void aFileThatIsReadIsNamedInItsFacts() throws Exception {
        Path file =
                Files.write(
                        folder.resolve("x.gz"), DeterminismTest.gzip(Excerpts.bytes("report.txt")));
        TraceFacts facts = new TraceReader(2).read(file, batch -> {});
        assertThat(facts.path()).isEqualTo(file.toString());
        assertThat(facts.eventCount()).isPositive();
    }

    @Test
    void aBinaryTraceOfTraceCmd() throws IOException {
        String message =
                "t: binary trace.dat is not read yet; run 'trace-cmd report -l' on it and give that"
                        + " text";
        byte[] beginning = Excerpts.bytes("trace.dat");
        assertRefused(beginning, message);
        assertRefused(DeterminismTest.gzip(beginning), message);
        assertRefused(DeterminismTest.xz(beginning), message);
    }

    @Test
    void aBinaryRecordingOfPerf() {
        assertRefused(
                utf8("PERFILE2\150\0\0\0"),
                "t: binary perf.data; run 'perf script' on it and give that text");
    }

    @Test
    void anotherCompression() {
        assertRefused(
                new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x24, 0x13},
                "t: compressed by zstd; pipe it in: zstd -dc FILE | lockreplay … -");
        assertRefused(
                utf8("BZh91AY&SY"),
                "t: compressed by bzip2; pipe it in: bzip2 -dc FILE | lockreplay … -");
    }

    @Test
    void whatIsCompressedTwice() throws IOException {
        byte[] text = Excerpts.bytes("report.txt");
        String message = "t: compressed twice; decompress it once and give what comes of it";
        assertRefused(DeterminismTest.gzip(DeterminismTest.gzip(text)), message);
        assertRefused(DeterminismTest.gzip(DeterminismTest.xz(text)), message);
        assertRefused(DeterminismTest.xz(DeterminismTest.gzip(text)), message);
    }

    @Test
    void aBinaryFile() {
        assertRefused(new byte[] {0}, "t: a binary file, not a trace in text");
        assertRefused(utf8("\177ELF\2\1\1\0\0"), "t: a binary file, not a trace in text");
        assertRefused(
                utf8("x".repeat(3000) + "\0" + "\n"), "t: a binary file, not a trace in text");
    }

    @Test
    void aTracePrintedRaw() {
        assertRefused(
                Excerpts.bytes("raw.trace"),
                "t: printed with the 'raw' option, which leaves out what the events say; record"
                        + " again after: echo 0 > options/raw");
    }

    @Test
    void aTraceWithoutContext() {
        String message =
                "t: its lines have no task, CPU and time, so no lock can be given to a task; record"
                        + " again after: echo 1 > options/context-info";
        assertRefused(Excerpts.bytes("nocontextinfo.trace"), message);
        assertRefused(utf8("lock_release: 000000000d51bf02 x\n"), message);
        assertRefused(utf8("sys_brk(brk: 0)\nsys_brk -> 0x1234\n"), message);
        assertRefused(utf8("# tracer: nop\n#\nlock_acquire: 0-55 &x\n"), message);
    }

    @Test
    void aTextOfAnotherKind() {
        assertRefused(
                utf8("To be, or not to be\nthat is the question:\n"),
                "t:1:1: expected a task, as in 'comm-pid"
                        + " [cpu] time:', found 'To be, or not to be'; no line of it is a trace event");
        assertRefused(
                utf8("event,other\n1,2\n"),
                "t:1:1: expected a task, as in 'comm-pid"
                        + " [cpu] time:', found 'event,other'; no line of it is a trace event");
    }

    @Test
    void anExcerptDoesNotEndInTheMiddleOfACharacter() {
        assertRefused(
                utf8("→".repeat(30)),
                "t:1:1: expected a task, as in 'comm-pid"
                        + " [cpu] time:', found '"
                        + "→".repeat(13)
                        + "'; no line of it is a trace event");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"# tracer: nop\n", "\n", "#\n\n", "cpus=4\n", "CPU:1 [LOST 5 EVENTS]\n"})
    void butNotARecordingWithoutEvents(String text) {
        assertThat(Reading.of(text).facts().eventCount()).isZero();
    }
}
