package org.lockreplay.replay.lock;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.event.Context;

/**
 * Which recordings of a trace have flags that tell whether bottom halves are off: a header says so,
 * or some line is there where they are (Linux 5.17 on).
 *
 * <p>What a header says holds until the next one; a recording that begins without a header, where
 * time goes back, is of the same kernel as the one before it.
 */
final class BottomHalves {

    private final List<LineRange> untold = new ArrayList<>();
    private boolean told;
    private boolean everTold;
    private int lastContext;
    private long firstLine;
    private long lastLine;

    /** A header says that flags tell of bottom halves. */
    void tell() {
        told = true;
        everTold = true;
    }

    /** An event, with the flags of its line. */
    void event(int context, long line) {
        if (firstLine == 0) {
            firstLine = line;
        }
        lastLine = line;
        if (context != lastContext) {
            lastContext = context;
            if (Context.bottomHalvesOff(context)) {
                tell();
            }
        }
    }

    /** Ends what one header speaks of; whether its flags tell of bottom halves. */
    boolean end() {
        boolean known = told;
        if (!known && firstLine != 0) {
            untold.add(new LineRange(firstLine, lastLine));
        }
        told = false;
        firstLine = 0;
        lastContext = 0;
        return known;
    }

    /** The lines of recordings that do not tell of them, if others of the trace do. */
    List<LineRange> untold() {
        return everTold ? List.copyOf(untold) : List.of();
    }
}
