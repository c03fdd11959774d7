package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.cli.Recordings.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.cli.Console.Result;

/** What counts as a trace in a folder: nothing of it vanishes without a word. */
class GateFolderTest {

    @TempDir Path folder;
    private Path corpus;

    @BeforeEach
    void aCorpusThatIsRight() throws IOException {
        corpus = Files.createDirectory(folder.resolve("corpus"));
        write(corpus.resolve("one.trace"), Recordings.ONE_ORDER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nightly", "nightly.gz"})
    void aSummaryThatMergeWroteIsATraceWhateverItIsCalled(String name) throws IOException {
        Path bad = write(folder.resolve("bad.trace"), Recordings.CIRCLE);
        Path summary = folder.resolve("summary.json");
        assertThat(new Console().run("merge", "-o", summary, bad).status()).isZero();
        copy(Files.readString(summary), corpus.resolve(name));
        Result result = gate(corpus);
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("ERROR cycle").doesNotContain("passed over");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schema\":\"lockreplay-summary/9\"}",
                "{\n  \"schema\" : \"lockreplay-summary/9\"\n}\n",
                "\n{\"aliases\": [],\n \"schema\": \"lockreplay-summary/1\"}",
                "{\"schema\": \"lockreplay-summary/1\", \"tra"
            })
    void aSummaryThatThisVersionCannotReadFails(String text) {
        write(corpus.resolve("nightly"), text);
        Result result = gate(corpus);
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).contains("could not be read: " + corpus + "/nightly");
    }

    @Test
    void aFolderMayBeALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), corpus);
        assertThat(gate(link).out()).contains("gate passed: 1 trace, nothing new");
        assertThat(gate(folder + "/./link/").out()).contains("gate passed: 1 trace, nothing new");
        Result difference = new Console().run("diff", link, corpus);
        assertThat(difference.status()).isZero();
        assertThat(difference.out()).isEqualTo("1 trace against 1 trace: no difference.\n");
    }

    @Test
    void aLinkThatLeadsToNothingIsATraceThatCannotBeRead() throws IOException {
        Files.createSymbolicLink(corpus.resolve("nightly.trace"), folder.resolve("gone"));
        Result result = gate(corpus);
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out().replaceAll("\\s+", " "))
                .contains(corpus + "/nightly.trace: the link leads to nothing");
    }

    @Test
    void aLinkToAFolderIsFollowedAndOneInACircleIsToldAndLeftOut() throws IOException {
        Path nights = Files.createDirectory(folder.resolve("nights"));
        write(nights.resolve("bad.trace"), Recordings.CIRCLE);
        Files.createSymbolicLink(corpus.resolve("latest"), nights);
        Files.createSymbolicLink(corpus.resolve("again"), corpus);
        Result result = gate(corpus, "--format", "json");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out())
                .contains(corpus + "/latest/bad.trace")
                .contains("a link to a folder above it");
    }

    @Test
    void aFolderToWhichSeveralLinksLeadCountsOnce() throws IOException {
        Path nights = Files.createDirectory(folder.resolve("nights"));
        write(nights.resolve("bad.trace"), Recordings.CIRCLE);
        Files.createSymbolicLink(corpus.resolve("newest"), nights);
        Files.createSymbolicLink(corpus.resolve("latest"), nights);
        Result result = gate(corpus, "--format", "json");
        assertThat(result.out())
                .contains("\"trace\": \"" + corpus + "/latest/bad.trace\"")
                .doesNotContain("\"trace\": \"" + corpus + "/newest/bad.trace\"")
                .contains("\"reason\": \"the same file as " + corpus + "/latest/bad.trace\"");
    }

    @Test
    void aFileIsReadByItsOwnPathRatherThanThroughALink() throws IOException {
        Files.createSymbolicLink(corpus.resolve("a-link.trace"), corpus.resolve("one.trace"));
        assertThat(gate(corpus, "--format", "json").out())
                .contains("the same file as " + corpus + "/one.trace");
        assertThat(gate(corpus, folder + "/./corpus").out()).contains("gate passed: 1 trace,");
    }

    @Test
    void aFileThatTheManifestNamesTwiceIsReadByBothNames() throws IOException {
        Files.createSymbolicLink(corpus.resolve("link.trace"), corpus.resolve("one.trace"));
        manifest("{\"path\": \"one.trace\"}, {\"path\": \"link.trace\"}");
        assertThat(gate(corpus).out()).contains("gate passed: 2 traces,");
    }

    @Test
    void oneFileInTwoSetsIsReadInBoth() throws IOException {
        Path other = Files.createDirectory(corpus.resolve("other"));
        Files.createSymbolicLink(other.resolve("link.trace"), corpus.resolve("one.trace"));
        manifest("{\"path\": \"other/*\", \"set\": \"other\"}");
        assertThat(gate(corpus).out()).contains("gate passed: 2 traces,");
    }

    @Test
    void aPipeThatSomebodyCallsATraceCannotBeRead() throws Exception {
        Path pipe = pipe("night");
        manifest("{\"path\": \"night\"}");
        Result result = gate(corpus);
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out().replaceAll("\\s+", " "))
                .contains(pipe + ": a pipe, a socket or a device, not a file");
        for (String command : new String[] {"gate", "diff"}) {
            Result alone = new Console().run(command, pipe, corpus.resolve("one.trace"));
            assertThat(alone.status()).isEqualTo(3);
            assertThat((alone.out() + alone.error()).replaceAll("\\s+", " "))
                    .contains("not a file; a trace may have to be looked at again");
        }
    }

    @Test
    void aPipeIsNamedAndNobodyWaitsForIt() throws Exception {
        pipe("pipe.trace");
        Result result = gate(corpus, "--format", "json");
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains(corpus + "/pipe.trace")
                .contains("a pipe, a socket or a device, not a file");
    }

    private Path pipe(String name) throws Exception {
        Path pipe = corpus.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        return pipe;
    }

    private void manifest(String entries) {
        write(
                corpus.resolve("corpus.json"),
                "{\"schema\": \"lockreplay-corpus/1\", \"traces\": [" + entries + "]}");
    }

    private static void copy(String text, Path target) throws IOException {
        if (!target.toString().endsWith(".gz")) {
            write(target, text);
            return;
        }
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(target))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Result gate(Object folder, String... options) {
        Object[] all = new Object[options.length + 2];
        all[0] = "gate";
        System.arraycopy(options, 0, all, 1, options.length);
        all[all.length - 1] = folder;
        return new Console().run(all);
    }
}
