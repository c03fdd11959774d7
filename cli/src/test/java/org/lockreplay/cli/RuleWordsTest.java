package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Checker;
import org.lockreplay.report.RuleCatalogue;
import org.lockreplay.report.RuleText;
import org.lockreplay.summary.LockOrderSummary;

/** Holds the catalogue of rules against all that the corpus shows, and against the reference. */
class RuleWordsTest {

    private static final Pattern FOUND =
            Pattern.compile("(?m)^ *(?:error|warning|note) ([a-z]+(?:-[a-z]+)*)\\b");

    @Test
    void everyFindingOfTheCorpusHasItsWords() throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("..", "traces"))) {
            for (Path file : files.filter(f -> f.endsWith("expected.txt")).toList()) {
                Matcher id = FOUND.matcher(Files.readString(file));
                while (id.find()) {
                    found.add(id.group(1));
                }
            }
        }
        assertThat(found).hasSizeGreaterThan(5);
        assertThat(ids()).containsAll(found);
    }

    @Test
    void whateverCannotBeJudgedHasItsWords() {
        Set<String> limits = new TreeSet<>();
        Checker.check(LockOrderSummary.EMPTY, CheckOptions.shipped())
                .notJudged()
                .forEach(limit -> limits.add(limit.id()));
        assertThat(limits).isNotEmpty();
        assertThat(ids()).containsAll(limits);
    }

    private static Set<String> ids() {
        Set<String> ids = new TreeSet<>();
        for (RuleText rule : RuleCatalogue.shipped().rules()) {
            ids.add(rule.id());
        }
        return ids;
    }
}
