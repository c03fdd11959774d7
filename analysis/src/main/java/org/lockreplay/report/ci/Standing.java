package org.lockreplay.report.ci;

/** Whether a finding was there before. */
public enum Standing {
    /** Nobody asked. */
    UNCOMPARED,
    NEW,
    /** The baseline has it. */
    KNOWN,
    /** The corpus is there to show it. */
    EXPECTED
}
