package org.lockreplay.check;

import java.util.List;
import org.lockreplay.event.Origin;

/** Which task did something. */
final class Tasks {

    private static final int IDLE = 0;

    private Tasks() {}

    /** Equal for the same task only: every CPU has an idle task, every trace its own pids. */
    static List<Integer> identity(int trace, Origin at) {
        return List.of(trace, at.pid(), at.pid() == IDLE ? at.cpu() : -1);
    }
}
