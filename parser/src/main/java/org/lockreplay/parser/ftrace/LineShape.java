package org.lockreplay.parser.ftrace;

/** How a line prints the task, CPU, flags and time in front of its event. */
public enum LineShape {
    /** {@code comm-pid [tgid] [cpu] flags seconds: }; tgid and flags may be missing. */
    FTRACE,
    /** {@code comm-pid cpuflags microseconds: }, the CPU number glued to the flags. */
    LATENCY,
    /** {@code comm pid cpu flags preempt index [usecs] ms (+ms): }, flags as numbers. */
    VERBOSE,
    /** {@code comm pid [cpu] seconds: system:}; the CPU may be missing. */
    PERF
}
