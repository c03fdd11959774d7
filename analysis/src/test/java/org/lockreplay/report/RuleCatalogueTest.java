package org.lockreplay.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lockreplay.check.Certainty;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Report;
import org.lockreplay.check.Severity;
import org.lockreplay.replay.mpx.Invariant;

class RuleCatalogueTest {

    private static final Pattern ID =
            Pattern.compile(
                    "static final String [A-Z]+ =\\s*\"([a-z]+(?:-[a-z]+)*)\";"
                            + "|(?:new Finding|    [A-Z]+)\\(\\s*\"([a-z]+(?:-[a-z]+)*)\"");

    /** Constants of rules that are words of the evidence. */
    private static final Set<String> NO_IDS = Set.of("contention");

    private final RuleCatalogue catalogue = RuleCatalogue.shipped();

    @Test
    void everyRuleHasItsWordsAndNoTwoHaveOneId() {
        Set<String> ids = new HashSet<>();
        assertThat(catalogue.rules()).isNotEmpty();
        for (RuleText rule : catalogue.rules()) {
            assertThat(ids.add(rule.id())).as(rule.id()).isTrue();
            assertThat(rule.id()).matches("[a-z]+(-[a-z]+)*");
            assertThat(rule.title()).hasSizeBetween(10, 100).doesNotEndWith(".");
            assertThat(rule.what()).hasSizeBetween(40, 1000).endsWith(".");
            assertThat(rule.help()).hasSizeBetween(40, 1000).endsWith(".");
            assertThat((rule.what() + rule.help()).chars().filter(c -> c == '`').count() % 2)
                    .as("backticks of " + rule.id())
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsFoundOrNotJudgedIsInTheCatalogue(Samples sample) {
        Report report = sample.report();
        report.findings()
                .forEach(
                        found -> assertThat(catalogue.find(found.id())).as(found.id()).isPresent());
        report.notJudged()
                .forEach(
                        limit -> assertThat(catalogue.find(limit.id())).as(limit.id()).isPresent());
    }

    @ParameterizedTest
    @EnumSource
    void noFindingIsWorseThanItsRule(Samples sample) {
        for (Finding finding : sample.report().findings()) {
            assertThat(finding.severity())
                    .isGreaterThanOrEqualTo(catalogue.find(finding.id()).orElseThrow().severity());
        }
    }

    /**
     * Reads the sources: an id stands there as a constant, or as the first argument of a finding or
     * of the kind of interrupt that it is about.
     */
    @Test
    void everyIdThatACheckGivesIsInTheCatalogue() throws IOException {
        Set<String> given = new TreeSet<>();
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/org/lockreplay/check"))) {
            for (Path source :
                    sources.filter(s -> s.toString().matches(".*(\\wRule|/Interrupt).java"))
                            .toList()) {
                String text = Files.readString(source);
                Matcher id = ID.matcher(text);
                boolean own = false;
                while (id.find()) {
                    own = true;
                    given.add(id.group(1) == null ? id.group(2) : id.group(1));
                }
                boolean elsewhere =
                        text.contains("Rule.ID")
                                || text.contains("nvariant")
                                || text.contains("interrupt.rule()");
                assertThat(own || elsewhere).as("an id in " + source).isTrue();
            }
        }
        for (Invariant invariant : Invariant.values()) {
            given.add(invariant.id());
        }
        given.removeAll(NO_IDS);
        assertThat(given).hasSizeGreaterThan(20);
        assertThat(catalogue.rules()).extracting(RuleText::id).containsAll(given);
    }

    @Test
    void aFindingThatTheCatalogueDoesNotKnowGetsARuleOfItsOwn() {
        Finding unheardOf =
                new Finding(
                        "brand-new",
                        Severity.WARNING,
                        Certainty.CLASS,
                        List.of("a"),
                        List.of(),
                        "0123456789abcdef",
                        "something",
                        List.of(),
                        List.of(),
                        List.of());
        List<RuleText> rules = catalogue.rulesFor(List.of(unheardOf, unheardOf));
        assertThat(rules).hasSize(catalogue.rules().size() + 1);
        RuleText last = rules.get(rules.size() - 1);
        assertThat(last.id()).isEqualTo("brand-new");
        assertThat(last.title()).isEqualTo("Brand new");
        assertThat(catalogue.find("brand-new")).isEqualTo(Optional.empty());
    }
}
