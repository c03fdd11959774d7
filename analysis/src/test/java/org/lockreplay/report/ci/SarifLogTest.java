package org.lockreplay.report.ci;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lockreplay.report.Samples;

class SarifLogTest {

    private static final JsonSchema SCHEMA = publishedSchema();

    @ParameterizedTest
    @MethodSource("org.lockreplay.report.ci.Runs#all")
    void everyLogIsValidByThePublishedSchema(CiRun run) throws IOException {
        assertThat(violations(log(run))).isEmpty();
    }

    @Test
    void theSchemaRefusesWhatIsNoLog() throws IOException {
        String log = Runs.text(CiFormat.SARIF, Runs.checked(Samples.ABBA));
        JsonNode wrong =
                new ObjectMapper()
                        .readTree(
                                log.replace("\"level\": \"error\"", "\"level\": \"fatal\"")
                                        .replace("\"startLine\": ", "\"startLine\": -"));
        assertThat(violations(wrong)).isNotEmpty();
    }

    @Test
    void aCircleHasItsFirstEdgeAsPlaceAndEachEdgeAsThread() throws IOException {
        JsonNode result = result(log(Runs.checked(Samples.ABBA)), 0);
        assertThat(result.at("/ruleId").asText()).isEqualTo("cycle");
        assertThat(result.at("/level").asText()).isEqualTo("error");
        JsonNode place = result.at("/locations/0/physicalLocation");
        assertThat(place.at("/artifactLocation/uri").asText()).isEqualTo("boot/abba.trace");
        assertThat(place.at("/region/startLine").asInt()).isPositive();
        assertThat(result.at("/relatedLocations")).hasSize(4);
        assertThat(result.at("/codeFlows/0/threadFlows")).hasSize(2);
        assertThat(result.at("/codeFlows/0/threadFlows/1/locations")).hasSize(2);
        assertThat(result.at("/message/text").asText())
                .startsWith("possible circular locking dependency: mtx_a -> mtx_b -> mtx_a.")
                .contains("](4)");
    }

    @Test
    void aResultIsOfTheRuleThatItsIndexSays() throws IOException {
        JsonNode log = log(Runs.checked(Samples.OTHER_RULES));
        JsonNode rules = log.at("/runs/0/tool/driver/rules");
        assertThat(log.at("/runs/0/results")).isNotEmpty();
        for (JsonNode result : log.at("/runs/0/results")) {
            assertThat(rules.get(result.get("ruleIndex").asInt()).get("id"))
                    .isEqualTo(result.get("ruleId"));
        }
    }

    @Test
    void rulesHaveHelpOfTheLengthThatCodeScanningTakes() throws IOException {
        JsonNode rules = log(Runs.checked(Samples.NOTHING)).at("/runs/0/tool/driver/rules");
        assertThat(rules).isNotEmpty();
        for (JsonNode rule : rules) {
            assertThat(rule.at("/shortDescription/text").asText()).hasSizeBetween(10, 1024);
            assertThat(rule.at("/fullDescription/text").asText()).hasSizeBetween(10, 1024);
            assertThat(rule.at("/help/text").asText()).doesNotContain("`").isNotEmpty();
            assertThat(rule.at("/help/markdown").asText()).isNotEmpty();
        }
    }

    @Test
    void whateverIsDescribedHasWhatCodeScanningAsksFor() throws IOException {
        JsonNode driver = log(Runs.checked(Samples.NOTHING)).at("/runs/0/tool/driver");
        for (String kind : List.of("rules", "notifications")) {
            assertThat(driver.get(kind)).isNotEmpty();
            for (JsonNode one : driver.get(kind)) {
                assertThat(one.get("name").asText())
                        .matches("[A-Z][A-Za-z0-9]+")
                        .isNotEqualToIgnoringCase(one.get("id").asText());
                for (String text : List.of("shortDescription", "fullDescription", "help")) {
                    assertThat(one.at("/" + text + "/text").asText()).isNotEmpty();
                }
            }
        }
    }

    @Test
    void withoutABaselineNothingIsSaidOfOne() throws IOException {
        JsonNode result = result(log(Runs.checked(Samples.ABBA)), 0);
        assertThat(result.has("baselineState")).isFalse();
        assertThat(result.has("suppressions")).isFalse();
    }

    @Test
    void aGateTellsWhatIsNewKnownExpectedAndSuppressed() throws IOException {
        JsonNode log = log(Runs.gated(Samples.OTHER_RULES.report()));
        assertThat(result(log, 0).get("baselineState").asText()).isEqualTo("new");
        assertThat(result(log, 0).get("suppressions")).isEmpty();
        assertThat(result(log, 1).get("baselineState").asText()).isEqualTo("unchanged");
        assertThat(result(log, 2).get("suppressions")).hasSize(1);
        JsonNode suppressed = result(log, 3).at("/suppressions/0");
        assertThat(suppressed.get("justification").asText()).isEqualTo("waits for a fix <soon>");
        assertThat(suppressed.at("/properties/owner").asText()).isEqualTo("mm@example.org");
        assertThat(suppressed.at("/properties/expires").asText()).isEqualTo("2027-01-31");
    }

    @Test
    void whatCouldNotBeReadIsANotificationAndTheExecutionNoSuccess() throws IOException {
        JsonNode invocation = log(Runs.gated(Samples.NOTHING.report())).at("/runs/0/invocations/0");
        assertThat(invocation.get("executionSuccessful").asBoolean()).isFalse();
        assertThat(invocation.get("exitCode").asInt()).isEqualTo(3);
        JsonNode first = invocation.at("/toolExecutionNotifications/0");
        assertThat(first.at("/descriptor/id").asText()).isEqualTo("unreadable-input");
        assertThat(first.get("level").asText()).isEqualTo("error");
        assertThat(first.at("/locations/0/physicalLocation/artifactLocation/uri").asText())
                .isEqualTo("corpus/broken%20one.trace");
    }

    @Test
    void fingerprintsAreThoseOfTheFindingsAndDiffer() throws IOException {
        CiRun run = Runs.checked(Samples.OTHER_RULES);
        JsonNode log = log(run);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < run.findings().size(); i++) {
            String fingerprint = run.findings().get(i).finding().fingerprint();
            JsonNode result = result(log, i);
            assertThat(result.at("/partialFingerprints/primaryLocationLineHash").asText())
                    .isEqualTo(fingerprint + ":1");
            assertThat(seen.add(fingerprint)).isTrue();
        }
    }

    @Test
    void moreResultsThanCodeScanningTakesAreLeftOutAndCounted() throws IOException {
        JsonNode log = log(Runs.large(25_002));
        assertThat(log.at("/runs/0/results")).hasSize(25_000);
        assertThat(
                        log.at("/runs/0/invocations/0/toolExecutionNotifications")
                                .findValuesAsText("text"))
                .anyMatch(text -> text.startsWith("2 findings are left out"));
    }

    @Test
    void aFindingHasNoMorePlacesThanCodeScanningShows() throws IOException {
        JsonNode result = result(log(Runs.manyPlaces(300)), 0);
        assertThat(result.at("/relatedLocations")).hasSize(100);
        assertThat(result.at("/message/text").asText()).endsWith("\nand 500 more places");
    }

    @Test
    void namesAreNeitherLinksNorPlaceholdersNorInvisible() throws IOException {
        CiRun run = Runs.evil();
        String all = Runs.text(CiFormat.SARIF, run);
        assertThat(all).doesNotContain("\\u001b", "\\u0000", "\u202e");
        for (JsonNode text : log(run).at("/runs/0/results").findValues("text")) {
            assertThat(text.asText().replaceAll("\\{\\{\\d+}}", "")).doesNotContain("{0}");
            assertThat(text.asText()).doesNotContain(" [link](http");
        }
    }

    @Test
    void everyPlaceIsAUriOfItsTrace() throws IOException {
        CiRun run = Runs.evil();
        List<JsonNode> uris = log(run).findValues("uri");
        assertThat(uris).isNotEmpty();
        for (JsonNode uri : uris) {
            assertThat(URI.create(uri.asText()).isAbsolute()).isFalse();
        }
    }

    private static JsonNode log(CiRun run) throws IOException {
        return new ObjectMapper().readTree(Runs.text(CiFormat.SARIF, run));
    }

    private static JsonNode result(JsonNode log, int index) {
        return log.at("/runs/0/results").get(index);
    }

    private static Set<ValidationMessage> violations(JsonNode log) {
        return SCHEMA.validate(log);
    }

    private static JsonSchema publishedSchema() {
        try (InputStream schema =
                SarifLogTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }
}
