package org.lockreplay.protocol.verify;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.trace.KernelTrace;
import org.lockreplay.text.VisibleText;

/** Writes schedules one after the other into a trace, each as a recording of its own. */
public final class TraceWriter {

    /** Decides nothing but how much time passes between lines. */
    private static final long SEED = 1;

    private final Protocol protocol;
    private long line;

    public TraceWriter(Protocol protocol) {
        this.protocol = protocol;
    }

    /**
     * Writes a schedule, with its warm-up and with what comes after it, each task on a CPU of its
     * own.
     *
     * @param title a comment above it
     * @param out what comes behind what was written before
     * @return for each deed the line of its first event, or where it left none, of the last one
     *     before it
     */
    public List<Long> write(String title, Schedule schedule, OutputStream out) throws IOException {
        KernelTrace trace =
                new KernelTrace(
                        protocol,
                        schedule.memory(),
                        schedule.tasks(),
                        schedule.tasks(),
                        List.of(VisibleText.brief(title)),
                        SEED);
        trace.begin();
        if (!schedule.warmUp().isEmpty()) {
            schedule.warmUp().forEach(trace::write);
            trace.mark(0, "here the schedule begins");
        }
        schedule.deeds().forEach(trace::write);
        schedule.afterwards().forEach(trace::write);
        long before = line;
        line += trace.end(out);
        return trace.deedLines().stream()
                .skip(schedule.warmUp().size())
                .limit(schedule.deeds().size())
                .map(at -> before + at)
                .toList();
    }
}
