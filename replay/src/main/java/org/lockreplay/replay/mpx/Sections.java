package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Origin;

/**
 * Counts critical sections by what they are. Not thread-safe.
 *
 * <p>Some sections can be told apart only as their system call ends: these are counted alone until
 * they are {@linkplain #settle settled}.
 */
final class Sections {

    private final boolean asked;
    private final Map<Kind, Row> rows = new LinkedHashMap<>();

    /** What makes two sections alike: the first members of a {@link SectionCount}. */
    record Kind(String path, boolean bdSem, boolean read, Hold outer, BareUnmap unmaps) {

        // written out: what the compiler makes of a record is linked at run time, which costs more
        // than all comparisons of a short trace

        @Override
        public boolean equals(Object other) {
            return other instanceof Kind kind
                    && bdSem == kind.bdSem
                    && read == kind.read
                    && outer == kind.outer
                    && unmaps == kind.unmaps
                    && path.equals(kind.path);
        }

        @Override
        public int hashCode() {
            int hash = 31 * path.hashCode() + outer.ordinal();
            return 31 * hash + (bdSem ? 16 : 0) + (read ? 8 : 0) + unmaps.ordinal();
        }
    }

    /** All sections of one kind so far. */
    private static final class Row {
        private Origin first;
        private long count;
        private long tries;
        private long waits;
        private long waited;
        private long longestWait;
        private long holds;
        private long held;
        private long longestHold;

        Row(Origin first) {
            this.first = first;
        }

        void add(Row other) {
            first = other.first.line() < first.line() ? other.first : first;
            count += other.count;
            tries += other.tries;
            waits += other.waits;
            waited += other.waited;
            longestWait = Math.max(longestWait, other.longestWait);
            holds += other.holds;
            held += other.held;
            longestHold = Math.max(longestHold, other.longestHold);
        }
    }

    /** One section, from the moment it was asked for. */
    static final class Section {
        private final long asked;
        private Row row;
        private long owned;
        private boolean isOwned;

        private Section(Row row, long asked) {
            this.row = row;
            this.asked = asked;
        }

        /** The task has the semaphore now. */
        void own(long time) {
            if (!isOwned) {
                isOwned = true;
                owned = time;
                row.waits++;
                row.waited += time - asked;
                row.longestWait = Math.max(row.longestWait, time - asked);
            }
        }

        /** The section is over; how long it was is known if it is known when it began. */
        void end(long time) {
            if (isOwned) {
                row.holds++;
                row.held += time - owned;
                row.longestHold = Math.max(row.longestHold, time - owned);
            }
        }
    }

    /**
     * @param asked whether anybody wants to know them: who would tell of one need not otherwise
     */
    Sections(boolean asked) {
        this.asked = asked;
    }

    boolean asked() {
        return asked;
    }

    Section begin(Kind kind, boolean tried, EventBatch batch, int row) {
        Row known = rows.get(kind);
        if (known == null) {
            known = rowOf(kind, batch.origin(row));
        }
        return in(known, tried, batch.time(row));
    }

    private Row rowOf(Kind kind, Origin first) {
        Row row = rows.get(kind);
        if (row == null) {
            row = new Row(first);
            rows.put(kind, row);
        }
        return row;
    }

    /** A section of which more is known later. */
    Section beginUnsettled(boolean tried, EventBatch batch, int row) {
        return in(new Row(batch.origin(row)), tried, batch.time(row));
    }

    private static Section in(Row row, boolean tried, long time) {
        row.count++;
        row.tries += tried ? 1 : 0;
        Section section = new Section(row, time);
        if (tried) {
            section.own(time);
        }
        return section;
    }

    /** Now it is known what an unsettled section is; it may not be over yet. */
    void settle(Section section, Kind kind) {
        Row alone = section.row;
        section.row = rowOf(kind, alone.first);
        section.row.add(alone);
    }

    /** By kind, in the order in which the kinds were first counted. */
    List<SectionCount> counts() {
        List<SectionCount> counts = new ArrayList<>();
        rows.forEach(
                (kind, row) ->
                        counts.add(
                                new SectionCount(
                                        kind.path(),
                                        kind.bdSem(),
                                        kind.read(),
                                        kind.outer(),
                                        kind.unmaps(),
                                        row.count,
                                        row.tries,
                                        row.waits,
                                        row.waited,
                                        row.longestWait,
                                        row.holds,
                                        row.held,
                                        row.longestHold,
                                        row.first)));
        return counts;
    }
}
