package org.lockreplay.parser;

/** The forms in which people have a trace; recognised from its content, never from its name. */
public enum TraceFormat {
    /** {@code trace}, {@code trace_pipe}, and {@code trace-cmd report} without {@code -l}. */
    FTRACE("ftrace text"),
    /** {@code latency-format}, and {@code trace-cmd report -l}. */
    LATENCY("ftrace latency format"),
    /** {@code latency-format} with {@code verbose}. */
    VERBOSE("ftrace verbose latency format"),
    /** {@code perf script}. */
    PERF_SCRIPT("perf script"),
    /** The tool's own columns. */
    CSV("csv"),
    /** The tool's own objects, one a line. */
    JSON_LINES("json lines"),
    /** Only comment lines: nothing tells which form the events would have had. */
    EMPTY("empty recording");

    private final String label;

    TraceFormat(String label) {
        this.label = label;
    }

    /** The form as reports name it. */
    public String label() {
        return label;
    }
}
