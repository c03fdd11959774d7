package org.lockreplay.parser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A few dozen lines of a real recording in each form, and random texts made of them. */
final class Excerpts {

    /** All that can be analysed. */
    static final List<String> READABLE =
            List.of(
                    "bootnohash.trace",
                    "counter.trace",
                    "default.trace",
                    "empty.trace",
                    "latency.trace",
                    "lost-pipe.trace",
                    "markers.trace",
                    "mpx.trace",
                    "names.trace",
                    "nohashptr.trace",
                    "noirqinfo.trace",
                    "overwritten.trace",
                    "perf-callgraph.txt",
                    "perf-script.txt",
                    "raw-syscalls.trace",
                    "report-R.txt",
                    "report-l.txt",
                    "report-t.txt",
                    "report-tsdiff.txt",
                    "report.txt",
                    "stacktrace.trace",
                    "tgid-noirqinfo.trace",
                    "tgid.trace",
                    "verbose.trace");

    private static final List<String> GARBAGE =
            List.of(
                    "",
                    "   ",
                    "#",
                    "# a comment",
                    "#glued",
                    "garbage",
                    "\tindented",
                    " => frame",
                    "-1 [",
                    "sh-55 [001] ..... 5.7",
                    "sh-55 [001] ..... 5.7:",
                    "sh-55 [001] ..... 5.7: lock_acquire: zz x",
                    "sh-55 [001] ..... 5.7: lock_acquire",
                    "sh-55 [001] ..... 5.7: sched_switch: nonsense",
                    "sh-55 [001] ..... 5.7: tracing_mark_write: text that goes on",
                    "sh-55 [001] ..... 5.7: console: also this",
                    "and on",
                    "CPU:1 [LOST 3 EVENTS]",
                    "CPU:1 [LOST",
                    "##### CPU 1 buffer started ####",
                    "cpus=2",
                    "ünïcödé",
                    "x".repeat(700),
                    ") [".repeat(60));

    private Excerpts() {}

    static byte[] bytes(String name) {
        try (InputStream in = Excerpts.class.getResourceAsStream("/excerpts/" + name)) {
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /** Every line of every excerpt. */
    static List<String> lines() {
        List<String> lines = new ArrayList<>();
        READABLE.forEach(name -> text(name).lines().forEach(lines::add));
        return lines;
    }

    /** Real lines, in runs and alone, with garbage between them; both kinds of line end. */
    static String random(Random random, int length) {
        List<String> real = lines();
        StringBuilder text = new StringBuilder("# tracer: nop\n");
        for (int count = 0; count < length; count++) {
            if (random.nextInt(4) == 0) {
                text.append(GARBAGE.get(random.nextInt(GARBAGE.size()))).append('\n');
            }
            int at = random.nextInt(real.size());
            for (int run = random.nextInt(5); run >= 0 && at < real.size(); run--, at++) {
                String line = real.get(at);
                text.append(random.nextInt(10) == 0 ? line.strip() : line);
                text.append(random.nextInt(10) == 0 ? "\r\n" : "\n");
            }
        }
        return random.nextBoolean() ? text.toString() : text.append("perf 45 [000] 2").toString();
    }
}
