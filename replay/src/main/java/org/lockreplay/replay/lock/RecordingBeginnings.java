package org.lockreplay.replay.lock;

import org.lockreplay.event.Context;

/**
 * Tells where a new recording begins within a trace: at a header, and where time goes back.
 *
 * <p>Times are compared only where they come from clocks of one kind. Two headers with no event
 * between begin one recording.
 */
final class RecordingBeginnings {

    private long count;
    private boolean begun;
    private long lastTime = Long.MIN_VALUE;
    private int lastContext;

    /** Whether this event is the first of a recording that no header announced. */
    boolean begins(long time, int context) {
        boolean back =
                time < lastTime && Context.ticks(context) == Context.ticks(lastContext) && begun;
        if (back || count == 0) {
            count++;
        }
        begun = true;
        lastTime = time;
        lastContext = context;
        return back;
    }

    /** Takes a header; whether it ends another recording. */
    boolean header() {
        boolean another = begun;
        if (another || count == 0) {
            count++;
        }
        begun = false;
        lastTime = Long.MIN_VALUE;
        return another;
    }

    long count() {
        return count;
    }
}
