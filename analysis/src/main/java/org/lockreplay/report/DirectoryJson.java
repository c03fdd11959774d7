package org.lockreplay.report;

import java.io.IOException;
import java.util.Optional;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.replay.mpx.DirectoryEntry;
import org.lockreplay.replay.mpx.DirectoryState;
import org.lockreplay.replay.mpx.Geometry;
import org.lockreplay.replay.mpx.HistoryEvent;
import org.lockreplay.replay.mpx.Management;

/** Bounds directories, and what happened to their entries, as JSON. */
final class DirectoryJson {

    private final ReplayReport report;
    private final JsonOutput out;
    private final ReplayParts parts;

    DirectoryJson(ReplayReport report, JsonOutput out) {
        this.report = report;
        this.out = out;
        parts = new ReplayParts(report, out);
    }

    /** One address space, with its violations up to a line. */
    void addressSpace(DirectoryState state, long upToLine) throws IOException {
        out.writeStartObject();
        parts.space(state.space());
        if (state.managed() == Management.UNKNOWN) {
            out.writeNullField("managed");
        } else {
            out.writeBooleanField("managed", state.managed() == Management.ON);
        }
        out.addressOrNull("directory", state.directory());
        out.writeFieldName("geometry");
        if (state.geometry().isPresent()) {
            geometry(state.geometry().get());
        } else {
            out.writeNull();
        }
        out.writeBooleanField("hashed", state.hashed());
        out.writeBooleanField("complete", state.complete());
        tables(state);
        out.array("marked", state.marked(), table -> out.writeString(Addresses.hex(table)));
        activity(state);
        parts.pageFaults(state.pageFaults());
        out.array("violations", report.violations(state, upToLine), this::violation);
        out.array("entries", state.entries(), this::entry);
        out.array("notKnown", Unknowns.of(state), out::writeString);
        out.writeEndObject();
    }

    private void geometry(Geometry geometry) throws IOException {
        out.writeStartObject();
        out.writeNumberField("entries", geometry.entries());
        out.writeNumberField("entryBytes", geometry.entryBytes());
        out.writeNumberField("tableBytes", geometry.tableBytes());
        out.writeNumberField("coveredBytes", geometry.coveredBytes());
        out.writeEndObject();
    }

    private void tables(DirectoryState state) throws IOException {
        out.writeObjectFieldStart("tables");
        out.writeNumberField("allocated", state.tables().allocated());
        out.writeNumberField("freed", state.tables().freed());
        out.writeNumberField("maybeFreed", state.tables().maybeFreed());
        out.writeNumberField("live", state.tables().live());
        out.writeNumberField("peak", state.tables().peak());
        out.writeNumberField("unplaced", state.tables().unplaced());
        out.writeEndObject();
    }

    private void activity(DirectoryState state) throws IOException {
        out.writeObjectFieldStart("activity");
        out.writeNumberField("missingTable", state.activity().faults());
        out.writeNumberField("lostRaces", state.activity().lostRaces());
        out.writeNumberField("unanswered", state.activity().unanswered());
        out.writeNumberField("refusedFaults", state.activity().refusedFaults());
        out.writeNumberField("refusedSearches", state.activity().refusedSearches());
        out.writeNumberField("searches", state.activity().searches());
        out.writeNumberField("zaps", state.activity().zaps());
        out.writeNumberField("violations", state.activity().violations());
        out.writeEndObject();
    }

    private void violation(ReplayReport.ViolationsAt at) throws IOException {
        out.writeStartObject();
        out.addressOrNull("address", at.first().address());
        out.addressOrNull("lower", at.first().lower());
        out.addressOrNull("upper", at.first().upper());
        out.writeNumberField("count", at.count());
        parts.moment("first", Optional.of(at.first().at()));
        out.writeEndObject();
    }

    private void entry(DirectoryEntry entry) throws IOException {
        out.writeStartObject();
        out.writeNumberField("index", entry.index());
        out.address("address", entry.address());
        parts.range("covers", Optional.of(entry.covers()));
        out.writeStringField("memory", entry.memory().name());
        out.writeStringField("state", entry.state().name());
        out.addressOrNull("table", entry.table());
        parts.moment("since", Optional.of(entry.since()));
        out.writeEndObject();
    }

    void event(HistoryEvent event) throws IOException {
        out.writeStartObject();
        out.writeNumberField("space", event.space());
        out.writeNumberField("spacePid", event.spacePid());
        if (event.pid() < 0) {
            out.writeNullField("pid");
            out.writeNullField("task");
        } else {
            out.writeNumberField("pid", event.pid());
            out.writeStringField("task", event.task());
        }
        out.writeStringField("what", event.what().name());
        out.textOrNull("call", event.call().map(ReplayParts::word));
        parts.place("at", event.at().line(), event.time());
        parts.moment("since", event.since());
        out.numberOrNull("index", event.index());
        out.textOrNull("address", event.place().map(place -> Addresses.hex(place.first())));
        parts.range("memory", event.range());
        out.addressOrNull("table", event.table());
        out.writeEndObject();
    }
}
