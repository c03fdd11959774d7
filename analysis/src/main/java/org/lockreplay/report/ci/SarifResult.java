package org.lockreplay.report.ci;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.lockreplay.check.Finding;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.text.VisibleText;

/**
 * Findings as SARIF's results.
 *
 * <p>The first piece of evidence is the location. Every witness is a related location, to which the
 * message links; each edge of a circle is a thread flow, from the lock that is held to the one that
 * is asked for. GitHub shows at most a hundred locations.
 */
final class SarifResult {

    private static final int MOST_LOCATIONS = 100;

    private final JsonOutput out;
    private final SarifPlaces places;
    private final Map<String, Integer> ruleIndexes;

    SarifResult(JsonOutput out, SarifPlaces places, Map<String, Integer> ruleIndexes) {
        this.out = out;
        this.places = places;
        this.ruleIndexes = ruleIndexes;
    }

    void write(CiFinding found) throws IOException {
        Finding finding = found.finding();
        List<Witness> all = Witness.of(finding);
        List<Witness> witnesses = all.subList(0, Math.min(MOST_LOCATIONS, all.size()));
        out.writeStartObject();
        out.writeStringField("ruleId", finding.id());
        out.writeNumberField("ruleIndex", ruleIndexes.get(finding.id()));
        out.writeStringField("level", finding.severity().label());
        out.writeObjectFieldStart("message");
        out.writeStringField("text", message(finding, witnesses, all.size()));
        out.writeEndObject();
        location(finding, witnesses);
        relatedLocations(witnesses);
        codeFlow(finding, witnesses);
        fingerprints(found);
        standing(found.standing());
        if (found.standing() != Standing.UNCOMPARED) {
            suppressions(found);
        }
        properties(found);
        out.writeEndObject();
    }

    private static String message(Finding finding, List<Witness> witnesses, int all) {
        StringBuilder text = new StringBuilder(SarifText.of(finding.message())).append('.');
        for (String fact : finding.facts()) {
            boolean condition = fact.startsWith("if ");
            text.append(condition ? " Holds only " : " Known: ");
            text.append(SarifText.of(VisibleText.brief(fact))).append('.');
        }
        for (int i = 0; i < witnesses.size(); i++) {
            Witness witness = witnesses.get(i);
            boolean first = i == 0 || witnesses.get(i - 1).edge() != witness.edge();
            text.append(first ? "\n" : "; then ")
                    .append(SarifText.of(witness.sentence()))
                    .append(" at ")
                    .append(SarifText.link(witness.place(), i + 1));
        }
        if (all > witnesses.size()) {
            text.append("\nand ").append(all - witnesses.size()).append(" more places");
        }
        return text.toString();
    }

    private void location(Finding finding, List<Witness> witnesses) throws IOException {
        out.writeArrayFieldStart("locations");
        if (!witnesses.isEmpty()) {
            out.writeStartObject();
            places.line(asked(witnesses));
            out.writeArrayFieldStart("logicalLocations");
            for (String lockClass : finding.classes().stream().limit(MOST_LOCATIONS).toList()) {
                out.writeStartObject();
                out.writeStringField("name", VisibleText.of(lockClass));
                out.writeStringField("kind", "resource");
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** Where the first edge comes to its end. */
    private static Witness asked(List<Witness> witnesses) {
        int last = 0;
        while (last + 1 < witnesses.size() && witnesses.get(last + 1).edge() == 0) {
            last++;
        }
        return witnesses.get(last);
    }

    private void relatedLocations(List<Witness> witnesses) throws IOException {
        out.writeArrayFieldStart("relatedLocations");
        for (int i = 0; i < witnesses.size(); i++) {
            out.writeStartObject();
            out.writeNumberField("id", i + 1);
            places.line(witnesses.get(i));
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void codeFlow(Finding finding, List<Witness> witnesses) throws IOException {
        boolean isOfEdges =
                finding.evidence().stream().anyMatch(evidence -> evidence.held().isPresent());
        if (!isOfEdges) {
            return;
        }
        out.writeArrayFieldStart("codeFlows");
        out.writeStartObject();
        out.writeArrayFieldStart("threadFlows");
        for (int i = 0; i < witnesses.size(); i++) {
            int edge = witnesses.get(i).edge();
            if (i == 0 || witnesses.get(i - 1).edge() != edge) {
                out.writeStartObject();
                out.writeStringField("id", "edge " + (edge + 1));
                out.writeArrayFieldStart("locations");
            }
            out.writeStartObject();
            out.writeObjectFieldStart("location");
            places.line(witnesses.get(i));
            out.writeEndObject();
            out.writeEndObject();
            if (i + 1 == witnesses.size() || witnesses.get(i + 1).edge() != edge) {
                out.writeEndArray();
                out.writeEndObject();
            }
        }
        out.writeEndArray();
        out.writeEndObject();
        out.writeEndArray();
    }

    private void fingerprints(CiFinding found) throws IOException {
        out.writeObjectFieldStart("fingerprints");
        out.writeStringField("lockreplay/v1", found.finding().fingerprint());
        out.writeEndObject();
        out.writeObjectFieldStart("partialFingerprints");
        out.writeStringField("primaryLocationLineHash", found.uniqueFingerprint() + ":1");
        out.writeEndObject();
    }

    private void standing(Standing standing) throws IOException {
        switch (standing) {
            case UNCOMPARED -> {}
            case NEW -> out.writeStringField("baselineState", "new");
            case KNOWN, EXPECTED -> out.writeStringField("baselineState", "unchanged");
        }
    }

    /** None is said too: a result without the member is one of which it is not known. */
    private void suppressions(CiFinding found) throws IOException {
        out.writeArrayFieldStart("suppressions");
        if (found.excuse().isPresent()) {
            suppression(found.excuse().get());
        } else if (found.standing() == Standing.EXPECTED) {
            startSuppression("The manifest of the corpus wants its trace to show this.");
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void suppression(Excuse excuse) throws IOException {
        startSuppression(VisibleText.of(excuse.reason()));
        out.writeObjectFieldStart("properties");
        out.writeStringField("owner", VisibleText.of(excuse.owner()));
        if (excuse.expires().isPresent()) {
            out.writeStringField("expires", excuse.expires().get().toString());
        }
        out.writeStringField("place", VisibleText.of(excuse.place()));
        out.writeEndObject();
        out.writeEndObject();
    }

    private void startSuppression(String justification) throws IOException {
        out.writeStartObject();
        out.writeStringField("kind", "external");
        out.writeStringField("status", "accepted");
        out.writeStringField("justification", justification);
    }

    private void properties(CiFinding found) throws IOException {
        Finding finding = found.finding();
        out.writeObjectFieldStart("properties");
        out.writeStringField("certainty", finding.certainty().label());
        out.array("classes", finding.classes(), this::visible);
        out.array("facts", finding.facts(), this::visible);
        out.array("advice", finding.advice(), this::visible);
        out.writeBooleanField("failing", found.failing());
        if (!found.set().isEmpty()) {
            out.writeStringField("set", VisibleText.of(found.set()));
        }
        out.writeEndObject();
    }

    private void visible(String text) throws IOException {
        out.writeString(VisibleText.of(text));
    }
}
