package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.cli.Recordings.write;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.cli.Console.Result;

class OtherCommandsTest {

    @TempDir Path folder;
    private Path circle;

    @BeforeEach
    void record() {
        circle = write(folder.resolve("circle.trace"), Recordings.CIRCLE);
    }

    @Test
    void inspectTellsFormSpanEventsAndWhatCannotBeJudged() {
        Result result = new Console().run("inspect", circle);
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .startsWith(circle + "\n")
                .contains("ftrace text, with irq flags")
                .contains("1.000001000 s to 2.000004000 s, 1.000003000 s")
                .contains("2 on 2 CPUs")
                .contains("4  lock_acquire")
                .contains("not judged");
    }

    @Test
    void inspectAsJsonHasOneObjectForEachRecording() {
        Result result = new Console().run("inspect", "--format", "json", circle, circle);
        assertThat(result.out().split("\"path\"")).hasSize(3);
        assertThat(result.out())
                .contains("\"lock_acquire\" : 4")
                .contains("\"lines\" : 10")
                .contains("\"firstNanos\" : 1000001000")
                .contains("\"malformed\" : 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl"})
    void whatConvertWritesIsReadBackToTheSameEvents(String form) {
        Result converted = new Console().run("convert", "--to", form, circle);
        assertThat(converted.status()).isZero();
        Result fromTable = new Console().withInput(converted.out()).run("check", "-");
        Result fromText = new Console().withInput(Recordings.CIRCLE).run("check", "-");
        assertThat(fromTable).isEqualTo(fromText);
    }

    @Test
    void convertLeavesTheOldFileWhereTheInputCannotBeRead() throws Exception {
        Path table = write(folder.resolve("events.csv"), "old");
        Result result = new Console().run("convert", "-o", table, folder.resolve("missing"));
        assertThat(result.status()).isEqualTo(3);
        assertThat(Files.readString(table)).isEqualTo("old");
    }

    @Test
    void graphDrawsAnEdgeForEachNesting() {
        String dot = new Console().run("graph", circle).out();
        assertThat(dot).startsWith("digraph").contains("\"lock_a\" -> \"lock_b\"");
        assertThat(new Console().run("graph", "--format=graphml", circle).out())
                .contains("<graphml");
        assertThat(new Console().run("graph", "--format=json", circle).out()).contains("\"edges\"");
        assertThat(new Console().run("graph", "--format=csv", circle).out())
                .contains("lock_a,write,lock_b,write,");
    }

    @Test
    void mergingSummariesEqualsMergingTheRecordings() {
        Path one = write(folder.resolve("one.trace"), Recordings.ONE_ORDER);
        Path other = write(folder.resolve("other.trace"), Recordings.OTHER_ORDER);
        Path oneSummary = folder.resolve("one.json");
        new Console().run("merge", "-o", oneSummary, one);
        String direct = new Console().run("merge", one, other).out();
        assertThat(new Console().run("merge", other, oneSummary).out()).isEqualTo(direct);
    }
}
