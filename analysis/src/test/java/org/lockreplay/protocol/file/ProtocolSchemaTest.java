package org.lockreplay.protocol.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lockreplay.json.JsonException;

/** The published schema and the reader take and refuse the same files. */
class ProtocolSchemaTest {

    private static final Path SCHEMA = Path.of("../docs/protocol.schema.json");

    @Test
    void bothTakeAFileThatIsRight() throws IOException {
        assertThat(refusals(Written.TWO_LOCKS)).isEmpty();
        Written.read(Written.TWO_LOCKS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"lock\": \"b\"} | {\"comment\": \"c\", \"note\": \"n\", \"name\": \"mutex_lock(b)\", \"lock\": \"b\"}",
                "{\"lock\": \"b\"} | {\"try\": \"b\", \"name\": \"mutex_lock(b)\", \"then\": [], \"failed\": []}",
                "{\"call\": \"both\"} | {\"optional\": [{\"call\": \"both\"}]}",
                "\"order\": [\"a\", \"b\"] | \"orders\": [[\"a\", \"b\"]]",
                "\"name\": \"two\" | \"name\": \" t\\u00a0\\u00f6 \\ud83d\\udd12\"",
                "\"order\": [\"a\", \"b\"] | \"order\": [[\"a\"], [\"b\"]]",
                "\"case\": 1 | \"case\": 2147483647",
                "\"aliases\": [\"&x->a\"] | \"aliases\": [\"try\", \"readers\", \"a lock\", \"*read x\"]",
                "\"case\": 1 | \"case\": 1.0",
                "\"case\": 1 | \"case\": 20e-1",
                "\"remove\": \"both/mutex_lock(b)\" | \"after\": \"both/mutex_lock(b)\", \"steps\": []",
            })
    void bothTakeWhatTheFormatAllows(String from, String to) throws IOException {
        assertThat(refusals(spoilt(from, to))).isEmpty();
        Written.read(spoilt(from, to));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"case\": 1 | \"case\": 0",
                "\"case\": 1 | \"case\": 99999999999999",
                "\"case\": 1 | \"case\": \"1\"",
                "\"case\": 1 | \"case\": 1.5",
                "\"case\": 1 | \"case\": 1e-999999999",
                "\"name\": \"two\" | \"name\": \"\"",
                "\"name\": \"two\" | \"name\": \" \"",
                "\"name\": \"two\" | \"name\": \"\\u00a0\"",
                "\"name\": \"two\" | \"name\": \"\\u3000 \"",
                "\"name\": \"two\" | \"name\": \"two\\n\"",
                "\"name\": \"two\" | \"name\": \"two\\u2028\"",
                "\"name\": \"two\" | \"name\": \"\\u00adtwo\"",
                "\"name\": \"two\" | \"name\": \"\\ue000\"",
                "\"name\": \"two\" | \"name\": \"two\", \"comment\": 1",
                "\"name\": \"two\" | \"name\": \"two\", \"nots\": \"a slip\"",
                "\"name\": \"a\" | \"name\": \"\"",
                "\"name\": \"one\" | \"name\": \"one\\u001b[31m\"",
                "\"aliases\": [\"&x->a\"] | \"aliases\": [\"a\\nb\"]",
                "{\"lock\": \"b\"} | {\"lock\": \"b\", \"name\": \"a\\u0085b\"}",
                "\"name\": \"p\" | \"name\": \"p\\u202e\"",
                "\"aliases\": [\"&x->a\"] | \"aliases\": [\"&x->a\", \"&x->a\"]",
                "\"aliases\": [\"&x->a\"] | \"aliases\": [\"\"]",
                "\"aliases\": [\"&x->a\"] | \"aliases\": [\"read lock\"]",
                "\"aliases\": [\"&x->a\"] | \"aliases\": [\"&x->a\", \"try x\"]",
                "\"aliases\": [\"&x->a\"] | \"aliases\": [\" x\"]",
                "\"aliases\": [\"&x->a\"] | \"aliases\": [\"x \"]",
                "\"name\": \"b\", | \"name\": \"try b\",",
                "\"name\": \"b\", | \"name\": \"read b\", \"aliases\": [],",
                "\"aliases\": [\"&x->a\"] | \"aliases\": \"&x->a\"",
                "\"order\": [\"a\", \"b\"] | \"order\": [\"a\", \"b\"], \"orders\": [[\"a\", \"b\"]]",
                "{\"lock\": \"b\"} | {\"lock\": \"b\", \"then\": []}",
                "{\"lock\": \"b\"} | {\"lock\": \"b\", \"try\": \"b\"}",
                "{\"lock\": \"b\"} | {\"try\": \"b\", \"else\": []}",
                "{\"lock\": \"b\"} | {\"try\": \"b\", \"then\": {}}",
                "{\"lock\": \"b\"} | {\"lock\": \"b\", \"comment\": []}",
                "{\"lock\": \"b\"} | {\"lock\": \"b\", \"name\": \"\"}",
                "{\"lock\": \"b\"} | {}",
                "{\"lock\": \"b\"} | {\"effect\": \"vanish\"}",
                "{\"lock\": \"b\"} | {\"touch\": \"x\", \"mode\": \"read\"}",
                "{\"lock\": \"b\"} | {\"if\": \"managed\\n\", \"then\": []}",
                "{\"lock\": \"b\"} | {\"if\": \"managed\"}",
                "{\"lock\": \"b\"} | {\"repeat\": []}",
                "{\"call\": \"both\"} | {\"call\": \"both\", \"mode\": \"read\"}",
                "\"remove\": \"both/mutex_lock(b)\" | \"remove\": \"both/mutex_lock(b)\", \"steps\": []",
                "\"remove\": \"both/mutex_lock(b)\" | \"remove\": \"both/mutex_lock(b)\", \"after\": \"x\"",
                "\"remove\": \"both/mutex_lock(b)\" | \"replace\": \"both/mutex_lock(b)\"",
                "\"rule\": \"deadlock\" | \"rule\": \"M13\"",
                "\"name\": \"p\" | \"name\": \"\"",
                "\"name\": \"v\" | \"name\": \"\"",
            })
    void bothRefuseWhatTheFormatDoesNotAllow(String from, String to) {
        assertThat(refusals(spoilt(from, to))).isNotEmpty();
        assertThatThrownBy(() -> Written.read(spoilt(from, to)))
                .isInstanceOf(JsonException.class)
                .hasMessageMatching("(?s)p\\.json:\\d+:\\d+: expected .+, found .*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"properties\": [ | \"properties\": [{\"name\": \"p\", \"rule\": \"M1\"},",
                "\"variants\": [ | \"variants\": [{\"name\": \"v\", \"what\": \"w\", \"edits\": []},",
                "\"kind\": \"mutex\" | \"kind\": \"mutex\", \"aliases\": [\"&x->a\"]",
                "\"innerMode\": \"write\"} | \"innerMode\": \"write\"}, {\"case\": 1, \"name\": \"m\","
                        + " \"outer\": \"b\", \"outerMode\": \"write\", \"inner\": \"a\","
                        + " \"innerMode\": \"read\"}",
            })
    void theReaderRefusesTheSameNameTwice(String from, String to) {
        assertThatThrownBy(() -> Written.read(spoilt(from, to)))
                .isInstanceOf(JsonException.class)
                .hasMessageMatching(
                        "p\\.json:\\d+:\\d+: expected (each name once|a number of its own).+");
    }

    private static String spoilt(String from, String to) {
        assertThat(Written.TWO_LOCKS).contains(from);
        return Written.TWO_LOCKS.replace(from, to);
    }

    private static Iterable<?> refusals(String text) {
        try {
            JsonSchema schema =
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                            .getSchema(Files.readString(SCHEMA));
            return schema.validate(text, InputFormat.JSON);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
