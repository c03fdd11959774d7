package org.lockreplay.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {

    @ParameterizedTest
    @CsvSource({
        "rwl_*, rwl_a",
        "*->rwsem, &anon_vma->rwsem",
        "*(sspp++), *(sspp++)",
        "*, anything",
        "a*b*c, aXbXbYc",
        "mutex, mutex"
    })
    void aStarStandsForAnyText(String pattern, String name) {
        assertThat(new NamePattern(pattern).matches(name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"rwl_*, xrwl_a", "mutex, mutex2", "a*b*c, aXbXbYd", "*x, y"})
    void theRestMustBeTheSame(String pattern, String name) {
        assertThat(new NamePattern(pattern).matches(name)).isFalse();
    }

    @Test
    void manyStarsAgainstALongNameEnd() {
        assertThat(new NamePattern("*a".repeat(50) + "b").matches("a".repeat(10_000))).isFalse();
    }
}
