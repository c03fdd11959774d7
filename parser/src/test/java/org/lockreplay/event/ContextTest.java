package org.lockreplay.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the flag characters of a line say. */
class ContextTest {

    private static final String HEX = ".123456789abcdef";

    private static int parse(String flags) {
        byte[] bytes = flags.getBytes(StandardCharsets.ISO_8859_1);
        return Context.parse(bytes, 0, bytes.length);
    }

    private static List<String> each(String characters) {
        return characters.chars().mapToObj(Character::toString).toList();
    }

    @Test
    void everyCombinationOfFlagCharactersIsKept() {
        for (String irqs : each(".dbDX")) {
            for (String resched : each(".npNLbBlg")) {
                for (String interrupt : each(".shHzZ")) {
                    for (int preempt = 0; preempt < 16; preempt++) {
                        String four = irqs + resched + interrupt + HEX.charAt(preempt);
                        assertThat(Context.text(parse(four))).isEqualTo(four);
                        String five = four + HEX.charAt(15 - preempt);
                        assertThat(Context.text(parse(five))).isEqualTo(five);
                        assertThat(Context.preemptDepth(parse(five))).isEqualTo(preempt);
                        String lazy = preempt % 2 == 0 ? "L" : ".";
                        String six = irqs + resched + lazy + interrupt + five.substring(3);
                        assertThat(Context.text(parse(six))).isEqualTo(six);
                        String seven = six + HEX.charAt(preempt);
                        assertThat(Context.text(parse(seven))).isEqualTo(seven);
                        assertThat(Context.preemptDepth(parse(seven))).isEqualTo(preempt);
                        assertThat(Context.level(parse(seven)))
                                .isEqualTo(Context.level(parse(four)));
                        assertThat(Context.hardirqsOn(parse(seven)))
                                .isEqualTo(Context.hardirqsOn(parse(four)));
                    }
                }
            }
        }
    }

    @Test
    void sixAndSevenCharactersTellOfBottomHalvesOnlyThatTheyAreOff() {
        assertThat(Context.softirqsOn(parse("....."))).isTrue();
        assertThat(Context.softirqsKnown(parse("......"))).isFalse();
        assertThat(Context.interruptsOn(parse("......."))).isEqualTo(Context.HARDIRQS_ON);
        assertThat(Context.bottomHalvesOff(parse("b......"))).isTrue();
        assertThat(Context.bottomHalvesOff(parse("D......"))).isTrue();
        assertThat(Context.softirqsOn(parse("b......"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "...",
                "........",
                "..x...",
                ".....x.",
                "......x",
                "x....",
                ".x...",
                "..x..",
                "...x.",
                "....x",
                "....0",
                "...A.",
                "\u00e4....",
                "dddd"
            })
    void otherTextIsNoFlagField(String text) {
        assertThat(parse(text)).isEqualTo(Context.INVALID);
    }

    @ParameterizedTest
    @CsvSource({
        "..... ,0",
        "..s..,1",
        "..h..,2",
        "..H..,2",
        "..z..,3",
        "..Z..,3",
        "..s.,1",
        "d.h1,2"
    })
    void theThirdCharacterIsTheInterruptLevel(String flags, int level) {
        assertThat(Context.level(parse(flags.strip()))).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({
        ".....,true,true",
        "b....,true,false",
        "d....,false,false",
        "D....,false,false",
        "X....,false,false",
        "..s..,true,false",
        "..h..,true,false",
        "....,true,false",
        "d...,false,false"
    })
    void interruptsAreOnWhereTheFirstCharacterSaysSo(String flags, boolean hard, boolean soft) {
        assertThat(Context.hardirqsOn(parse(flags))).isEqualTo(hard);
        assertThat(Context.softirqsOn(parse(flags))).isEqualTo(soft);
        assertThat(Context.softirqsKnown(parse(flags))).isEqualTo(flags.length() == 5);
    }

    @Test
    void nothingIsKnownOfALineWithoutFlags() {
        assertThat(Context.known(Context.UNKNOWN)).isFalse();
        assertThat(Context.hardirqsOn(Context.UNKNOWN)).isFalse();
        assertThat(Context.softirqsOn(Context.UNKNOWN)).isFalse();
        assertThat(Context.text(Context.UNKNOWN)).isEmpty();
        assertThat(Context.known(parse("....."))).isTrue();
        assertThat(Context.known(parse("...."))).isTrue();
    }

    @Test
    void theMarkOfTicksChangesNothingElse() {
        int context = Context.withTicks(parse("dNh21"));
        assertThat(Context.ticks(context)).isTrue();
        assertThat(Context.text(context)).isEqualTo("dNh21");
        assertThat(Context.ticks(Context.withTicks(Context.UNKNOWN))).isTrue();
        assertThat(Context.known(Context.withTicks(Context.UNKNOWN))).isFalse();
        assertThat(Context.ticks(parse("dNh21"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0,0,....",
        "1,1,d..1",
        "2,0,X...",
        "4,0,.n..",
        "32,0,.p..",
        "36,0,.N..",
        "8,2,..h2",
        "16,0,..s.",
        "24,0,..H.",
        "64,0,..z.",
        "72,0,..Z.",
        "128,0,b....",
        "129,33,D..12",
        "1,33,d..1"
    })
    void theBitsOfARingBufferEntrySayTheSame(int flags, int preempt, String text) {
        int context = Context.ofEntry(flags, preempt);
        assertThat(Context.text(context)).isEqualTo(text);
        assertThat(context).isEqualTo(parse(text));
    }
}
