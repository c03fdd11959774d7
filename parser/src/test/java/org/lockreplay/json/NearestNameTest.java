package org.lockreplay.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    @ParameterizedTest
    @CsvSource({"trcaes, traces", "lable, labels", "findings, findings", "skipp, skip"})
    void theNameOfTheFewestSlipsIsMeant(String written, String meant) {
        assertThat(NearestName.to(written, List.of("traces", "labels", "findings", "skip")))
                .isEqualTo(meant);
    }
}
