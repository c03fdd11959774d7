package org.lockreplay.protocol.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Checker;
import org.lockreplay.check.Report;
import org.lockreplay.check.Severity;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.summary.InputReader;

/** A kind of event that was not recorded accuses nobody of what the kernel did unseen. */
class UnrecordedKindsTest {

    private static final Pattern EVENT = Pattern.compile("\\d: (\\w+)(?::|\\(| -> )");

    @ParameterizedTest
    @ValueSource(strings = {"gleixner-2014", "linux-4.19"})
    void noKindOfACorrectRunIsMissed(String protocol) {
        Set<String> accused = new TreeSet<>();
        for (long seed = 1; seed <= 2; seed++) {
            String text = Simulated.of(protocol, "", false, seed).text();
            for (String kind : kinds(text)) {
                for (String error : errors(without(kind, text))) {
                    accused.add(error + " without " + kind + ", seed " + seed);
                }
            }
        }
        assertThat(accused).isEmpty();
    }

    @Test
    void allKindsOfMistakesAreFoundBecauseTheKindsThatTellOfThemOccur() {
        String text = Simulated.of("gleixner-2014", "entry-not-invalidated", false, 1).text();
        assertThat(kinds(text)).contains("mpx_bd_invalidate");
        assertThat(errors(text)).contains("mpx-dangling");
        assertThat(errors(without("mpx_bd_invalidate", text))).doesNotContain("mpx-dangling");
    }

    private static Set<String> kinds(String text) {
        return text.lines()
                .map(EVENT::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String without(String kind, String text) {
        Pattern event = Pattern.compile("\\d: " + kind + "\\b");
        return text.lines()
                .filter(line -> !event.matcher(line).find())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static Set<String> errors(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            Report report =
                    Checker.check(
                            new InputReader(1).read("t", new ByteArrayInputStream(bytes)),
                            CheckOptions.shipped());
            return report.findings().stream()
                    .filter(finding -> finding.severity() == Severity.ERROR)
                    .map(finding -> finding.id())
                    .filter(id -> id.startsWith("mpx-"))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException | UnreadableTraceException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
