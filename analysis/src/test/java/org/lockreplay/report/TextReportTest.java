package org.lockreplay.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextReportTest {

    @ParameterizedTest
    @EnumSource
    void theTextIsTheOneThatWasReadAndFoundGood(Samples sample) throws IOException {
        assertThat(text(sample, TextStyle.PLAIN)).isEqualTo(expected(sample));
    }

    @ParameterizedTest
    @EnumSource
    void plainTextHoldsNothingThatATerminalObeys(Samples sample) throws IOException {
        assertThat(text(sample, TextStyle.PLAIN).chars())
                .allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f) || c > 0x9f);
    }

    @ParameterizedTest
    @EnumSource
    void coloursAddNothingButColours(Samples sample) throws IOException {
        String coloured = text(sample, TextStyle.ANSI);
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(text(sample, TextStyle.PLAIN));
        assertThat(coloured).contains("\u001b[");
    }

    @Test
    void theSameReportGivesTheSameText() throws IOException {
        assertThat(text(Samples.ABBA, TextStyle.PLAIN))
                .isEqualTo(text(Samples.ABBA, TextStyle.PLAIN));
    }

    private static String text(Samples sample, TextStyle style) throws IOException {
        StringBuilder out = new StringBuilder();
        new TextReport(style).write(sample.report(), out);
        return out.toString();
    }

    private static String expected(Samples sample) throws IOException {
        try (InputStream stream = TextReportTest.class.getResourceAsStream(sample.file())) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
