package org.lockreplay.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Severity;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonReader;
import org.lockreplay.json.JsonValue;

/** The kinds of findings that there are, read from {@code rules.json} beside this class. */
public final class RuleCatalogue {

    private static final String RESOURCE = "rules.json";
    private static final String SCHEMA = "lockreplay-rules/1";

    private final Map<String, RuleText> byId = new LinkedHashMap<>();

    private RuleCatalogue(JsonValue document) throws JsonException {
        for (JsonValue rule : document.withSchema(SCHEMA).member("rules").elements()) {
            byId.put(rule.text("id"), rule(rule));
        }
    }

    /** The catalogue that comes with the tool. */
    public static RuleCatalogue shipped() {
        try (InputStream stream = RuleCatalogue.class.getResourceAsStream(RESOURCE);
                JsonReader reader = new JsonReader(RESOURCE, stream)) {
            return new RuleCatalogue(reader.document());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** All rules, locks before MPX. */
    public List<RuleText> rules() {
        return List.copyOf(byId.values());
    }

    public Optional<RuleText> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /**
     * All rules, and behind them those of the findings that the catalogue does not know, in order
     * of appearance: a report with such a finding is still whole.
     */
    public List<RuleText> rulesFor(List<Finding> findings) {
        Map<String, RuleText> all = new LinkedHashMap<>(byId);
        for (Finding finding : findings) {
            all.computeIfAbsent(finding.id(), id -> nameless(finding));
        }
        return new ArrayList<>(all.values());
    }

    private static RuleText nameless(Finding finding) {
        String words = finding.id().replace('-', ' ');
        String title = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        return new RuleText(
                finding.id(),
                finding.severity(),
                title,
                title + ".",
                "See the message of the finding.");
    }

    private static RuleText rule(JsonValue rule) throws JsonException {
        return new RuleText(
                rule.text("id"),
                severity(rule.member("severity")),
                rule.text("title"),
                rule.text("what"),
                rule.text("help"));
    }

    private static Severity severity(JsonValue word) throws JsonException {
        for (Severity severity : Severity.values()) {
            if (severity.label().equals(word.text())) {
                return severity;
            }
        }
        throw word.unexpected("error, warning or note", "'" + word.text() + "'");
    }
}
