package org.lockreplay.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.parser.table.CsvWriter;
import org.lockreplay.parser.table.JsonLinesWriter;

/** What is written as CSV or JSON Lines is read back to the same events. */
class TableRoundTripTest {

    private static List<String> excerpts() {
        return Excerpts.READABLE;
    }

    static String csv(byte[] trace) {
        try {
            StringWriter out = new StringWriter();
            new TraceReader(2, 500).read("t", new ByteArrayInputStream(trace), new CsvWriter(out));
            return out.toString();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (UnreadableTraceException refused) {
            throw new AssertionError(refused);
        }
    }

    static String jsonLines(byte[] trace) {
        try {
            StringWriter out = new StringWriter();
            JsonLinesWriter writer = new JsonLinesWriter(out);
            new TraceReader(2, 500).read("t", new ByteArrayInputStream(trace), writer);
            writer.flush();
            return out.toString();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (UnreadableTraceException refused) {
            throw new AssertionError(refused);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** All columns but the ids, which depend on the order in which a form has its fields. */
    private static List<String> columns(Reading reading) {
        return reading.rows().stream()
                .map(
                        row ->
                                "%s name=%s @%x mode=%d %s"
                                        .formatted(
                                                row.event(),
                                                row.name(),
                                                row.address(),
                                                row.mode(),
                                                row.payload()))
                .toList();
    }

    private static void assertKept(byte[] trace) {
        Reading expected = Reading.of(new TraceReader(1), trace);
        String csv = csv(trace);
        String json = jsonLines(trace);
        assertSame(expected, Reading.of(csv));
        if (!expected.rows().isEmpty()) {
            assertSame(expected, Reading.of(json));
            assertThat(jsonLines(utf8(csv))).isEqualTo(json);
            assertThat(csv(utf8(json))).isEqualTo(csv);
        }
    }

    private static void assertSame(Reading expected, Reading table) {
        assertThat(columns(table)).isEqualTo(columns(expected));
        assertThat(table.facts().events()).isEqualTo(expected.facts().events());
        assertThat(table.facts().lost()).isEqualTo(expected.facts().lost());
        assertThat(table.facts().lossMarkers()).isEqualTo(expected.facts().lossMarkers());
        if (expected.facts().malformed() == 0) {
            // a line with a broken event has a task
            assertThat(table.facts().tasks()).isEqualTo(expected.facts().tasks());
            assertThat(table.facts().cpus()).isEqualTo(expected.facts().cpus());
            assertThat(table.facts().machineCpus()).isEqualTo(expected.facts().machineCpus());
        }
        assertThat(table.facts().flags()).isEqualTo(expected.facts().flags());
        assertThat(table.facts().softirqFlags()).isEqualTo(expected.facts().softirqFlags());
        assertThat(table.facts().ticks()).isEqualTo(expected.facts().ticks());
        assertThat(table.facts().firstTime()).isEqualTo(expected.facts().firstTime());
        assertThat(table.facts().lastTime()).isEqualTo(expected.facts().lastTime());
        assertThat(table.facts().malformed()).isEqualTo(expected.facts().malformed());
        assertThat(table.unreadable()).isEqualTo(expected.unreadable());
        assertThat(table.facts().damage()).isEmpty();
        assertThat(table.everyLineCounts()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("excerpts")
    void everyFormOfARealRecordingIsKept(String name) {
        assertKept(Excerpts.bytes(name));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomMixturesAreKept(int seed) {
        assertKept(utf8(Excerpts.random(new Random(seed), 100)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock_release: 0000000000000001 =cmd|' /C calc'!A0",
                "lock_release: 0000000000000001 'quoted'",
                "lock_release: 0000000000000001 ''",
                "lock_release: 0000000000000001 @a, \"b\"\"c\"",
                "lock_release: 0000000000000001 a\rb",
                "lock_release: 0000000000000001 \rb",
                "lock_release: 0000000000000001 \tb",
                "lock_release: 0000000000000001 ",
                "lock_release: 0000000000000001  x ",
                "lock_release: (____ptrval____) x",
                "lock_acquire: 0000000000000001 try try x",
                "lock_acquire: 0000000000000001 try read read x",
                "lock_acquire: 0000000000000001 read try x",
                "lock_acquire: flags=0 name=try x lockdep_addr=0x5",
                "lock_acquire: flags=1 name=read x lockdep_addr=0x5",
                "lock_acquire: flags=0 name=flags=3 name=y lockdep_addr=0x7 lockdep_addr=0x5",
                "lock_acquire: flags=0 name=a\\xffb lockdep_addr=0xffffffffffffffff",
                "lock_acquired: 0000000000000001 try read x",
                "sys_brk -> 0x3b",
                "sys_brk -> soon",
                "sys_brk: -> 0x3b",
                "sys_brk: (brk: 0)",
                "sys_brk: : (brk: 0)",
                "sys_brk(brk: 0)",
                "sys_brk: brk",
                "sys_(a: 1)",
                "sys_: x",
                "sys_exit(error_code: 0)",
                "sys_exit_group(error_code: 0)",
                "sys_exit_group: 0x0",
                "sys_enter_brk: brk: 0x5",
                "sys_enter_brk: (brk: 0x5)",
                "sys_enter_brk(brk: 0x5)",
                "sys_exit_brk: 0x5",
                "sys_exit_brk: -> 0x5",
                "sys_exit_brk -> 0x5",
                "sys_enter: NR 33 (c, 1)",
                "sys_exit: NR 33 = -14",
                "contention_begin: (____ptrval____) (flags=SPIN|MUTEX)",
                "mmap_lock_released: mm=(____ptrval____) memcg_path= write=true",
                "mpx_unmap_search: [0x(____ptrval____):0x(____ptrval____)]",
                "page_fault_kernel: address=symbol ip=a error_code=0x0",
                "tracing_mark_write: (x)",
                "tracing_mark_write: -> x",
                "tracing_mark_write: : x",
                "tracing_mark_write:   blanks  ",
                "tracing_mark_write: ",
                "tracing_mark_write: =1+1, \"x\" 'y'",
                "console: (x)",
                "console(x)",
                "kprobe: (do_munmap+0x0/0x50) from=0x1",
                "a:b: c",
                "0xffffffffa0009101: K61_STEP 0",
                "a <-b",
                "sched_switch: prev_comm=, prev_pid=5 prev_prio=1 prev_state=S ==> next_comm=\" next_pid=6 next_prio=1",
                "sched_switch: =:5 [120] R ==> ':6 [120]"
            })
    void anEventMadeToMisleadIsKept(String event) {
        assertKept(utf8("              sh-55      [001] d.h2.     5.762383: " + event + "\n"));
        assertKept(utf8("          =sh\",'-55      [001]     " + "12345: " + event + "\n"));
        assertKept(utf8("            perf    45    24.797871:     any:" + event + "\n"));
    }

    @Test
    void namesOfRandomBytesAreKept() {
        Random random = new Random(9);
        StringBuilder trace = new StringBuilder();
        for (int line = 0; line < 2_000; line++) {
            StringBuilder name = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                char next =
                        (char) (random.nextInt(8) == 0 ? random.nextInt(256) : random.nextInt(128));
                name.append(next == '\n' ? ' ' : next);
            }
            trace.append("sh-55 [001] d.h2. 5.762383: lock_acquire: 0000000000000001 read ")
                    .append(name)
                    .append("x\nsh-55 [001] d.h2. 5.762383: console: ")
                    .append(name)
                    .append("x\n");
        }
        assertKept(trace.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aLockOfAnyAddressModeAndNameIsKept() {
        Random random = new Random(10);
        StringBuilder trace = new StringBuilder();
        for (int line = 0; line < 2_000; line++) {
            trace.append(
                    "%16s-%-7d [%03d] %c.%c%d. %12d: %s: %016x %s%s&l%d\n"
                            .formatted(
                                    "t" + random.nextInt(50),
                                    random.nextInt(5_000_000),
                                    random.nextInt(200),
                                    "dbD.".charAt(random.nextInt(4)),
                                    "shz.".charAt(random.nextInt(4)),
                                    1 + random.nextInt(9),
                                    random.nextLong() >>> 5,
                                    random.nextBoolean() ? "lock_acquire" : "lock_release",
                                    random.nextLong(),
                                    random.nextBoolean() ? "try " : "",
                                    random.nextBoolean() ? "read " : "",
                                    random.nextInt(30)));
        }
        assertKept(utf8(trace.toString()));
    }
}
