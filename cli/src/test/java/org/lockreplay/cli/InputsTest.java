package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.cli.Recordings.write;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.cli.Console.Result;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * What cannot be read gets one sentence and status 3; what could be read is judged all the same.
 */
class InputsTest {

    @TempDir Path folder;

    @Test
    void aDirectoryIsRefusedInASentence() {
        refused(folder, folder + ": a directory; name the files in it");
    }

    @Test
    void aMissingFileIsRefusedInASentence() {
        Path missing = folder.resolve("missing.trace");
        refused(missing, missing + ": no such file or directory");
    }

    @Test
    void anEmptyFileIsRefusedInASentence() {
        Path empty = write(folder.resolve("empty.trace"), "");
        refused(empty, empty + ": empty, not even a header");
    }

    @Test
    void aBinaryFileIsRefusedInASentence() throws Exception {
        byte[] bytes = new byte[4096];
        new Random(4).nextBytes(bytes);
        Path binary = Files.write(folder.resolve("binary"), bytes);
        Result result = new Console().run("check", binary);
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.error().lines()).hasSize(1);
    }

    @Test
    void aHeaderWithoutEventsIsClean() {
        Path header = write(folder.resolve("header.trace"), "# tracer: nop\n#\n");
        assertThat(new Console().run("check", header).status()).isZero();
    }

    @Test
    void anUnreadableInputOutranksFindingsThatAreStillReported() {
        Path circle = write(folder.resolve("circle.trace"), Recordings.CIRCLE);
        Result result = new Console().run("check", folder.resolve("missing"), circle);
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).contains("lock_a -> lock_b");
    }

    @Test
    void nothingIsReportedWhereNothingCouldBeRead() {
        for (String command : new String[] {"check", "inspect", "graph", "merge", "convert"}) {
            Result result = new Console().run(command, folder.resolve("missing"));
            assertThat(result.status()).isEqualTo(3);
            assertThat(result.out()).isEmpty();
        }
    }

    @Test
    void malformedLinesAreCountedAndShownWithTheirPlace() {
        Path trace = write(folder.resolve("odd.trace"), Recordings.ONE_ORDER + "not a line\n");
        Result result = new Console().run("check", trace);
        assertThat(result.status()).isZero();
        assertThat(result.error())
                .contains(trace + ":7:")
                .contains(trace + ": 1 malformed line of 7 skipped");
    }

    @Test
    void strictMakesAMalformedLineAnUnreadableInput() {
        Path trace = write(folder.resolve("odd.trace"), Recordings.ONE_ORDER + "not a line\n");
        assertThat(new Console().run("check", "--strict", trace).status()).isEqualTo(3);
        assertThat(new Console().run("merge", "--strict", trace).status()).isEqualTo(3);
    }

    @Test
    void malformedTextCannotSteerTheTerminal() {
        Path trace = write(folder.resolve("odd.trace"), Recordings.ONE_ORDER + "\u001b[2J bad\n");
        assertThat(new Console().run("check", trace).error()).doesNotContain("\u001b");
    }

    @Test
    void aTruncatedCompressedFileGivesWhatCouldBeReadAndStatusThree() throws Exception {
        Path whole = folder.resolve("whole.gz");
        StringBuilder text = new StringBuilder(Recordings.CIRCLE);
        for (int i = 0; i < 20_000; i++) {
            text.append("   k-").append(3 + i * 7919 % 9973).append("  [000] d..1.  ");
            text.append(3 + i).append(".000001: softirq_raise: vec=").append(i).append('\n');
        }
        try (var out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path half =
                Files.write(folder.resolve("half.gz"), Arrays.copyOf(bytes, bytes.length * 3 / 4));
        Result result = new Console().run("check", half);
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).contains("lock_a -> lock_b");
        assertThat(result.error()).contains(half.toString()).doesNotContain("\tat ");
    }

    @Test
    void aBrokenSummaryIsRefusedWithItsPlace() {
        Path summary =
                write(folder.resolve("broken.json"), "{\"schema\":\"lockreplay-summary/1\",\n]");
        Result result = new Console().run("check", summary);
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.error()).startsWith("lockreplay: " + summary + ":2:");
    }

    @Test
    void whatIsCompressedTwiceIsRefusedAndNotReadOnce() throws IOException {
        Path twice = folder.resolve("twice.gz");
        try (var out = new GZIPOutputStream(new GZIPOutputStream(Files.newOutputStream(twice)))) {
            out.write(Recordings.CIRCLE.getBytes(StandardCharsets.UTF_8));
        }
        Console.Result check = new Console().run("check", twice);
        assertThat(check.status()).isEqualTo(ExitStatus.UNREADABLE);
        assertThat(check.error()).containsOnlyOnce("compressed twice");
    }

    @Test
    void anIndentedSummaryIsRecognised() throws Exception {
        Path trace = write(folder.resolve("one.trace"), Recordings.ONE_ORDER);
        String summary = new Console().run("merge", trace).out();
        Path indented =
                write(
                        folder.resolve("indented.json"),
                        summary.replaceFirst("\\{\n", "{\n\n        "));
        assertThat(new Console().run("check", indented).status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "xz"})
    void aCompressedSummaryIsRecognised(String suffix) throws Exception {
        Path circle = write(folder.resolve("circle.trace"), Recordings.CIRCLE);
        byte[] summary = new Console().run("merge", circle).out().getBytes(StandardCharsets.UTF_8);
        Path compressed = folder.resolve("summary.json." + suffix);
        Files.write(compressed, compress(summary, suffix));
        Result result = new Console().run("check", compressed);
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("lock_a -> lock_b").contains(circle.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "xz"})
    void aCompressedSummaryThatIsCutOffIsRefused(String suffix) throws Exception {
        Path circle = write(folder.resolve("circle.trace"), Recordings.CIRCLE);
        byte[] summary = new Console().run("merge", circle).out().getBytes(StandardCharsets.UTF_8);
        byte[] whole = compress(summary, suffix);
        Path cut = folder.resolve("summary.json." + suffix);
        Files.write(cut, Arrays.copyOf(whole, whole.length * 3 / 4));
        Result result = new Console().run("check", cut);
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.error()).startsWith("lockreplay: " + cut).doesNotContain("null");
        assertThat(result.error().lines()).hasSize(1);
    }

    private static byte[] compress(byte[] bytes, String suffix) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream to =
                suffix.equals("gz")
                        ? new GZIPOutputStream(out)
                        : new XZOutputStream(out, new LZMA2Options())) {
            to.write(bytes);
        }
        return out.toByteArray();
    }

    private static void refused(Path input, String sentence) {
        Result result = new Console().run("check", input);
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.error()).isEqualTo("lockreplay: " + sentence + "\n");
    }
}
