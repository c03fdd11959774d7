package org.lockreplay.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTextTest {

    @Test
    void namesOfTheKernelStayAsTheyAre() {
        assertThat(VisibleText.of("&(&x->y)->lock")).isEqualTo("&(&x->y)->lock");
    }

    @Test
    void whatATerminalWouldObeyIsSpelledOut() {
        assertThat(VisibleText.of("a\u001b[2Jb\r\nc\u0007"))
                .isEqualTo("a\\x1b[2Jb\\x0d\\x0ac\\x07");
        assertThat(VisibleText.of("\u009b31m")).isEqualTo("\\x9b31m");
    }

    @Test
    void marksThatTurnOrHideTextAreSpelledOut() {
        assertThat(VisibleText.of("a\u202eb\u2066c\u200bd"))
                .isEqualTo("a\\u{202e}b\\u{2066}c\\u{200b}d");
    }

    @Test
    void lettersOfAnyLanguageStay() {
        assertThat(VisibleText.of("Z\u00fcrich \u9396")).isEqualTo("Z\u00fcrich \u9396");
    }

    @Test
    void aLongNameIsCutInTheMiddleAndSaysHowLongItWas() {
        String name = "a".repeat(300) + "z".repeat(300);
        assertThat(VisibleText.brief(name))
                .isEqualTo("a".repeat(120) + "…[600 characters]…" + "z".repeat(60));
        assertThat(VisibleText.brief("x".repeat(200))).isEqualTo("x".repeat(200));
    }

    @Test
    void halfACharacterIsSpelledOut() {
        assertThat(VisibleText.of("a\ud83d")).isEqualTo("a\\u{d83d}");
    }
}
