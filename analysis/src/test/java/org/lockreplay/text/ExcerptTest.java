package org.lockreplay.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExcerptTest {

    @Test
    void aShortListIsShownInFull() {
        assertThat(Excerpt.of(List.of("a", "b"), ", ")).isEqualTo("a, b");
        assertThat(Excerpt.circle(List.of("a", "b"))).isEqualTo("a -> b -> a");
        assertThat(Excerpt.circle(names(24))).doesNotContain("…");
    }

    @Test
    void ofALongListThereAreTheBeginningTheEndAndTheNumberBetween() {
        assertThat(Excerpt.circle(names(32_000)))
                .isEqualTo(
                        "n0 -> n1 -> n2 -> n3 -> n4 -> n5 -> n6 -> n7 -> n8 -> n9 -> n10 -> n11"
                                + " -> … 31,984 more …"
                                + " -> n31996 -> n31997 -> n31998 -> n31999 -> n0");
    }

    @Test
    void whatIsShownAndWhatIsLeftOutMakeTheWhole() {
        for (int size = 0; size < 100; size++) {
            int all = size;
            long shown = IntStream.range(0, all).filter(i -> Excerpt.shows(i, all)).count();
            long marks = IntStream.range(0, all).filter(i -> Excerpt.resumesAt(i, all)).count();
            assertThat(shown + Excerpt.leftOut(all)).isEqualTo(all);
            assertThat(marks).isEqualTo(Excerpt.leftOut(all) > 0 ? 1 : 0);
        }
    }

    @Test
    void namesAreMadeVisibleAndCut() {
        assertThat(Excerpt.of(List.of("\u001b[2J", "x".repeat(4096)), " -> "))
                .startsWith("\\x1b[2J -> xxx")
                .contains("…[4096 characters]…")
                .hasSizeLessThan(300);
    }

    private static List<String> names(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("n" + i);
        }
        return names;
    }
}
