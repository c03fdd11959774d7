package org.lockreplay.parser.ftrace;

import org.lockreplay.event.EventBatch;

/** Turns the arguments of an event into columns. */
interface ArgumentDecoder {

    /**
     * Reads the arguments into {@code row}, which is the last of the batch and has its kind
     * already; false if they are not printed in a known way.
     */
    boolean decode(Arguments arguments, EventBatch batch, int row);

    /** What was expected where the last {@link #decode} failed; empty for the arguments at all. */
    default String expected() {
        return "";
    }
}
