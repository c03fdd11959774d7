package org.lockreplay.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.event.TraceEvent;

/** Lines up to 8 MiB are lines; what is longer is counted, told of and stepped over. */
class LongLinesTest {

    private static final String PREFIX = "sh-55 [001] ..... 5.7: lock_release: 0000000000000001 ";
    private static final int LONGEST = 8 << 20;

    /** One byte again and again. */
    private static final class Repeated extends InputStream {

        private final byte value;
        private long rest;

        Repeated(char value, long count) {
            this.value = (byte) value;
            rest = count;
        }

        @Override
        public int read() {
            return rest-- > 0 ? value : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (rest == 0) {
                return -1;
            }
            int count = (int) Math.min(length, rest);
            Arrays.fill(into, from, from + count, value);
            rest -= count;
            return count;
        }
    }

    private static InputStream ascii(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static InputStream together(InputStream... parts) {
        return new SequenceInputStream(Collections.enumeration(List.of(parts)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aLineOfAHundredMegabytesIsOneMalformedLine(int threads) {
        Reading reading =
                Reading.of(
                        new TraceReader(threads),
                        together(
                                ascii(PREFIX + "a\n"),
                                new Repeated('z', 100_000_000),
                                ascii("\n" + PREFIX + "b\n")));
        assertThat(reading.facts().lines()).isEqualTo(3);
        assertThat(reading.rows()).extracting(Reading.Columns::name).containsExactly("a", "b");
        assertThat(reading.rows().get(1).event().origin().line()).isEqualTo(3);
        assertThat(reading.facts().firstMalformed())
                .extracting(bad -> bad.message("t"))
                .containsExactly(
                        "t:2:1: expected a line of at most 8 MiB, found '" + "z".repeat(40) + "'");
    }

    @ParameterizedTest
    @CsvSource({"0,1048576", "0,64", "1,1048576", "500,1048576", "2000,64", "20000,1048576"})
    void theLimitIsTheSameWhereverTheLineBegins(int before, int chunk) {
        for (int threads : new int[] {1, 2}) {
            for (int over = -1; over <= 1; over++) {
                int length = LONGEST + over - PREFIX.length();
                for (String end : new String[] {"\n" + PREFIX + "b\n", ""}) {
                    if (before == 0 && end.isEmpty()) {
                        continue; // would be refused
                    }
                    Reading reading =
                            Reading.of(
                                    new TraceReader(threads, chunk),
                                    together(
                                            ascii((PREFIX + "a\n").repeat(before)),
                                            ascii(PREFIX),
                                            new Repeated('z', length),
                                            ascii(end)));
                    int lines = before + (end.isEmpty() ? 1 : 2);
                    assertThat(reading.facts().lines()).isEqualTo(lines);
                    assertThat(reading.facts().malformed()).isEqualTo(over > 0 ? 1 : 0);
                    assertThat(reading.rows()).hasSize(over > 0 ? lines - 1 : lines);
                    if (over <= 0) {
                        assertThat(reading.rows().get(before).name()).hasSize(length);
                    }
                }
            }
        }
    }

    @Test
    void anInputOfOneEndlessLineIsRefusedInASentence() {
        assertThat(
                        catchThrowable(
                                () ->
                                        Reading.tryOf(
                                                new TraceReader(1), new Repeated('z', 20_000_000))))
                .isInstanceOf(UnreadableTraceException.class)
                .hasMessage(
                        "t:1:1: expected a line of at"
                                + " most 8 MiB, found '"
                                + "z".repeat(40)
                                + "'; no line of it is a trace event");
    }

    @Test
    void linesAcrossChunkBordersAreWhole() {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder();
        StringBuilder names = new StringBuilder();
        for (int line = 0; line < 300; line++) {
            String name = "n" + "x".repeat(random.nextInt(400));
            text.append(PREFIX).append(name).append('\n');
            names.append(name).append('\n');
        }
        for (int chunk : new int[] {1, 2, 63, 64, 65, 100, 454, 455, 1000}) {
            Reading reading = Reading.of(new TraceReader(2, chunk), ascii(text.toString()));
            StringBuilder read = new StringBuilder();
            for (int row = 0; row < reading.rows().size(); row++) {
                TraceEvent event = reading.events().get(row);
                read.append(((TraceEvent.Lock) event).lockClass()).append('\n');
                assertThat(event.origin().line()).isEqualTo(row + 1);
            }
            assertThat(read.toString()).as("chunks of %d", chunk).isEqualTo(names.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-",
                " ",
                "[",
                " [",
                ") [",
                "-1 ",
                "-1 2",
                "1.1: ",
                ": ",
                "us : ",
                "1us : ",
                "(+1ms): ",
                "] 1.1: ",
                "x 1 1.1111111111: ",
                "[1] 1.1: ",
                "-1 [1] ",
                "-1 1d..1. ",
                "0123456789abcdef",
                "(",
                " -> ",
                " ==> ",
                "name=",
                " <-",
                "lock_acquire: "
            })
    void aLineMadeToMisleadIsOneMalformedLineHoweverLong(String pattern) {
        // a million repetitions: anything but a linear scan would not come back
        String hostile = pattern.repeat(2_000_000 / pattern.length());
        for (String line : new String[] {hostile, " ".repeat(1_000_000) + "x " + hostile}) {
            Reading reading =
                    Reading.of(new TraceReader(1), ascii(PREFIX + "a\n" + line + "\nlast\n"));
            assertThat(reading.facts().lines()).isEqualTo(3);
            assertThat(reading.everyLineCounts()).isTrue();
            assertThat(reading.rows()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sched_switch: ",
                "sys_mmap(",
                "sys_enter: NR 1 (",
                "mpx_unmap_zap: ",
                "sys_enter_x: __syscall_nr=1 ",
                "contention_begin: 1 (flags=",
                "page_fault_user: "
            })
    void argumentsMadeToMisleadAreReadInOnePass(String event) {
        for (String pattern :
                new String[] {"a=1 ", "1, ", " ==> ", " prev_pid=", "[", "SPIN", "x: "}) {
            Reading reading =
                    Reading.of(
                            new TraceReader(1),
                            together(
                                    ascii(PREFIX + "a\n"),
                                    ascii("sh-55 [001] ..... 5.7: " + event),
                                    ascii(pattern.repeat(1_000_000 / pattern.length())),
                                    ascii("\n")));
            assertThat(reading.facts().lines()).isEqualTo(2);
            assertThat(reading.everyLineCounts()).isTrue();
        }
    }

    @Test
    void linesOfAKnownTaskWithoutABlankEndWhereTheyEnd() {
        // the flags would end at the next blank: not behind the line, not at the end of the chunk
        String known = "0123456789abcdef-123[001]";
        String lines = (known + "xxxxxxx\n").repeat(100_000);
        Reading reading = Reading.of(known + " ..... 5.7: a: b\n" + lines);
        assertThat(reading.rows()).hasSize(1);
        assertThat(reading.facts().malformed()).isEqualTo(100_000);
        assertThat(reading.facts().firstMalformed().get(0).message("t"))
                .isEqualTo("t:2:26: expected four to seven flag characters, found 'xxxxxxx'");
    }
}
