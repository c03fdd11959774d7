package org.lockreplay.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every line is counted once, wherever a chunk begins. */
class TallyTest {

    private static final String EVENT = "sh-55 [001] ..... 5.7: lock_release: 0000000000000001 x\n";
    private static final String MARKER = "sh-55 [001] ..... 5.8: tracing_mark_write: text\n";
    private static final String BROKEN = "sh-55 [001] ..... 5.9: lock_release: zz\n";

    /** The same facts for every size of chunk and number of threads. */
    private static TraceFacts facts(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        TraceFacts facts = Reading.of(new TraceReader(1), bytes).facts();
        for (int chunk : new int[] {1, 30, 57, 58, 100, 115, 1000}) {
            for (int threads = 1; threads <= 3; threads++) {
                Reading reading = Reading.of(new TraceReader(threads, chunk), bytes);
                assertThat(reading.facts()).as("chunks of %d", chunk).isEqualTo(facts);
                assertThat(reading.everyLineCounts()).isTrue();
            }
        }
        return facts;
    }

    private static List<String> messages(TraceFacts facts) {
        return facts.firstMalformed().stream().map(bad -> bad.message("t")).toList();
    }

    @Test
    void linesBehindATextThatCannotBeReadBelongToIt() {
        TraceFacts facts = facts(EVENT + MARKER + "second\nthird: line\n" + EVENT);
        assertThat(facts.malformed()).isZero();
        assertThat(facts.annotations()).isEqualTo(2);
        assertThat(facts.lines()).isEqualTo(5);
    }

    @Test
    void blankLinesCommentsAndFramesDoNotEndAText() {
        TraceFacts facts = facts(EVENT + MARKER + "\nb\n# c\n#\n => d\n\te\nf\n" + EVENT + "g\n");
        assertThat(facts.annotations()).isEqualTo(4);
        assertThat(facts.comments()).isEqualTo(3);
        assertThat(messages(facts))
                .containsExactly(
                        "t:11:1: expected a task, as in 'comm-pid [cpu] time:', found 'g'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                EVENT,
                BROKEN,
                "CPU:0 [LOST 3 EVENTS]\n",
                "# tracer: nop\n",
                "cpus=4\n",
                "##### CPU 3 buffer started ####\n"
            })
    void whatIsALineOfItsOwnEndsAText(String line) {
        TraceFacts facts = facts(EVENT + MARKER + "more\n" + line + "garbage\n");
        assertThat(facts.annotations()).isEqualTo(1);
        assertThat(facts.malformed()).isEqualTo(line.equals(BROKEN) ? 2 : 1);
    }

    @Test
    void aBrokenEventIsNeverPartOfAText() {
        TraceFacts facts = facts(EVENT + MARKER + BROKEN);
        assertThat(messages(facts))
                .containsExactly("t:3:38: expected the address of a lock, found 'zz'");
    }

    @Test
    void theFirstFiveMalformedLinesAreKeptInFull() {
        StringBuilder text = new StringBuilder(EVENT + MARKER);
        text.append("part of the text\n".repeat(20)).append(EVENT);
        for (int line = 0; line < 30; line++) {
            text.append("bad ").append(line).append('\n').append(line % 3 == 0 ? EVENT : "");
        }
        TraceFacts facts = facts(text.toString());
        assertThat(facts.malformed()).isEqualTo(30);
        assertThat(facts.annotations()).isEqualTo(20);
        assertThat(facts.firstMalformed())
                .extracting(MalformedLine::found)
                .containsExactly("bad 0", "bad 1", "bad 2", "bad 3", "bad 4");
        assertThat(facts.firstMalformed())
                .extracting(MalformedLine::line)
                .containsExactly(24L, 26L, 27L, 28L, 30L);
    }

    @Test
    void fiveFlagCharactersTellOfBottomHalvesWhereTheTraceShowsThatTheyDo() {
        String on = "sh-55 [001] ...1. 5.700000: lock_release: 0000000000000001 x\n";
        String off = "sh-55 [001] b..1. 5.700000: lock_release: 0000000000000001 x\n";
        String four = "sh-55 [001] ...1 5.700000: lock_release: 0000000000000001 x\n";
        String old = "#                                _-----=> irqs-off\n";
        String header = "#                                _-----=> irqs-off/BH-disabled\n";
        assertThat(facts(on).softirqFlags()).isFalse();
        assertThat(facts(old + on).softirqFlags()).isFalse();
        assertThat(facts(header + four).softirqFlags()).isFalse();
        assertThat(facts(header + on).softirqFlags()).isTrue();
        assertThat(facts(on + off).softirqFlags()).isTrue();
    }

    @Test
    void noMachineHasACpuOfAnyNumber() {
        String line = "sh-55 [%s] ...1. 5.700000: lock_release: 0000000000000001 x\n";
        TraceFacts facts =
                facts(
                        EVENT.repeat(3)
                                + line.formatted("65535")
                                + line.formatted("65536")
                                + line.formatted("2147483647")
                                + "CPU:2147483647 [LOST 1 EVENTS]\n");
        assertThat(facts.malformed()).isEqualTo(2);
        assertThat(facts.lost()).isEqualTo(1);
        assertThat(facts.cpus()).isEqualTo(2);
    }

    @Test
    void theFactsAreThoseOfTheLines() {
        TraceFacts facts =
                facts(
                        """
                        # tracer: nop
                        CPU:0 [LOST 5 EVENTS]
                        CPU:1 [LOST EVENTS]
                        sh-55 [001] d.h1. 5.700000: lock_release: 0000000000000001 x
                        sh-55 [002] d.h1 5.700001: lock_release: 0000000000000001 x
                        <idle>-0 [003] d.h1 5.700002: lock_acquire: 0000000000000001 x
                        a-4194303 [003] d.h1 5.800000: console: x
                        a-2000000000 [003] d.h1 5.800000: console: x
                        CPU:0 [LOST 7 EVENTS]
                        """);
        assertThat(facts.lost()).isEqualTo(12);
        assertThat(facts.lossMarkers()).isEqualTo(3);
        assertThat(facts.tasks()).isEqualTo(4);
        assertThat(facts.cpus()).isEqualTo(3);
        assertThat(facts.firstTime()).hasValue(5_700_000_000L);
        assertThat(facts.lastTime()).hasValue(5_800_000_000L);
        assertThat(facts.flags()).isTrue();
        assertThat(facts.softirqFlags()).isFalse();
        assertThat(facts.ticks()).isFalse();
        assertThat(facts.eventCount()).isEqualTo(5);
        assertThat(facts.events().toString())
                .isEqualTo("{console=2, lock_acquire=1, lock_release=2}");
    }

    @Test
    void fourFlagCharactersSayNothingOfSoftirqs() {
        TraceFacts facts = facts("sh-55 [001] d.h1     17: lock_release: 0000000000000001 x\n");
        assertThat(facts.flags()).isTrue();
        assertThat(facts.softirqFlags()).isFalse();
        assertThat(facts.ticks()).isTrue();
        assertThat(facts.firstTime()).hasValue(17);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyLineOfARandomMixtureCountsOnce(int seed) {
        String text = Excerpts.random(new Random(seed), 400);
        Reading reading = Reading.of(text);
        assertThat(reading.facts().lines())
                .isEqualTo(text.split("\n", -1).length - (text.endsWith("\n") ? 1 : 0));
        assertThat(reading.everyLineCounts()).as("seed %d", seed).isTrue();
    }
}
