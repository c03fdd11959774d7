package org.lockreplay.parser.ftrace;

import org.lockreplay.event.Context;
import org.lockreplay.event.Names;

/** Who, where and when of the event being parsed; overwritten for every event. */
public final class Stamp {

    /** The largest number of a CPU that is read; Linux 6.1 has at most 8,192 of them. */
    public static final int LARGEST_CPU = 65_535;

    int pid = -1;
    int task = Names.EMPTY;
    int cpu = -1;
    int context = Context.UNKNOWN;
    long time;

    /** Sets all of it; {@code task} is an id of the parser's own {@link NameTable}. */
    public void set(int pid, int task, int cpu, int context, long time) {
        this.pid = pid;
        this.task = task;
        this.cpu = cpu;
        this.context = context;
        this.time = time;
    }
}
