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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.Mode;
import org.lockreplay.parser.dialect.DialectFile;
import org.lockreplay.parser.dialect.Dialects;
import org.lockreplay.parser.table.CsvWriter;
import org.lockreplay.parser.table.JsonLinesWriter;

/** Events that only a dialect knows: kprobes, kretprobes and tracepoints of somebody's own. */
class DialectTest {

    private static final String PREFIX = "              sh-55      [001] .....     5.762383: ";

    private static final Dialects KPROBES =
            dialects(
                    """
                    {"event": "unmap", "kind": "unmap-search",
                     "fields": {"start": ["from", "["], "end": ["to", ":"], "length": "len"}},
                    {"event": "call", "kind": "syscall-enter",
                     "constants": {"name": "munmap"}, "fields": {"argument1": "len"}},
                    {"event": "done", "kind": "syscall-exit",
                     "constants": {"name": "munmap"}, "fields": {"result": "ret"}},
                    {"event": "swap", "kind": "entry-cmpxchg",
                     "fields": {"entry": "at", "expected": "old", "new": "new", "found": "was"}},
                    {"event": "down", "kind": "lock-acquire", "fields":
                     {"address": "sem", "name": "name", "read": "shared", "try": "try"},
                     "constants": {"name": "&mm->bd_sem"}},
                    {"event": "up", "kind": "lock-release",
                     "fields": {"address": {"field": "sem:", "hex": true}}},
                    {"event": "unlock", "kind": "mmap-lock-returned",
                     "fields": {"address": "mm"}, "constants": {"read": true, "success": 1}},
                    {"event": "mpx_unmap_search", "kind": "pre-unmap",
                     "fields": {"start": "a", "length": "b"}},
                    {"event": "mpx_pre_unmap", "kind": "post-unmap"}
                    """);

    private static Dialects dialects(String events) {
        String file =
                "{\"schema\": \"lockreplay-dialect/1\", \"name\": \"test\", \"events\": ["
                        + events
                        + "]}";
        try {
            return Dialects.shipped()
                    .with(DialectFile.read("d.json", new ByteArrayInputStream(utf8(file))));
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Reading read(String trace) {
        return Reading.of(new TraceReader(1, KPROBES), utf8(trace));
    }

    private static String columns(Reading.Columns row) {
        StringBuilder text = new StringBuilder(row.event().kind().toString());
        text.append(row.name().isEmpty() ? "" : " " + row.name());
        text.append(row.address() == 0 ? "" : " @" + Long.toHexString(row.address()));
        text.append(Mode.read(row.mode()) ? " read" : "").append(tryText(row.mode()));
        row.payload().forEach(number -> text.append(' ').append(Long.toHexString(number)));
        return text.toString();
    }

    private static String tryText(int mode) {
        return (Mode.tryLock(mode) ? " try" : "") + (Mode.hidden(mode) ? " hidden" : "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
                    """
                    unmap: (do_munmap+0x0/0x50) from=0x1000 len=0x2000!UNMAP_SEARCH 1000 3000
                    unmap: (do_munmap+0x0/0x50) from=4096 len=8192!UNMAP_SEARCH 1000 3000
                    unmap: (do_munmap+0x0/0x50) len=8192 x=1 from=0x1000!UNMAP_SEARCH 1000 3000
                    unmap: (do_munmap+0x0/0x50) from=0x1000 to=0x5000 len=0x2000!UNMAP_SEARCH 1000 5000
                    unmap: (do_munmap+0x0/0x50) afrom=0x1 from=0x1000 _len=1 len=2!UNMAP_SEARCH 1000 1002
                    unmap: (do_munmap+0x0/0x50) comm="x from=1 len=5" from=0x1000 len=2!UNMAP_SEARCH 1000 1002
                    unmap: (do_munmap+0x0/0x50) comm="a "b from=1" from=0x1000 len=2!UNMAP_SEARCH 1000 1002
                    unmap: (do_munmap+0x0/0x50) comm=a"b from=0x1000 len=2!UNMAP_SEARCH 1000 1002
                    unmap: (do_munmap+0x0/0x50) from=soft from=0x1000 len=12ab len=3!UNMAP_SEARCH 1000 1003
                    unmap: (do_munmap+0x0/0x50) from=18446744073709551615 len=0!UNMAP_SEARCH ffffffffffffffff ffffffffffffffff
                    unmap: (do_munmap+0x0/0x50) from=0xfffffffffffff000 len=-0!UNMAP_SEARCH fffffffffffff000 fffffffffffff000
                    unmap: (caller+0x1a/0x40 <- do_munmap) from=0x1000 len=0x2000!UNMAP_SEARCH 1000 3000
                    unmap: (ffffffff8105d3c0 <- ffffffff8105d3c1) from=0x1000 len=0x2000!UNMAP_SEARCH 1000 3000
                    unmap: (0) from=0x1000,len=0x2000!UNMAP_SEARCH 1000 3000
                    unmap: [0x1000:0x3000]!UNMAP_SEARCH 1000 3000
                    unmap: from=(____ptrval____) len=(ptrval)!UNMAP_SEARCH hidden 0 0
                    call: (f+0x0/0x1) len=0x20!SYSCALL_ENTER munmap 0 20
                    call: !SYSCALL_ENTER munmap
                    done: (f+0x0/0x1 <- g) ret=0xfffffffffffffff2!SYSCALL_EXIT munmap fffffffffffffff2
                    done: (f+0x0/0x1 <- g) ret=-14!SYSCALL_EXIT munmap fffffffffffffff2
                    swap: at=0x10 old=0x0 new=0x5 was=0x7!ENTRY_CMPXCHG @10 0 5 7
                    swap: at=0x10 old=0x0 new=0x5!ENTRY_CMPXCHG @10 0 5
                    down: sem=0x10!LOCK_ACQUIRE &mm->bd_sem @10
                    down: sem=0x10 name=mine shared=1!LOCK_ACQUIRE mine @10 read
                    down: sem=0x10 name="a b" shared=0 try=0x1!LOCK_ACQUIRE a b @10 try
                    down: sem=(____ptrval____)!LOCK_ACQUIRE &mm->bd_sem hidden
                    up: sem:ffff888000a9b470!LOCK_RELEASE @ffff888000a9b470
                    unlock: mm=0x5!MMAP_LOCK_RETURNED @5 read 1
                    mpx_unmap_search: a=1 b=2!PRE_UNMAP 1 3
                    mpx_pre_unmap: nonsense!POST_UNMAP
                    other: from=1!OTHER
                    """)
    void anEventOfADialectHasTheColumnsThatItSays(String event, String expected) {
        assertThat(columns(read(PREFIX + event + "\n").only())).isEqualTo(expected);
        assertThat(columns(read(PREFIX + "probe:" + event + "\n").only())).isEqualTo(expected);
        String perf = "            perf    45 [000]    24.797871:         probe:" + event + "\n";
        assertThat(columns(read(perf).only())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock =
                    """
                    unmap: (do_munmap+0x0/0x50) len=0x2000!a number behind 'from=' in the arguments of unmap
                    unmap: (do_munmap+0x0/0x50) from=0x1000!a number behind 'to=' in the arguments of unmap
                    unmap: (do_munmap+0x0/0x50) from=0x11112222333344445 len=1!a number behind 'from=' in the arguments of unmap
                    unmap: (do_munmap+0x0/0x50) from=99999999999999999999 len=1!a number behind 'from=' in the arguments of unmap
                    unmap: (do_munmap+0x0/0x50) from=0xfffffffffffff000 len=0x1001!a length that ends below 2^64 in the arguments of unmap
                    mpx_unmap_search: a=1!a number behind 'b=' in the arguments of mpx_unmap_search
                    down: comm="sem=0x10"!a number behind 'sem=' in the arguments of down
                    done: (f+0x0/0x1 <- g) ret=!a number behind 'ret=' in the arguments of done
                    """)
    void aLineWithoutARequiredFieldIsMalformedWithItsPlace(String event, String expected) {
        Reading reading = read(PREFIX + "sched_waking: x\n" + PREFIX + event + "\n");
        assertThat(reading.rows()).hasSize(1);
        assertThat(reading.unreadable()).hasSize(1);
        MalformedLine line = reading.facts().firstMalformed().get(0);
        int column = PREFIX.length() + event.indexOf(": ") + 3;
        assertThat(List.of(line.line(), (long) line.column())).containsExactly(2L, (long) column);
        assertThat(line.expected()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock =
                    """
                    bounds_exception_mpx: (do_bounds+0x0/0x10) bndcfgu=0x7f03 bndstatus=0x7f02!BOUNDS_FAULT 7f03 7f02
                    bounds_exception_mpx: bndcfgu:0x7f03 bndstatus:0x7f02!BOUNDS_FAULT 7f03 7f02
                    mpx_new_bounds_table: (mpx_handle_bd_fault+0x9a/0x110) table=0x7eff000!TABLE_NEW @7eff000
                    mpx_new_bounds_table: (mpx_handle_bd_fault+0x9a/0x110) table_vaddr=133136384!TABLE_NEW @7ef8000
                    mpx_new_bounds_table: table vaddr:0000000007eff000!TABLE_NEW @7eff000
                    mpx_unmap_search: (mpx_notify_unmap+0x0/0x5d0) from=0x1000 len=0x2000!UNMAP_SEARCH 1000 3000
                    mpx_unmap_search: (mpx_notify_unmap+0x0/0x5d0) start=0x1000 end=0x2000!UNMAP_SEARCH 1000 2000
                    mpx_unmap_zap: (ffffffff8105d3c0) addr=0x1000 size=8192!UNMAP_ZAP 1000 3000
                    mpx_unmap_zap: [0x0000000000001000:0x0000000000002000]!UNMAP_ZAP 1000 2000
                    mpx_bounds_register_exception: (f+0x0/0x1) addr=0x10 lower=0x20 upper=0x30!BOUNDS_VIOLATION @10 20 30
                    """)
    void anEventOfMpxMayBeAProbe(String event, String expected) {
        Reading reading = Reading.of(new TraceReader(1), utf8(PREFIX + event + "\n"));
        assertThat(columns(reading.only())).isEqualTo(expected);
    }

    @Test
    void aProbeWithoutItsFieldIsMalformedAndSaysWhichItNeeds() {
        String event = "mpx_unmap_search: (mpx_notify_unmap+0x0/0x5d0) begin=0x1000";
        String trace = PREFIX + "sched_waking: x\n" + PREFIX + event + "\n";
        Reading reading = Reading.of(new TraceReader(1), utf8(trace));
        assertThat(reading.facts().firstMalformed().get(0).expected())
                .isEqualTo("a number behind 'start=' in the arguments of mpx_unmap_search");
    }

    @Test
    void aLockEventOfADialectCountsAsTheKernels() {
        Reading reading = read(PREFIX + "down: sem=0x10\n" + PREFIX + "up: sem:10\n");
        assertThat(reading.facts().events().keySet())
                .containsExactly("lock_acquire", "lock_release");
        assertThat(reading.events().get(0).event()).isEqualTo("lock_acquire");
    }

    @Test
    void withoutItsDialectAProbeIsCountedByName() {
        Reading reading = Reading.of(PREFIX + "unmap: (f+0x0/0x1) from=1 len=2\n");
        assertThat(reading.only().event().kind()).isEqualTo(EventKind.OTHER);
    }

    @Test
    void ofTwoDialectsTheLaterCountsFirst() throws IOException {
        String file =
                """
                {"schema": "lockreplay-dialect/1", "name": "n", "events": [
                 {"event": "unmap", "kind": "vma-mark", "fields": {"start": "from", "end": "to"}}]}
                """;
        Dialects both = KPROBES.with(DialectFile.read("n", new ByteArrayInputStream(utf8(file))));
        String trace = PREFIX + "unmap: from=1 to=2\n" + PREFIX + "call: len=1\n";
        Reading reading = Reading.of(new TraceReader(1, both), utf8(trace));
        assertThat(reading.rows().stream().map(row -> row.event().kind()))
                .containsExactly(EventKind.VMA_MARK, EventKind.SYSCALL_ENTER);
    }

    // ---- tables and damage ----

    private static final List<String> LINES =
            List.of(
                    "unmap: (do_munmap+0x0/0x50) from=0x1000 len=0x2000",
                    "unmap: [0x1000:0x3000]",
                    "unmap: from=(____ptrval____) len=(ptrval)",
                    "call: (f+0x0/0x1) len=0x20",
                    "done: (f+0x0/0x1 <- g) ret=-14",
                    "swap: at=0x10 old=0x0 new=0x5 was=0x7",
                    "down: sem=0x10 name=\"try a, b\" shared=1 try=1",
                    "down: sem=(____ptrval____)",
                    "up: sem:ffff888000a9b470",
                    "unlock: mm=0x5",
                    "mpx_bd_invalidate: bd_entry:0x7fd92c712000 table vaddr:00007fd924312000",
                    "mpx_bt_mark: [0x00007fd924312000:0x00007fd924712000]",
                    "mpx_bd_cmpxchg: bd_entry=0x7f old=0x0 new=0x5 found=0x0",
                    "mpx_post_unmap: ",
                    "lock_acquire: 0000000000000001 x");

    private static String damaged(Random random, int lines) {
        StringBuilder text = new StringBuilder(PREFIX + LINES.get(0) + "\n");
        for (int i = 0; i < lines; i++) {
            StringBuilder line = new StringBuilder(LINES.get(random.nextInt(LINES.size())));
            for (int wrong = random.nextInt(4); wrong > 0; wrong--) {
                int at = random.nextInt(line.length() + 1);
                switch (random.nextInt(3)) {
                    case 0 -> line.setLength(at);
                    case 1 -> line.insert(at, ":[]()=0x9afx \",<-".charAt(random.nextInt(17)));
                    default -> line.delete(at, Math.min(line.length(), at + random.nextInt(9)));
                }
            }
            text.append(PREFIX).append(line).append('\n');
        }
        return text.toString();
    }

    private static String table(byte[] trace, boolean csv) {
        StringWriter out = new StringWriter();
        TraceReader reader = new TraceReader(1, KPROBES);
        try {
            if (csv) {
                reader.read("t", new ByteArrayInputStream(trace), new CsvWriter(out));
            } else {
                JsonLinesWriter lines = new JsonLinesWriter(out);
                reader.read("t", new ByteArrayInputStream(trace), lines);
                lines.flush();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (UnreadableTraceException refused) {
            throw new AssertionError(refused);
        }
        return out.toString();
    }

    private static List<String> kept(Reading reading) {
        return reading.rows().stream()
                .map(row -> row.event().origin().line() + " " + columns(row))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void damagedEventsOfADialectAreReadAloneInChunksAndFromTables(int seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            byte[] trace = utf8(damaged(random, 60));
            Reading whole = Reading.of(new TraceReader(1, KPROBES), trace);
            assertThat(whole.everyLineCounts()).isTrue();
            assertThat(whole.rows().size() + whole.facts().malformed()).isEqualTo(61);
            assertThat(whole.facts().firstMalformed())
                    .allSatisfy(line -> assertThat(line.expected()).isNotBlank());
            assertThat(Reading.of(new TraceReader(3, 100, KPROBES), trace)).isEqualTo(whole);
            for (boolean csv : List.of(true, false)) {
                Reading table = read(table(trace, csv));
                assertThat(kept(table)).isEqualTo(kept(whole));
                assertThat(table.facts().events()).isEqualTo(whole.facts().events());
            }
        }
    }
}
