package org.lockreplay.protocol.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.program.Deed;
import org.lockreplay.protocol.trace.Pace;
import org.lockreplay.protocol.trace.TraceText;

/** Writes schedules one after the other into a trace, each as a recording of its own. */
public final class TraceWriter {

    private final Protocol protocol;
    private final Appendable out;
    private long line;

    public TraceWriter(Protocol protocol, Appendable out) {
        this.protocol = protocol;
        this.out = out;
    }

    /** Writes a schedule; answers for each deed the line at which it stands, or after which. */
    public List<Long> write(String title, Schedule schedule) throws IOException {
        TraceText text =
                new TraceText(
                        protocol, schedule.memory(), schedule.tasks(), Pace.even(), out, line);
        text.begin(title);
        List<Long> lines = new ArrayList<>();
        for (Deed deed : schedule.deeds()) {
            lines.add(text.write(deed));
        }
        for (Deed deed : schedule.afterwards()) {
            text.write(deed);
        }
        text.end(task -> isIdle(task, schedule));
        line = text.line();
        return lines;
    }

    private static boolean isIdle(int task, Schedule schedule) {
        boolean idle = true;
        for (List<Deed> deeds : List.of(schedule.deeds(), schedule.afterwards())) {
            for (Deed deed : deeds) {
                if (deed.task() == task) {
                    idle = deed.kind() == Deed.Kind.ENDS;
                }
            }
        }
        return idle;
    }
}
