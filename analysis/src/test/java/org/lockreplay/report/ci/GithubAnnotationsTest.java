package org.lockreplay.report.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lockreplay.report.Samples;

class GithubAnnotationsTest {

    /** What a runner takes for a command, and how it cuts it into pieces. */
    private static final Pattern COMMAND =
            Pattern.compile(
                    "::(error|warning|notice) (?:file=([^,:]+),line=(\\d+),)?title=([^,:]+)::(.*)");

    @ParameterizedTest
    @MethodSource("org.lockreplay.report.ci.Runs#all")
    void everyLineIsOneOfOurCommandsOrNone(CiRun run) {
        for (String line : lines(run)) {
            assertThat(line)
                    .matches(COMMAND.pattern() + "|lockreplay: (error|warning|note): .*")
                    .doesNotContain("\r");
        }
    }

    @Test
    void aFindingIsAnErrorAtItsFirstEdge() {
        Matcher command = command(lines(Runs.checked(Samples.ABBA)).get(0));
        assertThat(command.group(1)).isEqualTo("error");
        assertThat(command.group(2)).isEqualTo("boot/abba.trace");
        assertThat(command.group(4)).isEqualTo("cycle");
        List<String> message = unescaped(command.group(5)).lines().toList();
        assertThat(message).hasSize(6);
        assertThat(message.get(0))
                .startsWith("possible circular locking dependency: mtx_a -> mtx_b -> mtx_a");
        assertThat(message.get(5)).startsWith("fingerprint ");
    }

    @Test
    void thePathIsEscapedAndReadBack() {
        Matcher command =
                lines(Runs.evil()).stream()
                        .filter(line -> line.contains("title=cycle"))
                        .map(GithubAnnotationsTest::command)
                        .findFirst()
                        .orElseThrow();
        assertThat(unescaped(command.group(2)))
                .isEqualTo("dir with space/evil\\x1b[2J,:%\\x0a<&>|`.trace");
    }

    @Test
    void theTenthOfALevelSaysHowManyThereAreMoreAndTheLogHasThem() {
        List<String> lines = lines(Runs.large(40));
        List<String> errors = lines.stream().filter(line -> line.startsWith("::error")).toList();
        assertThat(errors).hasSize(10);
        assertThat(errors.get(9)).contains("32 more of this level");
        assertThat(lines.stream().filter(line -> line.startsWith("lockreplay: error: ")))
                .hasSize(32);
    }

    @Test
    void anAnnotationNamesTheFirstPlacesOnly() {
        assertThat(lines(Runs.manyPlaces(300)).get(0)).contains("%0Aand 580 more places%0A");
    }

    @Test
    void whatIsSuppressedOrExpectedIsNotAnnotated() {
        CiRun run = Runs.gated(Samples.OTHER_RULES.report());
        long open = run.findings().stream().filter(CiFinding::isOpen).count();
        assertThat(lines(run).stream().filter(line -> line.contains("fingerprint")))
                .hasSize((int) open);
    }

    private static Matcher command(String line) {
        Matcher matcher = COMMAND.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        return matcher;
    }

    private static List<String> lines(CiRun run) {
        return Runs.text(CiFormat.GITHUB, run).lines().toList();
    }

    private static String unescaped(String text) {
        return text.replace("%3A", ":")
                .replace("%2C", ",")
                .replace("%0A", "\n")
                .replace("%0D", "\r")
                .replace("%25", "%");
    }
}
