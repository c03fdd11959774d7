package org.lockreplay.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.TraceEvent;

/** How the tables look, and what people may do to them by hand. */
class TableFormsTest {

    private static final String TRACE =
            """
            # tracer: nop
                          sh-55      [001] d.h2.     5.762383: lock_acquire: 00000000c90ecb95 try read =cmd
                          sh-56      [001] .....            3: lock_release: (____ptrval____) a "b", 'c'
            CPU:0 [LOST 1589 EVENTS]
            CPU:2 [LOST EVENTS]
            ##### CPU 3 buffer started ####
                        perf    45    24.797871: syscalls:sys_exit_brk: 0x3b
                          sh-55      [001] ....     5.762384: sys_brk -> 0x3b
            """;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String firstBad(String table) {
        return Reading.of(table).facts().firstMalformed().get(0).message("t");
    }

    @Test
    void csvHasOneColumnForEachFactAndGuardsFormulas() {
        assertThat(TableRoundTripTest.csv(utf8(TRACE)))
                .isEqualTo(
                        """
                        line,time_ns,ticks,task,pid,cpu,flags,event,address,name,mode,arguments
                        1,,,,,,,[recording started],,,,
                        2,5762383000,,sh,55,1,d.h2.,lock_acquire,0xc90ecb95,'=cmd,try read,
                        3,,3,sh,56,1,.....,lock_release,hidden,"a ""b"", 'c'",,
                        4,,,,,0,,[lost],,,,1589
                        5,,,,,2,,[lost],,,,'-1
                        6,,,,,3,,[buffer started],,,,
                        7,24797871000,,perf,45,,,sys_exit_brk,,,,0x3b
                        8,5762384000,,sh,55,1,....,sys_brk,,,,'-> 0x3b
                        """);
    }

    @Test
    void jsonLinesHaveTheSameFactsLeavingOutWhatIsEmpty() {
        assertThat(TableRoundTripTest.jsonLines(utf8(TRACE)))
                .isEqualTo(
                        """
                        {"line":1,"event":"[recording started]"}
                        {"line":2,"timeNanos":5762383000,"task":"sh","pid":55,"cpu":1,"flags":"d.h2.","event":"lock_acquire","address":"0xc90ecb95","name":"=cmd","mode":"try read"}
                        {"line":3,"ticks":3,"task":"sh","pid":56,"cpu":1,"flags":".....","event":"lock_release","address":"hidden","name":"a \\"b\\", 'c'"}
                        {"line":4,"cpu":0,"event":"[lost]","arguments":"1589"}
                        {"line":5,"cpu":2,"event":"[lost]","arguments":"-1"}
                        {"line":6,"cpu":3,"event":"[buffer started]"}
                        {"line":7,"timeNanos":24797871000,"task":"perf","pid":45,"event":"sys_exit_brk","arguments":"0x3b"}
                        {"line":8,"timeNanos":5762384000,"task":"sh","pid":55,"cpu":1,"flags":"....","event":"sys_brk","arguments":"-> 0x3b"}
                        """);
    }

    @Test
    void fourColumnsMakeATable() {
        Reading reading =
                Reading.of(
                        """
                        event,pid,name,address
                        lock_acquire,1,&a,0x10
                        lock_release,1,&a,10
                        """);
        assertThat(reading.facts().format()).isEqualTo(TraceFormat.CSV);
        assertThat(reading.rows()).hasSize(2);
        TraceEvent.Lock release = (TraceEvent.Lock) reading.events().get(1);
        assertThat(release.address()).isEqualTo(0x10);
        assertThat(release.lockClass()).isEqualTo("&a");
        assertThat(release.origin().line()).isEqualTo(3);
        assertThat(release.origin().time()).isZero();
        assertThat(release.origin().cpu()).isEqualTo(-1);
        assertThat(reading.facts().comments()).isEqualTo(1);
        assertThat(reading.everyLineCounts()).isTrue();
    }

    @Test
    void columnsMayComeInAnyOrderWithOthersBetween() {
        Reading reading =
                Reading.of(
                        """
                        "mine",event,"pid",,name,event2,address,line
                        x,lock_acquire,1,,&a,y,0x10,41
                        """);
        assertThat(reading.only().name()).isEqualTo("&a");
        assertThat(reading.only().event().origin().line()).isEqualTo(41);
        Reading lines =
                Reading.of(
                        "{\"pid\":1,\"mine\":[1,{\"x\":2}],\"event\":\"lock_acquire\",\"address\":\"0x10\",\"name\":\"&a\",\"line\":41}\n");
        assertThat(lines.only())
                .usingRecursiveComparison()
                .ignoringFields("nameId", "eventId", "taskId")
                .isEqualTo(reading.only());
    }

    @Test
    void theFirstColumnsMayStandAnywhereInALongHeader() {
        String header = "c".repeat(2000) + ",event,pid,address,name\n";
        byte[] table = utf8(header + "x,lock_acquire,1,0x10,&a\n");
        for (Reading reading :
                new Reading[] {
                    Reading.of(new TraceReader(1), new ByteArrayInputStream(table)),
                    Reading.of(new TraceReader(1), new DeterminismTest.DripStream(table))
                }) {
            assertThat(reading.facts().format()).isEqualTo(TraceFormat.CSV);
            assertThat(reading.only().name()).isEqualTo("&a");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock =
                    """
                    lock_acquire,x,0,1,0x1,&a,!t:3:2: expected a task id in column pid, found 'x'
                    lock_acquire,,0,1,0x1,&a,!t:3:2: expected a task id in column pid, found ''
                    lock_acquire,-2,0,1,0x1,&a,!t:3:2: expected a task id in column pid, found '-2'
                    lock_acquire,3000000000,0,1,0x1,&a,!t:3:2: expected a task id in column pid, found '3000000000'
                    lock_acquire,1,z,1,0x1,&a,!t:3:3: expected a CPU number in column cpu, found 'z'
                    lock_acquire,1,99999999999,1,0x1,&a,!t:3:3: expected a CPU number in column cpu, found '99999999999'
                    lock_acquire,1,0,1.5,0x1,&a,!t:3:4: expected a whole number in column time_ns, found '1.5'
                    lock_acquire,1,0,99999999999999999999,0x1,&a,!t:3:4: expected a whole number in column time_ns, found '99999999999999999999'
                    lock_acquire,1,0,1,hello,&a,!t:3:5: expected an address such as 0x1f, or 'hidden', in column address, found 'hello'
                    lock_acquire,1,0,1,,&a,!t:3:5: expected an address such as 0x1f, or 'hidden', in column address, found ''
                    lock_acquire,1,0,1,0x1,&a,write!t:3:7: expected 'try', 'read', 'try read' or nothing in column mode, found 'write'
                    no event,1,0,1,,,!t:3:1: expected the name of an event and ':', found 'no event: '
                    sched_switch,1,0,1,,,!t:3:15: expected the arguments of sched_switch, found ''
                    """)
    void aBadCellIsReportedWithItsLineAndNumber(String row, String message) {
        String table =
                "event,pid,cpu,time_ns,address,name,mode\n"
                        + "lock_acquire,1,0,1,0x1,&a,\n"
                        + row
                        + "\nlock_release,1,0,1,0x1,&a,\n";
        Reading reading = Reading.of(table);
        assertThat(reading.rows()).hasSize(2);
        assertThat(reading.facts().malformed()).isEqualTo(1);
        assertThat(reading.facts().firstMalformed().get(0).message("t")).isEqualTo(message);
        assertThat(reading.everyLineCounts()).isTrue();
    }

    @Test
    void aBadRowBehindAMarkerIsNoPartOfItsText() {
        Reading reading =
                Reading.of("event,pid,arguments\nconsole,1,text\nconsole,x,more\nconsole,2,more\n");
        assertThat(reading.facts().malformed()).isEqualTo(1);
        assertThat(reading.facts().annotations()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[lost],x,3",
                "[lost],1,many",
                "[buffer started],99999999999,",
                "[lost],1,-2"
            })
    void aBadGapIsReportedToo(String row) {
        Reading reading = Reading.of("event,cpu,arguments,pid\n" + row + "\nconsole,1,x,1\n");
        assertThat(reading.facts().malformed()).isEqualTo(1);
        assertThat(reading.rows()).hasSize(1);
        assertThat(reading.everyLineCounts()).isTrue();
    }

    @Test
    void linesOfTheTraceMayBeFarApartAndInAnyOrder() {
        StringBuilder table = new StringBuilder("line,event,pid,arguments\n");
        long[] lines = {1, 99999999999L, 2, Long.MAX_VALUE, 7, 7, 1L << 31, 1, 5L << 32};
        for (long line : lines) {
            table.append(line).append(",console,1,x\n");
        }
        assertThat(Reading.of(table.toString()).events())
                .extracting(event -> event.origin().line())
                .containsExactly(
                        1L, 99999999999L, 2L, Long.MAX_VALUE, 7L, 7L, 1L << 31, 1L, 5L << 32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "x", "", "99999999999999999999"})
    void aRowWithoutALineOfItsOwnHasThatOfTheTable(String line) {
        Reading reading = Reading.of("line,event,pid\n" + line + ",console,1\n");
        assertThat(reading.only().event().origin().line()).isEqualTo(2);
    }

    @Test
    void blankLinesAreComments() {
        Reading csv = Reading.of("event,pid\n\nconsole,1\n\n");
        assertThat(csv.rows()).hasSize(1);
        assertThat(csv.facts().comments()).isEqualTo(3);
        assertThat(csv.everyLineCounts()).isTrue();
        Reading json = Reading.of("{\"event\":\"console\",\"pid\":1}\n\n  \n\r\n");
        assertThat(json.rows()).hasSize(1);
        assertThat(json.facts().comments()).isEqualTo(3);
        assertThat(json.facts().malformed()).isZero();
    }

    @Test
    void shortAndLongRowsHaveWhatTheyHave() {
        Reading reading = Reading.of("event,pid,arguments\nconsole,1\nconsole,1,x,y,z\n");
        assertThat(reading.rows()).hasSize(2);
        assertThat(((TraceEvent.Traced) reading.events().get(1)).arguments()).isEqualTo("x");
    }

    @Test
    void crlfAndABytesOrderMarkAreFine() {
        Reading reading = Reading.of("\ufeffevent,pid,arguments\r\nconsole,1,x\r\n");
        assertThat(((TraceEvent.Traced) reading.only().event()).arguments()).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock =
                    """
                    console,1,"ab"c!Invalid character between encapsulated token and delimiter at line: 3, position: 47
                    console,1,"abc!(startline 3) EOF reached before encapsulated token finished
                    """)
    void aBrokenQuoteEndsTheTableAndSaysWhere(String row, String damage) {
        Reading reading =
                Reading.of("event,pid,arguments\nconsole,1,x\n" + row + "\nconsole,1,y\n");
        assertThat(reading.rows()).hasSize(1);
        assertThat(reading.facts().damage().orElseThrow()).isEqualTo(damage);
        assertThat(reading.facts().lines()).isEqualTo(2);
        assertThat(reading.everyLineCounts()).isTrue();
    }

    @Test
    void aQuoteThatIsNeverClosedDoesNotSwallowAllMemory() {
        String rest = "console,1,x\n".repeat(1_000_000);
        Reading reading = Reading.of("event,pid,arguments\nconsole,1,x\nconsole,1,\"a\n" + rest);
        assertThat(reading.rows()).hasSize(1);
        assertThat(reading.facts().damage())
                .contains("a row of more than 8 MiB: a quote may be missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"event,pid\n", "event,pid", "event,pid,event,pid\n", "event,pid,,\n"})
    void aHeaderAloneIsATableWithoutRows(String table) {
        Reading reading = Reading.of(table);
        assertThat(reading.facts().format()).isEqualTo(TraceFormat.CSV);
        assertThat(reading.rows()).isEmpty();
        assertThat(reading.facts().lines()).isEqualTo(1);
        assertThat(reading.everyLineCounts()).isTrue();
    }

    @Test
    void aHeaderWithABrokenQuoteIsDamage() {
        Reading reading = Reading.of("\"event,pid\nconsole,1\n");
        assertThat(reading.rows()).isEmpty();
        assertThat(reading.facts().damage()).isPresent();
        assertThat(reading.everyLineCounts()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock =
                    """
                    garbage!t:2:1: expected JSON, found 'Unrecognized token 'garbage': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')'
                    []!t:2:1: expected a JSON object, found '['
                    7!t:2:1: expected a JSON object, found '7'
                    {"event":"console","pid":1} x!t:2:29: expected JSON, found 'Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')'
                    {"event":"console","pid":1}{"event":"console","pid":1}!t:2:28: expected one JSON object in a line, found '{'
                    {"event":"console","pid":1e5}!t:2:1: expected a task id in column pid, found '1e5'
                    {"event":"console","pid":1.0}!t:2:1: expected a task id in column pid, found '1.0'
                    {"event":"console","pid":null}!t:2:1: expected a task id in column pid, found ''
                    {"event":"console","pid":true}!t:2:1: expected a task id in column pid, found 'true'
                    {"event":"console","pid":[1]}!t:2:1: expected a task id in column pid, found ''
                    {"pid":1}!t:2:1: expected the name of an event and ':', found ': '
                    """)
    void aLineThatIsNoRowIsReportedAndTheNextOneRead(String line, String message) {
        String good = "{\"event\":\"console\",\"pid\":1}\n";
        Reading reading = Reading.of(good + line + "\n" + good);
        assertThat(reading.rows()).hasSize(2);
        assertThat(reading.facts().malformed()).isEqualTo(1);
        assertThat(firstBad(good + line + "\n" + good)).isEqualTo(message);
        assertThat(reading.facts().format()).isEqualTo(TraceFormat.JSON_LINES);
        assertThat(reading.everyLineCounts()).isTrue();
    }

    @Test
    void anObjectCutOffAnywhereIsOneBadLine() {
        String good = "{\"event\":\"console\",\"pid\":1,\"x\":[1,{\"y\":null}],\"z\":-1.5e3}";
        for (int cut = 1; cut < good.length(); cut++) {
            Reading reading = Reading.of(good + "\n" + good.substring(0, cut) + "\n" + good);
            assertThat(reading.rows()).as("cut at %d", cut).hasSize(2);
            assertThat(reading.facts().malformed()).isEqualTo(1);
        }
    }

    @Test
    void hostileJsonIsABadLineToo() {
        String good = "{\"event\":\"console\",\"pid\":1}";
        String[] hostile = {
            "{\"x\":" + "[".repeat(5000) + "]".repeat(5000) + "}",
            "{\"x\":" + "{\"x\":".repeat(5000) + "1" + "}".repeat(5001),
            "{\"pid\":" + "1".repeat(5000) + "}",
            "{\"" + "x".repeat(100_000) + "\":1}",
            "{\"x\":\"\\ud800\"",
            "\0\0\0{",
            "{\0\"\0",
            "\u00ff\u00fe{\0",
            "{\"event\":\"\1\"}",
        };
        for (String line : hostile) {
            String table = good + "\n" + line + "\n" + good + "\n";
            Reading reading =
                    Reading.of(new TraceReader(1), table.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(reading.rows()).as(line).hasSize(2);
            assertThat(reading.facts().lines()).isEqualTo(3);
            assertThat(reading.everyLineCounts()).isTrue();
        }
    }

    @Test
    void theLastOfTwoFieldsCounts() {
        assertThat(
                        Reading.of("{\"event\":\"a\",\"event\":\"b\",\"pid\":1}\n")
                                .only()
                                .event()
                                .event())
                .isEqualTo("b");
    }

    @Test
    void aLongRowInFrontOfTheEventIsStillJson() {
        String task = "t".repeat(300);
        Reading reading =
                Reading.of("{\"task\":\"" + task + "\",\"pid\":7,\"event\":\"console\"}\n");
        assertThat(reading.only().event().kind()).isEqualTo(EventKind.MARKER);
        assertThat(reading.only().event().origin().task()).isEqualTo(task);
    }

    @Test
    void aJsonLineOfManyMegabytesIsMalformed() {
        String good = "{\"event\":\"console\",\"pid\":1}\n";
        Reading reading = Reading.of(good + "{\"x\":\"" + "y".repeat(9 << 20) + "\"}\n" + good);
        assertThat(reading.rows()).hasSize(2);
        assertThat(reading.facts().firstMalformed().get(0).message("t"))
                .isEqualTo("t:2:1: expected a line of at most 8 MiB, found ''");
        assertThat(reading.rows().get(1).event().origin().line()).isEqualTo(3);
    }

    @Test
    void tablesAreHandedOnInBatches() {
        StringBuilder table = new StringBuilder("event,pid,arguments\n");
        for (int row = 0; row < 20_000; row++) {
            table.append("console,1,").append(row).append('\n');
        }
        Reading reading = Reading.of(table.toString());
        assertThat(reading.rows()).hasSize(20_000);
        for (int row = 0; row < 20_000; row += 1999) {
            TraceEvent.Traced event = (TraceEvent.Traced) reading.events().get(row);
            assertThat(event.arguments()).isEqualTo(Integer.toString(row));
            assertThat(event.origin().line()).isEqualTo(row + 2);
        }
    }
}
