package org.lockreplay.protocol.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Lines of ftrace text, in the order in which they are added, with times that go on.
 *
 * <p>Source: {@code trace_print_context()} and {@code print_event_info()}, kernel/trace, Linux
 * 4.19. Memory: the text itself. Not thread-safe.
 */
final class TraceLines {

    /** Flags of a line that is printed with interrupts off, as inside of lockdep. */
    static final String IRQS_OFF = "d...";

    /** Flags of a line that is printed with everything on. */
    static final String PLAIN = "....";

    private static final String HEADER =
            """
            # tracer: nop
            #
            # entries-in-buffer/entries-written: %1$d/%1$d   #P:%2$d
            #
            #                              _-----=> irqs-off
            #                             / _----=> need-resched
            #                            | / _---=> hardirq/softirq
            #                            || / _--=> preempt-depth
            #                            ||| /     delay
            #           TASK-PID   CPU#  ||||    TIMESTAMP  FUNCTION
            #              | |       |   ||||       |         |
            """;

    private static final int HEADER_LINES = (int) HEADER.lines().count();
    private static final int MICROS = 1_000_000;
    private static final int SHORT = 9;
    private static final int LONG = 400;

    private final StringBuilder text = new StringBuilder();
    private final Random random;
    private long micros;
    private final List<String> titles;
    private long count;

    /**
     * @param titles what stands below the header, without line feeds
     * @param random decides how much time passes between two lines
     */
    TraceLines(List<String> titles, Random random) {
        this.titles = List.copyOf(titles);
        this.random = random;
        micros = 8L * MICROS + random.nextInt(MICROS);
    }

    /** Adds one line; a few microseconds pass, sometimes more. */
    void add(String task, int pid, int cpu, String flags, String event) {
        boolean pause = random.nextInt(24) == 0;
        micros += 1 + random.nextInt(pause ? LONG : SHORT);
        text.append(
                "%16s-%-5d [%03d] %s %5d.%06d: %s\n"
                        .formatted(task, pid, cpu, flags, micros / MICROS, micros % MICROS, event));
        count++;
    }

    /** The number of the line that was added last, from 1, header and titles included. */
    long line() {
        return HEADER_LINES + titles.size() + count;
    }

    void write(int cpus, OutputStream out) throws IOException {
        out.write(HEADER.formatted(count, cpus).getBytes(StandardCharsets.US_ASCII));
        for (String title : titles) {
            out.write(("# " + title + "\n").getBytes(StandardCharsets.UTF_8));
        }
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
