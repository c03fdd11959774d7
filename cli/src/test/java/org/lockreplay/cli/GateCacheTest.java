package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.cli.Recordings.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lockreplay.cli.Console.Result;

/** What an interrupted gate leaves behind, and what the next one makes of it. */
class GateCacheTest {

    @TempDir Path corpus;

    @BeforeEach
    void aCorpusThatFails() {
        write(corpus.resolve("one.trace"), Recordings.ONE_ORDER);
        write(corpus.resolve("bad.trace"), Recordings.CIRCLE);
    }

    @Test
    void aResumedRunSaysTheSameAsAWholeOne() throws IOException {
        Result whole = gate("--format", "json");
        assertThat(summaries()).hasSize(2);
        Result resumed = gate("--format", "json", "--resume");
        assertThat(resumed.out()).isEqualTo(whole.out());
        assertThat(resumed.status()).isEqualTo(1);
    }

    @Test
    void whatIsInTheCacheIsNotReadAgain() throws IOException {
        gate();
        // A summary of another content under the name of this one: only a cache would believe it.
        Path summary = summaries().get(0);
        Path other = summaries().get(1);
        String text = Files.readString(other);
        assertThat(text).startsWith("lockreplay-cache/1 ");
        Files.writeString(summary, text);
        Result result = gate("--resume");
        assertThat(result.error()).contains("1 summary in the cache damaged, made again");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void aSummaryThatAKillDamagedIsToldAndMadeAgain() throws IOException {
        String whole = gate().out();
        for (Path summary : summaries()) {
            byte[] bytes = Files.readAllBytes(summary);
            Files.write(summary, Arrays.copyOf(bytes, bytes.length / 2));
        }
        Files.writeString(cache().resolve("0123.half-written"), "a kill");
        Result result = gate("--resume");
        assertThat(result.out()).isEqualTo(whole);
        assertThat(result.error())
                .isEqualTo("lockreplay: 2 summaries in the cache damaged, made again\n");
        assertThat(gate("--resume").error()).isEmpty();
        assertThat(cache().resolve("0123.half-written")).doesNotExist();
    }

    @Test
    void aSummaryOfAnotherProgramIsQuietlyMadeAgain() throws IOException {
        gate();
        for (Path summary : summaries()) {
            String text = Files.readString(summary);
            Files.writeString(
                    summary,
                    text.replaceFirst("lockreplay-cache/1 \\S+", "lockreplay-cache/1 older-1"));
        }
        Result result = gate("--resume");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.error()).isEmpty();
    }

    @Test
    void aTraceThatMovedIsKnownByItsContentUnderItsNewName() throws IOException {
        gate();
        Files.move(corpus.resolve("bad.trace"), corpus.resolve("moved.trace"));
        Result result = gate("--resume");
        assertThat(result.out()).contains("moved.trace:4").doesNotContain("bad.trace");
    }

    @Test
    void aTraceThatChangedIsReadAgain() {
        gate();
        write(corpus.resolve("bad.trace"), Recordings.ONE_ORDER);
        assertThat(gate("--resume").status()).isZero();
    }

    @Test
    void whatIsNoLongerInTheCorpusLeavesTheCache() throws IOException {
        gate();
        Files.delete(corpus.resolve("bad.trace"));
        gate("--resume");
        assertThat(summaries()).hasSize(1);
    }

    @Test
    void anInterruptedRunSaysWhatIsMissingAndTheNextOneGoesOn() {
        Result whole = gate();
        Result interrupted = new Console().withInterrupt(Runnable::run).run("gate", corpus);
        assertThat(interrupted.status()).isEqualTo(130);
        assertThat(interrupted.out())
                .contains("Not reached before the interrupt: " + corpus + "/bad.trace")
                .contains("2 traces not reached before the interrupt");
        assertThat(gate("--resume").out()).isEqualTo(whole.out());
    }

    @Test
    void anInterruptedRunChangesNoBaselineAndNoManifest() {
        Result result =
                new Console()
                        .withInterrupt(Runnable::run)
                        .run("gate", "--update-baseline", "--update-expectations", corpus);
        assertThat(result.status()).isEqualTo(130);
        assertThat(corpus.resolve("lockreplay-baseline.json")).doesNotExist();
        assertThat(corpus.resolve("corpus.json")).doesNotExist();
    }

    @Test
    void withoutACacheNothingIsLeftBehind() {
        gate("--no-cache");
        assertThat(cache()).doesNotExist();
    }

    @Test
    void aCacheThatCannotBeMadeIsToldAndTheWorkIsDone() {
        write(cache(), "in the way");
        Result result = gate();
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.error()).startsWith("lockreplay: no summaries are kept in " + cache());
    }

    private Result gate(String... arguments) {
        Object[] all = new Object[arguments.length + 2];
        all[0] = "gate";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 1] = corpus;
        return new Console().run(all);
    }

    private Path cache() {
        return corpus.resolve(".lockreplay-cache");
    }

    private List<Path> summaries() throws IOException {
        try (Stream<Path> files = Files.list(cache())) {
            return files.filter(file -> file.toString().endsWith(".summary")).sorted().toList();
        }
    }
}
