package org.lockreplay.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lockreplay.json.JsonReader;
import org.lockreplay.json.JsonValue;

class JsonReportTest {

    @Test
    void theFieldsAreTheOnesThatArePromised() throws IOException {
        try (InputStream expected = JsonReportTest.class.getResourceAsStream("abba.json")) {
            assertThat(indented(Samples.ABBA))
                    .isEqualTo(new String(expected.readAllBytes(), UTF_8));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReportOnOneLineSaysTheSame(Samples sample) throws IOException {
        String line = line(sample);
        assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
        assertThat(line.replaceAll("\\s", "")).isEqualTo(indented(sample).replaceAll("\\s", ""));
    }

    @Test
    void anEvidenceWithoutAnEdgeHasNoOuterLock() throws IOException {
        int unbalanced = 0;
        for (JsonValue finding : parse(Samples.OTHER_RULES).member("findings").elements()) {
            if (finding.text("id").equals("unbalanced")) {
                unbalanced++;
                JsonValue evidence = finding.member("evidence").elements().get(0);
                assertThat(evidence.member("outer").isNothing()).isTrue();
                assertThat(evidence.member("mode").isNothing()).isTrue();
                assertThat(evidence.text("inner")).isEqualTo("sp_a");
                assertThat(evidence.text("address")).isEqualTo("0x9dbbf909");
            }
        }
        assertThat(unbalanced).isPositive();
    }

    @Test
    void ticksAreNotNanoseconds() throws IOException {
        JsonValue evidence =
                parse(Samples.HOSTILE)
                        .member("findings")
                        .elements()
                        .get(0)
                        .member("evidence")
                        .elements()
                        .get(0);
        assertThat(evidence.member("timeNanos").isNothing()).isTrue();
        assertThat(evidence.number("ticks")).isEqualTo(4_000_102_000L);
        assertThat(evidence.member("address").isNothing()).isTrue();
        assertThat(evidence.text("task")).isEqualTo("task\r\u001b[31m");
    }

    @Test
    void theNestingCasesHaveTheirNumbersAndTheInverseHasNone() throws IOException {
        var rows = parse(Samples.NESTING_CASES).member("nestingCases").elements();
        assertThat(rows).hasSize(4);
        assertThat(rows.get(0).number("case")).isEqualTo(1);
        assertThat(rows.get(0).number("try")).isEqualTo(6);
        assertThat(rows.get(0).text("outerMode")).isEqualTo("read");
        assertThat(rows.get(0).member("operations").number("bounds-fault")).isEqualTo(6);
        assertThat(rows.get(3).member("case").isNothing()).isTrue();
        assertThat(rows.get(3).flag("inverse")).isTrue();
    }

    private static JsonValue parse(Samples sample) throws IOException {
        byte[] bytes = line(sample).getBytes(UTF_8);
        return new JsonReader("report", new ByteArrayInputStream(bytes)).document();
    }

    private static String indented(Samples sample) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonReport.write(sample.report(), out);
        return out.toString(UTF_8);
    }

    private static String line(Samples sample) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonReport.writeLine(sample.report(), out);
        return out.toString(UTF_8);
    }
}
