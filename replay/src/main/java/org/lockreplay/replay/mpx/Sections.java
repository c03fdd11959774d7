package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Origin;

/** Counts critical sections by what they are, and operations. Not thread-safe. */
final class Sections {

    private final Map<Kind, Row> rows = new LinkedHashMap<>();
    private final Map<MpxOperation, Long> operations = new EnumMap<>(MpxOperation.class);

    /** What makes two sections alike. */
    record Kind(String operation, String doing, boolean bdSem, boolean read, int nestingCase) {

        // written out: what the compiler makes of a record is linked at run time, which costs more
        // than all comparisons of a short trace

        @Override
        public boolean equals(Object other) {
            return other instanceof Kind kind
                    && bdSem == kind.bdSem
                    && read == kind.read
                    && nestingCase == kind.nestingCase
                    && doing.equals(kind.doing)
                    && operation.equals(kind.operation);
        }

        @Override
        public int hashCode() {
            int hash = 31 * doing.hashCode() + operation.hashCode();
            return 31 * hash + (bdSem ? 16 : 0) + (read ? 8 : 0) + nestingCase;
        }
    }

    /** All sections of one kind so far. */
    private static final class Row {
        private final Origin first;
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
    }

    /** One section, from the moment it was asked for. */
    static final class Section {
        private final Row row;
        private final long asked;
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

    Section begin(Kind kind, boolean tried, EventBatch batch, int line) {
        Row row = rows.get(kind);
        if (row == null) {
            row = new Row(batch.origin(line));
            rows.put(kind, row);
        }
        long time = batch.time(line);
        row.count++;
        row.tries += tried ? 1 : 0;
        Section section = new Section(row, time);
        if (tried) {
            section.own(time);
        }
        return section;
    }

    void occurred(MpxOperation operation) {
        operations.merge(operation, 1L, Long::sum);
    }

    /** By kind, in the order of first sight. */
    List<SectionCount> counts() {
        List<SectionCount> counts = new ArrayList<>();
        rows.forEach(
                (kind, row) ->
                        counts.add(
                                new SectionCount(
                                        kind.operation(),
                                        kind.doing(),
                                        kind.bdSem(),
                                        kind.read(),
                                        kind.nestingCase(),
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

    /** Those that occurred, in the order of {@link MpxOperation}. */
    List<OperationCount> operations() {
        List<OperationCount> counts = new ArrayList<>();
        operations.forEach(
                (operation, count) -> counts.add(new OperationCount(operation.label(), count)));
        return counts;
    }
}
