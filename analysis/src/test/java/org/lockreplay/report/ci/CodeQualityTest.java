package org.lockreplay.report.ci;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lockreplay.report.Samples;

class CodeQualityTest {

    @ParameterizedTest
    @MethodSource("org.lockreplay.report.ci.Runs#all")
    void everyReportHasTheFieldsThatGitLabAsksFor(CiRun run) throws IOException {
        assertThat(schema().validate(issues(run))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("org.lockreplay.report.ci.Runs#all")
    void noTwoIssuesShareAFingerprint(CiRun run) throws IOException {
        Set<String> seen = new HashSet<>();
        for (JsonNode issue : issues(run)) {
            assertThat(seen.add(issue.get("fingerprint").asText())).isTrue();
        }
    }

    @Test
    void oneFindingOfSeveralSetsIsSeveralIssues() throws IOException {
        JsonNode issues = issues(Runs.large(3));
        Set<String> seen = new HashSet<>(issues.findValuesAsText("fingerprint"));
        assertThat(seen).hasSameSizeAs(issues).hasSize(4);
    }

    @Test
    void aFindingIsAnIssueAtItsFirstEdge() throws IOException {
        CiRun run = Runs.checked(Samples.ABBA);
        JsonNode issue = issues(run).get(0);
        assertThat(issue.get("check_name").asText()).isEqualTo("cycle");
        assertThat(issue.get("severity").asText()).isEqualTo("critical");
        assertThat(issue.get("fingerprint").asText())
                .isEqualTo(run.findings().get(0).finding().fingerprint());
        assertThat(issue.at("/location/path").asText()).isEqualTo("boot/abba.trace");
        assertThat(issue.get("other_locations")).hasSize(1);
    }

    @Test
    void whatIsSuppressedOrExpectedIsNoIssueAndWhatIsUnreadableIsOne() throws IOException {
        CiRun run = Runs.gated(Samples.OTHER_RULES.report());
        long open = run.findings().stream().filter(CiFinding::isOpen).count();
        assertThat(open).isPositive().isLessThan(run.findings().size());
        JsonNode issues = issues(run);
        assertThat(issues).hasSize((int) open + 1);
        assertThat(issues.get(0).get("check_name").asText()).isEqualTo("unreadable-input");
        assertThat(issues.get(0).get("severity").asText()).isEqualTo("blocker");
    }

    private static JsonNode issues(CiRun run) throws IOException {
        return new ObjectMapper().readTree(Runs.text(CiFormat.CODE_QUALITY, run));
    }

    private static JsonSchema schema() throws IOException {
        try (InputStream schema =
                CodeQualityTest.class.getResourceAsStream("code-quality.schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
        }
    }
}
