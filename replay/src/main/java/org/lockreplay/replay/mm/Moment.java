package org.lockreplay.replay.mm;

import java.util.Comparator;
import org.lockreplay.event.EventBatch;

/**
 * A place in a trace.
 *
 * @param line from 1
 * @param time nanoseconds, or ticks where the clock has no seconds
 */
public record Moment(long line, long time) implements Comparable<Moment> {

    private static final Comparator<Moment> ORDER =
            Comparator.comparingLong(Moment::line).thenComparingLong(Moment::time);

    /** Where an event stands. */
    public static Moment of(EventBatch batch, int row) {
        return new Moment(batch.line(row), batch.time(row));
    }

    @Override
    public int compareTo(Moment other) {
        return ORDER.compare(this, other);
    }
}
