package org.lockreplay.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.check.Severity;
import org.lockreplay.json.JsonException;

/** The readers of the gate's files and their published schemas accept and refuse the same. */
class GateSchemasTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Path MANIFEST = Path.of("corpus.json");

    @Test
    void theManifestOfTheProjectIsOfItsSchema() throws IOException {
        Path file = Path.of("..", "traces", Manifest.FILE_NAME);
        String text = Files.readString(file);
        assertThat(complaints("corpus", text)).isEmpty();
        try (InputStream stream = Files.newInputStream(file)) {
            Manifest manifest = ManifestReader.read(file, stream, Files::isRegularFile);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ManifestWriter.write(manifest, file, out);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'schema': 'lockreplay-corpus/1'}",
                "{'schema': 'lockreplay-corpus/1', 'comment': 'x', 'defaults': {'alone': true}}",
                "{'schema': 'lockreplay-corpus/1', 'traces': [{'path': 'a', 'findings': 'none'}]}",
                "{'schema': 'lockreplay-corpus/1', 'traces': [{'path': 'a', 'comment': 'x',"
                        + " 'types': 't.json', 'order': 'o.json', 'protocol': 'gleixner-2014', 'tasksAreRoles': false,"
                        + " 'set': 's', 'labels': {'kernel': '6.1'}, 'unreadable': 'expected',"
                        + " 'skip': false, 'findings': ['0123456789abcdef',"
                        + " {'fingerprint': 'fedcba9876543210', 'severity': 'note', 'what': ''}]}]}"
            })
    void aManifestThatIsRightIsReadAndWrittenBack(String quoted) throws IOException {
        String text = quoted.replace('\'', '"');
        assertThat(complaints("corpus", text)).isEmpty();
        Manifest manifest = ManifestReader.read(MANIFEST, stream(text), path -> true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ManifestWriter.write(manifest, MANIFEST, out);
        String written = out.toString(StandardCharsets.UTF_8);
        assertThat(complaints("corpus", written)).isEmpty();
        Manifest again = ManifestReader.read(MANIFEST, stream(written), path -> true);
        assertThat(again.defaults()).isEqualTo(manifest.defaults());
        assertThat(again.entries())
                .extracting(Manifest.Entry::settings)
                .isEqualTo(manifest.entries().stream().map(Manifest.Entry::settings).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{'traces': []}",
                "{'schema': 'lockreplay-corpus/2'}",
                "{'schema': 'lockreplay-corpus/1', 'default': {}}",
                "{'schema': 'lockreplay-corpus/1', 'defaults': {'path': 'x'}}",
                "{'schema': 'lockreplay-corpus/1', 'traces': [{'alone': true}]}",
                "{'schema': 'lockreplay-corpus/1', 'traces': [{'path': 'a', 'lables': {}}]}",
                "{'schema': 'lockreplay-corpus/1', 'traces': [{'path': 'a', 'alone': 'yes'}]}",
                "{'schema': 'lockreplay-corpus/1', 'traces': [{'path': 'a', 'labels': {'a': 1}}]}",
                "{'schema': 'lockreplay-corpus/1', 'traces': [{'path': 'a', 'findings': 'some'}]}",
                "{'schema': 'lockreplay-corpus/1', 'traces': [{'path': 'a', 'findings': []}]}",
                "{'schema': 'lockreplay-corpus/1', 'traces': [{'path': 'a', 'findings': ['1']}]}",
                "{'schema': 'lockreplay-corpus/1', 'traces': [{'path': 'a', 'findings':"
                        + " [{'severity': 'error'}]}]}",
                "{'schema': 'lockreplay-corpus/1', 'traces': [{'path': 'a', 'unreadable': 'x'}]}"
            })
    void aManifestThatIsWrongIsRefusedByBoth(String quoted) throws IOException {
        String text = quoted.replace('\'', '"');
        assertThat(complaints("corpus", text)).isNotEmpty();
        assertThatThrownBy(() -> ManifestReader.read(MANIFEST, stream(text), path -> true))
                .isInstanceOf(JsonException.class)
                .hasMessageMatching("corpus.json:1:\\d+: expected .*, found .*");
    }

    @Test
    void aBaselineIsReadBackAsItWasWritten() throws IOException {
        Baseline baseline =
                new Baseline(
                        List.of(
                                entry("fedcba9876543210", Severity.NOTE, "same-class: \"x\\\n"),
                                entry("0123456789abcdef", Severity.ERROR, "cycle: a -> b -> a")));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BaselineFile.write(baseline, out);
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(complaints("baseline", text)).isEmpty();
        assertThat(BaselineFile.read("b.json", stream(text))).isEqualTo(baseline);
        ByteArrayOutputStream none = new ByteArrayOutputStream();
        BaselineFile.write(Baseline.EMPTY, none);
        assertThat(complaints("baseline", none.toString(StandardCharsets.UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'schema': 'lockreplay-baseline/2', 'findings': []}",
                "{'schema': 'lockreplay-baseline/1'}",
                "{'schema': 'lockreplay-baseline/1', 'findings': [{}]}",
                "{'schema': 'lockreplay-baseline/1', 'findings': [{'fingerprint':"
                        + " '0123456789abcdef', 'severity': 'bad', 'what': 'x',"
                        + " 'since': '2026-01-01'}]}",
                "{'schema': 'lockreplay-baseline/1', 'findings': [{'fingerprint':"
                        + " '0123456789abcdef', 'severity': 'note', 'what': 'x',"
                        + " 'since': 'yesterday'}]}"
            })
    void aBaselineThatIsWrongIsRefusedByBoth(String quoted) throws IOException {
        String text = quoted.replace('\'', '"');
        assertThat(complaints("baseline", text)).isNotEmpty();
        assertThatThrownBy(() -> BaselineFile.read("b.json", stream(text)))
                .isInstanceOf(JsonException.class)
                .hasMessageStartingWith("b.json:1:");
    }

    @Test
    void aFindingIsOnceInABaseline() {
        String twice =
                "{'schema': 'lockreplay-baseline/1', 'findings': [ROW, ROW]}"
                        .replace(
                                "ROW",
                                "{'fingerprint': '0123456789abcdef', 'severity': 'note',"
                                        + " 'what': 'x', 'since': '2026-01-01'}")
                        .replace('\'', '"');
        assertThatThrownBy(() -> BaselineFile.read("b.json", stream(twice)))
                .hasMessageContaining("expected each finding once");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'pattern': 'cycle: *', 'reason': 'r', 'owner': 'o'}",
                "{'fingerprint': '0123456789abcdef', 'reason': 'r', 'owner': 'o',"
                        + " 'expires': '2026-12-31'}"
            })
    void aSuppressionThatIsRightIsRead(String row) throws IOException {
        String text = suppressions(row);
        assertThat(complaints("suppressions", text)).isEmpty();
        assertThatCode(() -> SuppressionFile.read("s.json", stream(text)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'reason': 'r', 'owner': 'o'}",
                "{'pattern': 'x', 'fingerprint': '0123456789abcdef', 'reason': 'r', 'owner': 'o'}",
                "{'pattern': 'x', 'owner': 'o'}",
                "{'pattern': 'x', 'reason': '', 'owner': 'o'}",
                "{'pattern': 'x', 'reason': 'r'}",
                "{'pattern': 'x', 'reason': 'r', 'owner': ' '}",
                "{'pattern': 'x', 'reason': 'r', 'owner': 'o', 'expires': 'soon'}",
                "{'pattern': 'x', 'reason': 'r', 'owner': 'o', 'expire': '2026-12-31'}"
            })
    void aSuppressionThatIsWrongIsRefusedByBoth(String row) throws IOException {
        String text = suppressions(row);
        assertThat(complaints("suppressions", text)).isNotEmpty();
        assertThatThrownBy(() -> SuppressionFile.read("s.json", stream(text)))
                .isInstanceOf(JsonException.class)
                .hasMessageStartingWith("s.json:1:");
    }

    private static String suppressions(String row) {
        return ("{'schema': 'lockreplay-suppressions/1', 'suppressions': [" + row + "]}")
                .replace('\'', '"');
    }

    private static BaselineEntry entry(String fingerprint, Severity severity, String what) {
        return new BaselineEntry(fingerprint, severity, what, LocalDate.of(2026, 2, 28));
    }

    private static Set<ValidationMessage> complaints(String schema, String text)
            throws IOException {
        JsonNode document = new ObjectMapper().readTree(text);
        String published = Files.readString(DOCS.resolve(schema + ".schema.json"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(published)
                .validate(document);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
