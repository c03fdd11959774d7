package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.cli.Recordings.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.cli.Console.Result;

class ReportFilesTest {

    @TempDir Path folder;
    private Path circle;

    @BeforeEach
    void record() {
        circle = write(folder.resolve("circle.trace"), Recordings.CIRCLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text",
                "json",
                "sarif",
                "junit",
                "code-quality",
                "github",
                "markdown",
                "csv"
            })
    void aReportFileHoldsWhatTheFormatPrints(String format) throws IOException {
        Path file = folder.resolve("report");
        Result printed = new Console().run("check", "--format", format, circle);
        Result filed = new Console().run("check", "--report", format + "=" + file, circle);
        assertThat(printed.status()).isEqualTo(1);
        assertThat(filed.status()).isEqualTo(1);
        assertThat(printed.out()).isNotEmpty().isEqualTo(Files.readString(file));
        assertThat(filed.out()).contains("ERROR cycle");
    }

    @Test
    void severalReportsAreWrittenInOneRun() {
        Result result =
                new Console()
                        .run(
                                "check",
                                "--report=sarif=" + folder.resolve("a.sarif"),
                                "--report",
                                "junit=" + folder.resolve("a=b.xml"),
                                circle);
        assertThat(result.status()).isEqualTo(1);
        assertThat(folder.resolve("a.sarif")).content().contains("\"2.1.0\"");
        assertThat(folder.resolve("a=b.xml")).content().contains("<testsuites");
    }

    @Test
    void aReportReplacesAFileAndLeavesNothingElseBehind() throws IOException {
        Path file = write(folder.resolve("report.xml"), "old");
        new Console().run("check", "--report", "junit=" + file, circle);
        assertThat(file).content().startsWith("<?xml");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(circle, file);
        }
    }

    @Test
    void aReportThatCannotBeWrittenIsWrongUsage() {
        Result result =
                new Console()
                        .run("check", "--report", "junit=" + folder.resolve("none/a.xml"), circle);
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.error()).contains("cannot write").contains("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"junit", "junit=", "yaml=x", "=x"})
    void aReportOfNoFormOrNoFileIsRefusedBeforeAnythingIsRead(String report) {
        Result result = new Console().run("check", "--report", report, folder.resolve("no.trace"));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.error()).contains("--report").doesNotContain("no.trace");
    }

    @Test
    void twoReportsIntoOneFileAreRefused() {
        Result result = new Console().run("check", "--report=csv=a", "--report=json=./a", circle);
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.error()).contains("a was given twice");
    }

    @Test
    void judgingEachTraceAloneGoesWithTextAndJsonOnly() {
        for (List<String> options :
                List.of(List.of("--format=sarif"), List.of("--report=sarif=" + folder + "/x"))) {
            Result result = new Console().run("check", "--each", options.get(0), circle);
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.error()).contains("--each");
        }
    }

    @Test
    void aRunInWhichNothingCouldBeReadIsReportedToo() {
        Path file = folder.resolve("junit.xml");
        Path none = folder.resolve("none.trace");
        Result result = new Console().run("check", "--report", "junit=" + file, none);
        assertThat(result.status()).isEqualTo(3);
        assertThat(file).content().contains("<error ").contains("no such file");
    }

    @Test
    void aSarifLogSaysWhatTheProcessEndsWith() {
        String clean = write(folder.resolve("one.trace"), Recordings.ONE_ORDER).toString();
        assertThat(new Console().run("check", "--format=sarif", clean).out())
                .contains("\"executionSuccessful\": true", "\"exitCode\": 0");
        assertThat(new Console().run("check", "--format=sarif", circle).out())
                .contains("\"executionSuccessful\": true", "\"exitCode\": 1");
        assertThat(new Console().run("check", "--format=sarif", circle, folder.resolve("x")).out())
                .contains("\"executionSuccessful\": false", "\"exitCode\": 3");
    }

    @Test
    void failOnDecidesWhatATestCaseIs() {
        assertThat(new Console().run("check", "--format=junit", circle).out())
                .contains("failures=\"1\"");
        assertThat(new Console().run("check", "--format=junit", "--fail-on=never", circle).out())
                .contains("failures=\"0\"")
                .contains("ERROR cycle");
    }
}
