package org.lockreplay.replay.lock;

import java.util.List;
import org.lockreplay.event.EventKind;

/** One line of a {@link TraceScript}: an event by its parts. */
record Step(
        long line,
        long time,
        int pid,
        int cpu,
        int context,
        EventKind kind,
        String name,
        long address,
        int mode,
        List<Long> payload) {

    Step {
        payload = List.copyOf(payload);
    }

    long payload(int index) {
        return index < payload.size() ? payload.get(index) : 0;
    }

    String task() {
        return "task" + pid;
    }
}
