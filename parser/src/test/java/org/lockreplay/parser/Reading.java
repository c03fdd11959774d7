package org.lockreplay.parser;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.EventSink;
import org.lockreplay.event.Names;
import org.lockreplay.event.Origin;
import org.lockreplay.event.TraceEvent;

/**
 * What one reading gave: the facts, every event with all its columns, the dictionary, and where
 * lines could not be read.
 */
public record Reading(
        TraceFacts facts, List<Columns> rows, List<String> names, List<Origin> unreadable) {

    /** Copies of all columns of one event. */
    public record Columns(
            TraceEvent event,
            String name,
            long address,
            int mode,
            List<Long> payload,
            int taskId,
            int eventId,
            int nameId) {}

    /** Reads a text in one thread. */
    public static Reading of(String text) {
        return of(new TraceReader(1), text.getBytes(StandardCharsets.UTF_8));
    }

    static Reading of(TraceReader reader, byte[] bytes) {
        return of(reader, new ByteArrayInputStream(bytes));
    }

    static Reading of(TraceReader reader, InputStream stream) {
        try {
            return tryOf(reader, stream);
        } catch (UnreadableTraceException refused) {
            throw new AssertionError(refused);
        }
    }

    static Reading tryOf(TraceReader reader, InputStream stream) throws UnreadableTraceException {
        Collector collector = new Collector();
        TraceFacts facts = reader.read("t", stream, collector);
        return new Reading(
                facts,
                List.copyOf(collector.rows),
                collector.names(),
                List.copyOf(collector.unreadable));
    }

    public List<TraceEvent> events() {
        return rows.stream().map(Columns::event).toList();
    }

    /** The only event. */
    public Columns only() {
        if (rows.size() != 1 || facts.malformed() > 0) {
            throw new AssertionError("not one event: " + this);
        }
        return rows.get(0);
    }

    /** Whether every line is counted in exactly one way. */
    public boolean everyLineCounts() {
        return facts.lines()
                == facts.eventCount()
                        + facts.comments()
                        + facts.annotations()
                        + facts.lossMarkers()
                        + facts.malformed();
    }

    /** Keeps a copy of all that it is given. */
    static final class Collector implements EventSink {

        final List<Columns> rows = new ArrayList<>();
        final List<Origin> unreadable = new ArrayList<>();
        private Names dictionary = new Names();

        @Override
        public void accept(EventBatch batch) {
            dictionary = batch.names();
            for (int row = 0; row < batch.size(); row++) {
                if (batch.kind(row) == EventKind.UNREADABLE) {
                    unreadable.add(batch.origin(row));
                } else {
                    rows.add(columns(batch, row));
                }
            }
        }

        List<String> names() {
            List<String> names = new ArrayList<>();
            for (int id = 0; id < dictionary.size(); id++) {
                names.add(dictionary.get(id));
            }
            return names;
        }

        private static Columns columns(EventBatch batch, int row) {
            List<Long> payload = new ArrayList<>();
            for (int i = 0; i < batch.payloadCount(row); i++) {
                payload.add(batch.payload(row, i));
            }
            return new Columns(
                    batch.toEvent(row),
                    batch.names().get(batch.name(row)),
                    batch.address(row),
                    batch.mode(row),
                    payload,
                    batch.task(row),
                    batch.event(row),
                    batch.name(row));
        }
    }
}
