package org.lockreplay.replay.mm;

import org.lockreplay.event.EventBatch;

/**
 * A place in a trace.
 *
 * @param line from 1
 * @param time nanoseconds, or ticks where the clock has no seconds
 */
public record Moment(long line, long time) implements Comparable<Moment> {

    /** Where an event stands. */
    public static Moment of(EventBatch batch, int row) {
        return new Moment(batch.line(row), batch.time(row));
    }

    @Override
    public int compareTo(Moment other) {
        int byLine = Long.compare(line, other.line);
        return byLine == 0 ? Long.compare(time, other.time) : byLine;
    }

    // equality is written out: linking that of a record takes milliseconds of a start

    @Override
    public boolean equals(Object other) {
        return other instanceof Moment moment && line == moment.line && time == moment.time;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(line) + Long.hashCode(time);
    }
}
