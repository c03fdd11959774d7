package org.lockreplay.cli;

/** What the process tells its caller when it ends. */
final class ExitStatus {

    static final int CLEAN = 0;

    /** Findings at or above the severity that {@code --fail-on} names. */
    static final int FINDINGS = 1;

    /** Wrong usage or configuration; so is an output that cannot be written. */
    static final int USAGE = 2;

    /** An input could not be read, or not to its end; outranks {@link #FINDINGS}. */
    static final int UNREADABLE = 3;

    /** A fault of this program. */
    static final int FAULT = 70;

    /** Interrupted before it was done; what it says is true of what it got to. */
    static final int INTERRUPTED = 130;

    private ExitStatus() {}
}
