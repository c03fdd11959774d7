package org.lockreplay.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.event.Context;
import org.lockreplay.event.Origin;
import org.lockreplay.event.TraceEvent;

/** What stands in front of an event, in every shape in which a line has it. */
class LineShapesTest {

    private static Origin origin(String line) {
        return Reading.of(line + "\n").only().event().origin();
    }

    private static String place(String line) {
        return place(origin(line));
    }

    /** The parts of a prefix in the order of the default header. */
    private static String place(Origin origin) {
        return "%s|%d|%d|%s|%d%s"
                .formatted(
                        origin.task(),
                        origin.pid(),
                        origin.cpu(),
                        Context.text(origin.context()),
                        origin.time(),
                        Context.ticks(origin.context()) ? " ticks" : "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
                    """
                                  sh-55      [001] .....     5.762383: lock_acquire: 00000000c90ecb95 read &mm->mmap_lock!sh|55|1|.....|5762383000
                              <idle>-0       [002] d.h1.    61.311653: lock_acquire: 00000000b34b8fcb read tk_core.seq.seqcount!<idle>|0|2|d.h1.|61311653000
                         mm worker 1-114     [001] dNs1.    49.317231: lock_release: 00000000dc557def x!mm worker 1|114|1|dNs1.|49317231000
                              mpxw64-42    [001] d.s.     8.087082: sched_wakeup: comm=rcu_sched pid=10 prio=120 target_cpu=001!mpxw64|42|1|d.s.|8087082000
                                  sh-55      [003]     21.167734: lock_release: 00000000a955a79e trace_types_lock!sh|55|3||21167734000
                                  sh-55      (     55) [003] .....    17.223345: lock_release: 00000000a955a79e x!sh|55|3|.....|17223345000
                              <idle>-0       (-------) [000] d.h1.    11.656965: lock_acquire: 00000000b34b8fcb y!<idle>|0|0|d.h1.|11656965000
                                  sh-55      (     55) [003]     19.676566: lock_release: 00000000a955a79e x!sh|55|3||19676566000
                               <...>-39      [000] d..2.     3.466335: lock_acquire: 00000000b34b8fcb y!<...>|39|0|d..2.|3466335000
                                  sh-56      [001] .....            3: lock_release: 00000000b7305f2c x!sh|56|1|.....|3 ticks
                                  sh-56      [001] ..... 405948987705: lock_release: 00000000b7305f2c x!sh|56|1|.....|405948987705 ticks
                                  sh-56      [001] 405948987705: lock_release: 00000000b7305f2c x!sh|56|1||405948987705 ticks
                                  sh-56      [001] ..... 1795353034.136584: lock_release: 00000000b7305f2c x!sh|56|1|.....|1795353034136584000
                     kworker/u8:2-1234567 [011] d..2.     3.466335: lock_acquire: 00000000b34b8fcb y!kworker/u8:2|1234567|11|d..2.|3466335000
                     kworker/u8:2-12345678 [1023] d..2.     3.466335: lock_acquire: 00000000b34b8fcb y!kworker/u8:2|12345678|1023|d..2.|3466335000
                           trace-cmd-275   [003]    61.310819: lock_release:         0xffffffff81cd6610 trace_types_lock!trace-cmd|275|3||61310819000
                              <idle>-0     [002]    61.311653229: lock_acquire:         0xffffffff81cce2c8 read x!<idle>|0|2||61311653229
                           trace-cmd-275   [003]    61.310819:          lock_release:         0xffffffff81cd6610 x!trace-cmd|275|3||61310819000
                           trace-cmd-275   [003]    61.310840: (+21)    lock_release:         0xffff888000a9b470 x!trace-cmd|275|3||61310840000
                          sh-55        3..... 24579us+: lock_release: 00000000a955a79e trace_types_lock!sh|55|3|.....|24579000
                          sh-56        1...1. 21673us : lock_acquire: 000000008e032b8a &newf->file_lock!sh|56|1|...1.|21673000
                          sh-56      128d.h2.    3us#: lock_acquire: 000000008e032b8a x!sh|56|128|d.h2.|3000
                    trace-cm-275     3.....    61.310819: lock_release:         0xffffffff81cd6610 x!trace-cm|275|3|.....|61310819000
                      <idle>-0       2d.h1.    61.311653: lock_acquire:         0xffffffff81cce2c8 read x!<idle>|0|2|d.h1.|61311653000
                          sh-55        1.....            3: lock_release: 00000000a955a79e x!sh|55|1|.....|3 ticks
                                  sh      55   1 0 00000000 00000000 [014ca76a] 28.695ms (+0.013ms): lock_release: 000000000d51bf02 x!sh|55|1|....|21800810000
                         mm worker 1  123456   1 29 00000002 000a0003 [829426c] 14.553ms (+0.003ms): lock_acquired: 000000008e032b8a x!mm worker 1|123456|1|dnH2|136921708000
                                  sh      55   1 1 00000000 00000000 [000000000000002a] 3 (+1): lock_release: 000000000d51bf02 x!sh|55|1|d...|42 ticks
                                perf    45 [000]    24.797871:                    lock:lock_acquire: 0xffffffff81cc8a80 read rcu_read_lock!perf|45|0||24797871000
                    perf    45/45    [000]    24.797871: lock:lock_acquire: 0xffffffff81cc8a80 x!perf|45|0||24797871000
                                perf    45/47    [012]    24.797871123: lock:lock_acquire: 0xffffffff81cc8a80 x!perf|47|12||24797871123
                                perf    45    24.797871:       lock:lock_acquire: 0xffffffff81cc8a80 x!perf|45|-1||24797871000
                    perf    63 [000]    53.444225: lock:lock_acquire: 0xffffffff81cc8a80 read rcu_read_lock!perf|63|0||53444225000
                                 :-1    -1 [012]    24.797871: lock:lock_release: 0xffffffff81cc8a80 x!:-1|-1|12||24797871000
                    :-1    -1/-1    [012]    24.797871: lock:lock_release: 0xffffffff81cc8a80 x!:-1|-1|12||24797871000
                              thread    45/-1    [012]    24.797871: lock:lock_release: 0xffffffff81cc8a80 x!thread|-1|12||24797871000
                                 :-1    -1    24.797871: lock:lock_release: 0xffffffff81cc8a80 x!:-1|-1|-1||24797871000
                             systemd-1     [012] .....     5.762383: lock_release: 00000000a955a79e x!systemd|1|12|.....|5762383000
                            my task-41      [000] ....1.1   100.000010: lock_acquire: ffff888000001000 x!my task|41|0|....1.1|100000010000
                              <idle>-0      [003] dnLh214   100.000010: lock_acquire: ffff888000001000 x!<idle>|0|3|dnLh214|100000010000
                          irq/9-acpi-41      [000] b...13   100.000010: lock_acquire: ffff888000001000 x!irq/9-acpi|41|0|b...13|100000010000
                    my task-41        0d.L.1.1   10us : lock_acquire: ffff888000001000 x!my task|41|0|d.L.1.1|10000
                    my task-41       12d...1.   10us+: lock_acquire: ffff888000001000 x!my task|41|12|d...1.|10000
                    task-41 [12] d.L.1.1 100.000010: lock_acquire: ffff888000001000 x!task|41|12|d.L.1.1|100000010000
                             my task-41    [000] (   41) ....   100.000010: lock_acquire: ffff888000001000 x!my task|41|0|....|100000010000
                              <idle>-0     [002] (-----) d.h1   100.000010: lock_acquire: ffff888000001000 x!<idle>|0|2|d.h1|100000010000
                             my task-41    [000] (   41)   100.000010: lock_acquire: ffff888000001000 x!my task|41|0||100000010000
                    task-41 [0] (41) .... 100.000010: lock_acquire: ffff888000001000 x!task|41|0|....|100000010000
                    task-41 [0] (41) 100.000010: lock_acquire: ffff888000001000 x!task|41|0||100000010000
                     host.dat:               sh-55    [001] ..... 5.761981: lock_release: 0x000000000d51bf02 x!sh|55|1|.....|5761981000
                    guest.dat:     kworker/u8:1-55    [001] 5.761981: lock_release: 0x000000000d51bf02 x!kworker/u8:1|55|1||5761981000
                      foo:           a: b c-55    [001] 5.761981: lock_release: 0x000000000d51bf02 x!a: b c|55|1||5761981000
                    guest.dat: trace-cm-275     3.....    61.310819: lock_release: 0xffffffff81cd6610 x!trace-cm|275|3|.....|61310819000
                    my guest.dat:               sh-55    [001] 5.761981: lock_release: 0x0d x!my guest.dat:               sh|55|1||5761981000
                         kworker/0:0-mm_     5 [000]    24.797871: lock:lock_acquire: 0xffffffff81cc8a80 x!kworker/0:0-mm_|5|0||24797871000
                    """)
    void aLineOfEachShapeIsReadToTheLastDigit(String line, String expected) {
        assertThat(place(line)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a-b-2",
                "w[3]:x",
                "t=1: foo",
                "(odd) 1",
                "<x>-2",
                "k/1:0-ev",
                "mm worker 2",
                "x-1 [002] a",
                "a 1 2.5: b",
                "a-7 1d..1.",
                "5us : x-1",
                "- [000]",
                "-1",
                "(1) [1] 1",
                "ünïcödé",
                "#tag",
                "# tag",
                "CPU:0 [LOST",
                "=> foo",
                "cpus=4",
                "lock_acquire: ",
                "x",
                "123456789012345"
            })
    void aTaskMayHaveAnyName(String name) {
        int pad = 16 - name.getBytes(StandardCharsets.UTF_8).length;
        String padded = " ".repeat(pad) + name;
        String rest = "lock_acquire: 00000000b34b8fcb y";
        String kept = name.strip();
        assertThat(place(padded + "-243     [003] d..2.    46.779384: " + rest))
                .isEqualTo(kept(name) + "|243|3|d..2.|46779384000");
        assertThat(place(padded + "-243     (     69) [003] d..2.    46.779384: " + rest))
                .isEqualTo(kept(name) + "|243|3|d..2.|46779384000");
        assertThat(place(padded + "-243     [003]    46.779384: " + rest))
                .isEqualTo(kept(name) + "|243|3||46779384000");
        assertThat(place(padded + "   243 [003]    46.779384:      lock:" + rest))
                .isEqualTo(kept + "|243|3||46779384000");
        assertThat(
                        place(
                                padded
                                        + "     243   3 1 00000002 00000003 [0000000a] 1.1ms (+0.0ms): "
                                        + rest))
                .isEqualTo(kept + "|243|3|d..2|10000");
        if (!name.startsWith("# ") && name.length() >= 8) {
            assertThat(place(name.substring(0, 8) + "-243     3d..2. 24579us+: " + rest))
                    .isEqualTo(kept(name.substring(0, 8)) + "|243|3|d..2.|24579000");
        }
    }

    /** Blanks in front are padding; those behind belong to the name, where a dash ends it. */
    private static String kept(String name) {
        return name.stripLeading();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "              sh-55      [001] .....     5.762383: lock_acquire: 00000000c90ecb95 x",
                "     mm worker 2-55      [001] d..2.    46.779384: lock_acquire: 0000000090c9b0a9 x",
                "           a-b-2-55      [001] d..2.    46.779384: lock_acquire: 0000000090c9b0a9 x",
                "        t=1: foo-55      [001] d..2.    14.749977: lock_acquire: 0000000090c9b0a9 x",
                "          w[3]:x-55      [001] d..2.    14.749977: lock_acquire: 0000000090c9b0a9 x",
                "              sh-55      (     55) [001] .....    17.223345: lock_release: 00000000a955a79e x",
                "         (odd) 1-55      (-------) [001]    17.223345: lock_release: 00000000a955a79e x",
                "      sh-55        1..... 24579us+: lock_release: 00000000a955a79e x",
                "      sh-55        1..... 24579us : lock_release: 00000000a955a79e x",
                "  t=1: a-55        1.....            3: lock_release: 00000000a955a79e x",
                "      sh-55        1d.h1.    61.311653: lock_acquire:         0xffffffff81cce2c8 x",
                "              sh      55   1 0 00000001 00000003 [0829426c] 14.553ms (+0.003ms): lock_acquired: 000000008e032b8a x",
                "     mm worker 2      55   1 0 00000001 00000003 [0829426c] 14.553ms (+0.003ms): lock_acquired: 000000008e032b8a x",
                "            perf    55 [001]    24.797871:                    lock:lock_acquire: 0xffffffff81cc8a80 x",
                "        t=1: foo    55 [001]    24.797871:                    lock:lock_acquire: 0xffffffff81cc8a80 x"
            })
    void aLineWhoseLeadingBlanksWereTrimmedIsTheSameLine(String line) {
        Reading.Columns whole = Reading.of(line + "\n").only();
        assertThat(Reading.of(line.stripLeading() + "\n").only()).isEqualTo(whole);
        assertThat(Reading.of(" " + line.stripLeading() + "\n").only()).isEqualTo(whole);
        assertThat(whole.event().origin().pid()).isEqualTo(55);
        assertThat(whole.event().origin().cpu()).isEqualTo(1);
    }

    @Test
    void carriageReturnsAndAMissingLastLineFeedChangeNothing() {
        String line =
                "              sh-55      [001] .....     5.762383: lock_acquire: 00000000c90ecb95 x";
        Reading plain = Reading.of(line + "\n\n" + line + "\n");
        assertThat(Reading.of(line + "\r\n\r\n" + line + "\r\n").rows()).isEqualTo(plain.rows());
        Reading open = Reading.of(line + "\n\n" + line);
        assertThat(open.rows()).isEqualTo(plain.rows());
        assertThat(open.facts()).isEqualTo(plain.facts());
        assertThat(open.facts().lines()).isEqualTo(3);
    }

    @Test
    void onlyTheTimesLastDigitTellsNanosecondsFromTicks() {
        String prefix = "              sh-55      [001] ..... ";
        String event = ": lock_release: 00000000a955a79e x\n";
        assertThat(
                        Reading.of(prefix + "9223372036.854775807" + event)
                                .only()
                                .event()
                                .origin()
                                .time())
                .isEqualTo(Long.MAX_VALUE);
        assertThat(Reading.of(prefix + "0.000000001" + event).only().event().origin().time())
                .isEqualTo(1);
        assertThat(Reading.of(prefix + "12.5" + event).only().event().origin().time())
                .isEqualTo(12_500_000_000L);
        Origin ticks = Reading.of(prefix + "999999999999999999" + event).only().event().origin();
        assertThat(ticks.time()).isEqualTo(999_999_999_999_999_999L);
        assertThat(Context.ticks(ticks.context())).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
                    """
                                  sh-55      [001] .....     5.76238x: lock_acquire: 0 x!t:1:49: expected ':' after the time, found 'x: lock_acquire: 0 x'
                                  sh-55      [001] .....     5.: lock_acquire: 0 x!t:1:44: expected the fraction of a second, found ': lock_acquire: 0 x'
                                  sh-55      [001] .....     5.1234567890: lock_acquire: 0 x!t:1:44: expected the fraction of a second, found '1234567890: lock_acquire: 0 x'
                                  sh-55      [001] ..... 9223372036.854775808: lock_acquire: 0 x!t:1:38: expected a time below 2^63 nanoseconds, found '9223372036.854775808: lock_acquire: 0 x'
                                  sh-55      [001] ..... 98765432101.854775808: lock_acquire: 0 x!t:1:38: expected a time below 2^63 nanoseconds, found '98765432101.854775808: lock_acquire: 0 x'
                                  sh-55      [001] ..... 9999999999999999999: lock_acquire: 0 x!t:1:57: expected a time, found ': lock_acquire: 0 x'
                                  sh-55      [001] ..q.. 5.762383: lock_acquire: 0 x!t:1:32: expected four to seven flag characters, found '..q.. 5.762383: lock_acquire: 0 x'
                                  sh-55      [001] ........ 5.762383: lock_acquire: 0 x!t:1:32: expected four to seven flag characters, found '........ 5.762383: lock_acquire: 0 x'
                                  sh-55      [0x1] ..... 5.762383: lock_acquire: 0 x!t:1:28: expected a CPU number and ']', found 'x1] ..... 5.762383: lock_acquire: 0 x'
                                  sh-55      ..... 5.762383: lock_acquire: 0 x!t:1:26: expected '[' and a CPU number, found '..... 5.762383: lock_acquire: 0 x'
                                  sh-5q      [001] ..... 5.762383: lock_acquire: 0 x!t:1:19: expected '[' and a CPU number, found 'q      [001] ..... 5.762383: lock_acquir'
                                  sh-3000000000 [001] ..... 5.762383: lock_acquire: 0 x!t:1:18: expected a task id, found '3000000000 [001] ..... 5.762383: lock_ac'
                                  sh-55      [001] .....!t:1:37: expected a time, found ''
                                  sh-55      [001]!t:1:31: expected flags or a time, found ''
                                  sh-55      (     55 [001] .....     5.76!t:1:55: expected '[' and a CPU number, found ''
                    sh-55 [001] ..... 5.76x: lock_acquire: 0 x!t:1:23: expected ':' after the time, found 'x: lock_acquire: 0 x'
                    perf    45 [000]    24.7978x1: lock:lock_acquire: 0x5 x!t:1:28: expected ':' after the time, found 'x1: lock:lock_acquire: 0x5 x'
                    hello world!t:1:1: expected a task, as in 'comm-pid [cpu] time:', found 'hello world'
                    -----------------------------------------------------------------------!t:1:18: expected a task id, found '----------------------------------------'
                    """)
    void aBrokenPrefixIsReportedWhereItBreaks(String line, String message) {
        String event =
                "              sh-55      [001] .....     5.762383: lock_acquire: 00000000c90ecb95 x";
        TraceFacts facts = Reading.of(line + "\n" + event + "\n").facts();
        assertThat(facts.malformed()).isEqualTo(1);
        MalformedLine bad = facts.firstMalformed().get(0);
        assertThat(bad.message("t")).isEqualTo(message);
        assertThat(line.substring(bad.column() - 1)).startsWith(bad.found());
    }

    @Test
    void whatALineIsDoesNotDependOnTheShapeOfTheLineBefore() {
        String imitation =
                "tracing_mark_write: a-1     0d..1. 5us : b-2 [001] 7.5: c 3 [002] 8.5: lock_acquire: 0 x";
        String[] lines = {
            "              sh-55      [001] .....     5.762383: " + imitation,
            "sh-55 [001] .....     5.762383: " + imitation,
            "      sh-55        1..... 24579us+: " + imitation,
            "sh-55 1..... 24579us+: " + imitation,
            "            perf    55 [001]    24.797871: ftrace:" + imitation,
            "perf    55 [001]    24.797871: ftrace:" + imitation,
            "              sh      55   1 0 00000001 00000003 [0829426c] 14.553ms (+0.003ms): "
                    + imitation,
        };
        for (String before : lines) {
            for (String line : lines) {
                TraceEvent alone = Reading.of(line + "\n").only().event();
                TraceEvent second = Reading.of(before + "\n" + line + "\n").events().get(1);
                assertThat(place(second.origin())).isEqualTo(place(alone.origin()));
                assertThat(second.event()).isEqualTo("tracing_mark_write");
                assertThat(second.origin().pid()).isEqualTo(55);
            }
        }
    }

    @Test
    void theFormOfATraceIsThatOfMostOfItsLines() {
        String ftrace = "sh-55 [001] ..... 5.7: lock_release: 0000000000000001 x\n";
        String latency = "sh-55 1..... 5us : lock_release: 0000000000000001 x\n";
        String perf = "perf 55 [001] 24.797871: lock:lock_release: 0x1 x\n";
        assertThat(Reading.of(ftrace + latency + latency).facts().format())
                .isEqualTo(TraceFormat.LATENCY);
        assertThat(Reading.of(ftrace + perf + perf).facts().format())
                .isEqualTo(TraceFormat.PERF_SCRIPT);
        assertThat(Reading.of("# tracer: nop\n#\n").facts().format()).isEqualTo(TraceFormat.EMPTY);
    }
}
