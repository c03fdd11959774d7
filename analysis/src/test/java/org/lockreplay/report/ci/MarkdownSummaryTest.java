package org.lockreplay.report.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Severity;
import org.lockreplay.report.Samples;
import org.lockreplay.report.TextReport;
import org.lockreplay.text.VisibleText;

class MarkdownSummaryTest {

    private static final int MOST_OF_A_STEP = 1024 * 1024;

    @Test
    void theSummaryIsTheOneThatWasReadAndFoundGood() throws IOException {
        try (InputStream expected = MarkdownSummaryTest.class.getResourceAsStream("gated.md")) {
            assertThat(markdown(Runs.gated(Samples.OTHER_RULES.report())))
                    .isEqualTo(new String(expected.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void notesAreThereAsTheTextHasThem() {
        CiRun run = Runs.checked(Samples.IN_SHORT);
        List<Finding> notes =
                run.findings().stream()
                        .map(CiFinding::finding)
                        .filter(finding -> finding.severity() == Severity.NOTE)
                        .toList();
        assertThat(notes).hasSizeGreaterThan(1);
        assertThat(markdown(run))
                .contains(notes.size() + " notes</summary>")
                .contains(TextReport.inShort(notes).stripTrailing());
    }

    @ParameterizedTest
    @MethodSource("org.lockreplay.report.ci.Runs#all")
    void namesStandInCodeAlone(CiRun run) {
        String outside = withoutCode(markdown(run));
        for (String name : Runs.EVIL_NAMES) {
            if (!name.isBlank() && !name.equals("`")) {
                assertThat(outside).doesNotContain(VisibleText.of(name));
            }
        }
        assertThat(outside).doesNotContain("script", "everyone", "](", "evil");
    }

    @ParameterizedTest
    @MethodSource("org.lockreplay.report.ci.Runs#all")
    void everyDetailIsClosed(CiRun run) {
        String outside = withoutCode(markdown(run));
        assertThat(outside.split("<details>", -1)).hasSameSizeAs(outside.split("</details>", -1));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 5_000, 20_000})
    void aLongSummaryFitsIntoAStepAndSaysWhatItLeavesOut(int findings) {
        String page = markdown(Runs.large(findings));
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(MOST_OF_A_STEP);
        assertThat(page.contains("more: this page has no room")).isEqualTo(findings > 100);
    }

    @Test
    void codeSpansKeepTheirBackticks() {
        assertThat(Markdown.code("a")).isEqualTo("`a`");
        assertThat(Markdown.code("a`b")).isEqualTo("`` a`b ``");
        assertThat(Markdown.code("``")).isEqualTo("``` `` ```");
        assertThat(Markdown.cell("a|b")).isEqualTo("`a\\|b`");
        assertThat(Markdown.htmlCode("<&>")).isEqualTo("<code>&lt;&amp;&gt;</code>");
    }

    private static String markdown(CiRun run) {
        return Runs.text(CiFormat.MARKDOWN, run);
    }

    /** What a renderer would take for markup: fenced blocks, code spans and code tags cut out. */
    private static String withoutCode(String page) {
        StringBuilder outside = new StringBuilder();
        String fence = "";
        for (String line : List.of(page.split("\n", -1))) {
            if (fence.isEmpty() && line.startsWith("```") && line.endsWith("text")) {
                fence = line.substring(0, line.length() - "text".length());
            } else if (!fence.isEmpty()) {
                fence = line.equals(fence) ? "" : fence;
            } else {
                String spans = line.replaceAll("<code>.*?</code>", "");
                outside.append(spans.replaceAll("(?<!`)(`+)(?!`).*?(?<!`)\\1(?!`)", ""));
                outside.append('\n');
            }
        }
        assertThat(fence).as("an open block").isEmpty();
        return outside.toString();
    }
}
