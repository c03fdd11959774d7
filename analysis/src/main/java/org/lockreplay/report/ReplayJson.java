package org.lockreplay.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.replay.mm.FaultCounts;
import org.lockreplay.replay.mm.FaultPlace;
import org.lockreplay.replay.mm.LockHolder;
import org.lockreplay.replay.mm.MappedRange;
import org.lockreplay.replay.mm.MemoryState;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.SpaceInfo;
import org.lockreplay.replay.mm.Width;
import org.lockreplay.replay.mpx.DirectoryEntry;
import org.lockreplay.replay.mpx.DirectoryState;
import org.lockreplay.replay.mpx.Geometry;
import org.lockreplay.replay.mpx.HistoryEvent;
import org.lockreplay.replay.mpx.Management;
import org.lockreplay.replay.mpx.Snapshot;

/** What a replay has to say, for programs: {@code lockreplay-replay/1}. */
public final class ReplayJson {

    private static final String SCHEMA = "lockreplay-replay/1";

    private final ReplayReport report;
    private final JsonGenerator out;

    private ReplayJson(ReplayReport report, JsonGenerator out) {
        this.report = report;
        this.out = out;
    }

    /** Writes the report indented; does not close the stream. */
    public static void write(ReplayReport report, OutputStream stream) throws IOException {
        try (JsonGenerator out = JsonReport.indented(stream)) {
            new ReplayJson(report, out).all();
            out.writeRaw('\n');
        }
    }

    private interface Element<T> {
        void write(T element) throws IOException;
    }

    private void all() throws IOException {
        out.writeStartObject();
        out.writeStringField("schema", SCHEMA);
        trace(report.facts());
        if (report.hasMoments()) {
            array("snapshots", report.found().snapshots(), this::snapshot);
        } else {
            array(
                    "addressSpaces",
                    report.found().addressSpaces(),
                    space -> addressSpace(space, Long.MAX_VALUE));
            if (!report.asked().memoryOf().isEmpty()) {
                memory(report.found().memory());
            }
        }
        if (report.asked().history().isPresent()) {
            array("history", report.found().history(), this::event);
        }
        array("notes", report.notes(), out::writeString);
        JsonReport.judgement(report.judged(), out);
        out.writeEndObject();
    }

    private void trace(TraceFacts facts) throws IOException {
        out.writeObjectFieldStart("trace");
        out.writeStringField("path", facts.path());
        out.writeStringField("format", facts.format().label());
        out.writeNumberField("events", facts.eventCount());
        out.writeNumberField("mpxEvents", report.found().mpxEvents());
        out.writeNumberField("lines", facts.lines());
        out.writeNumberField("lost", facts.lost());
        out.writeNumberField("malformed", facts.malformed());
        out.writeNumberField("gaps", report.found().gaps());
        out.writeNumberField("recordings", report.found().recordings());
        text("damage", facts.damage());
        out.writeEndObject();
    }

    private void snapshot(Snapshot shot) throws IOException {
        out.writeStartObject();
        time("atNanos", "atTicks", shot.atTime());
        out.writeNumberField("atLine", shot.atLine());
        out.writeStringField("asked", shot.byTime() ? "time" : "line");
        array("notes", report.notes(shot), out::writeString);
        array("addressSpaces", shot.addressSpaces(), space -> addressSpace(space, shot.atLine()));
        if (!report.asked().memoryOf().isEmpty()) {
            memory(shot.memory());
        }
        out.writeEndObject();
    }

    // ---- directories ----

    private void addressSpace(DirectoryState state, long upToLine) throws IOException {
        out.writeStartObject();
        space(state.space());
        if (state.managed() == Management.UNKNOWN) {
            out.writeNullField("managed");
        } else {
            out.writeBooleanField("managed", state.managed() == Management.ON);
        }
        address("directory", state.directory());
        out.writeFieldName("geometry");
        if (state.geometry().isPresent()) {
            geometry(state.geometry().get());
        } else {
            out.writeNull();
        }
        out.writeBooleanField("hashed", state.hashed());
        out.writeBooleanField("complete", state.complete());
        tables(state);
        activity(state);
        pageFaults(state.pageFaults());
        array("violations", report.violations(state, upToLine), this::violation);
        array("entries", state.entries(), this::entry);
        array("notKnown", Unknowns.of(state), out::writeString);
        out.writeEndObject();
    }

    private void space(SpaceInfo space) throws IOException {
        out.writeNumberField("id", space.id());
        out.writeNumberField("pid", space.pid());
        array("pids", space.pids(), out::writeNumber);
        out.writeStringField("task", space.task());
        out.writeStringField("origin", word(space.origin()));
        moment("made", space.made());
        moment("ended", space.end());
        if (space.width() == Width.UNKNOWN) {
            out.writeNullField("bits");
        } else {
            out.writeNumberField("bits", space.width() == Width.BITS_64 ? 64 : 32);
        }
        out.writeBooleanField("doubtful", space.doubtful());
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
        out.writeStringField("address", Addresses.hex(at.first().address()));
        out.writeStringField("lower", Addresses.hex(at.first().lower()));
        out.writeStringField("upper", Addresses.hex(at.first().upper()));
        out.writeNumberField("count", at.count());
        moment("first", Optional.of(at.first().at()));
        out.writeEndObject();
    }

    private void entry(DirectoryEntry entry) throws IOException {
        out.writeStartObject();
        out.writeNumberField("index", entry.index());
        out.writeStringField("address", Addresses.hex(entry.address()));
        out.writeArrayFieldStart("covers");
        out.writeString(Addresses.hex(entry.covers().first()));
        out.writeString(Addresses.hex(entry.covers().last()));
        out.writeEndArray();
        out.writeStringField("memory", entry.memory().name());
        out.writeStringField("state", entry.state().name());
        address("table", entry.table());
        moment("since", Optional.of(entry.since()));
        out.writeEndObject();
    }

    private void event(HistoryEvent event) throws IOException {
        out.writeStartObject();
        out.writeNumberField("space", event.space());
        out.writeNumberField("pid", event.pid());
        out.writeStringField("task", event.task());
        out.writeStringField("what", event.what().name());
        text("call", event.call().map(ReplayJson::word));
        moment("at", Optional.of(event.at()));
        moment("since", event.since());
        if (event.index().isPresent()) {
            out.writeNumberField("index", event.index().getAsLong());
        } else {
            out.writeNullField("index");
        }
        text("address", event.place().map(place -> Addresses.hex(place.first())));
        out.writeFieldName("memory");
        if (event.range().isPresent()) {
            out.writeStartArray();
            out.writeString(Addresses.hex(event.range().get().first()));
            out.writeString(Addresses.hex(event.range().get().last()));
            out.writeEndArray();
        } else {
            out.writeNull();
        }
        address("table", event.table());
        out.writeEndObject();
    }

    // ---- memory ----

    private void memory(Map<Integer, MemoryState> memory) throws IOException {
        out.writeArrayFieldStart("memory");
        for (Map.Entry<Integer, MemoryState> of : memory.entrySet()) {
            memory(of.getKey(), of.getValue());
        }
        out.writeEndArray();
    }

    private void memory(int pid, MemoryState memory) throws IOException {
        out.writeStartObject();
        out.writeNumberField("of", pid);
        space(memory.space());
        out.writeBooleanField("whole", memory.space().whole());
        address("brk", memory.brk());
        pageFaults(memory.faults());
        out.writeBooleanField("lockTraced", memory.lockTraced());
        out.writeBooleanField("lockKnown", memory.lockKnown());
        array("lockHolders", memory.lockHolders(), this::holder);
        array("ranges", memory.ranges(), this::range);
        out.writeEndObject();
    }

    private void holder(LockHolder holder) throws IOException {
        out.writeStartObject();
        out.writeNumberField("pid", holder.pid());
        out.writeStringField("task", holder.task());
        out.writeStringField("mode", holder.read() ? "read" : "write");
        out.writeBooleanField("owned", holder.owned());
        moment("since", Optional.of(holder.since()));
        out.writeEndObject();
    }

    private void range(MappedRange range) throws IOException {
        out.writeStartObject();
        out.writeStringField("first", Addresses.hex(range.range().first()));
        out.writeStringField("last", Addresses.hex(range.range().last()));
        out.writeStringField("kind", range.kind().name());
        out.writeNumberField("sinceLine", range.since());
        out.writeNumberField("userFaults", range.faults().user());
        out.writeNumberField("kernelFaults", range.faults().kernel());
        out.writeEndObject();
    }

    private void pageFaults(Map<FaultPlace, FaultCounts> faults) throws IOException {
        FaultCounts all = ReplayReport.total(faults.values());
        out.writeObjectFieldStart("pageFaults");
        out.writeNumberField("user", all.user());
        out.writeNumberField("kernel", all.kernel());
        out.writeNumberField("writes", all.writes());
        out.writeNumberField("present", all.present());
        for (FaultPlace place : FaultPlace.values()) {
            FaultCounts there = faults.getOrDefault(place, FaultCounts.NONE);
            out.writeNumberField(word(place), there.total());
        }
        out.writeEndObject();
    }

    // ---- parts ----

    private <T> void array(String name, List<T> elements, Element<T> writer) throws IOException {
        out.writeArrayFieldStart(name);
        for (T element : elements) {
            writer.write(element);
        }
        out.writeEndArray();
    }

    private void moment(String name, Optional<Moment> moment) throws IOException {
        if (moment.isEmpty()) {
            out.writeNullField(name);
            return;
        }
        out.writeObjectFieldStart(name);
        out.writeStringField("trace", report.facts().path());
        out.writeNumberField("line", moment.get().line());
        time("timeNanos", "ticks", OptionalLong.of(moment.get().time()));
        out.writeEndObject();
    }

    /** Nanoseconds, or null where the clock counts ticks, which then stand beside. */
    private void time(String nanos, String ticks, OptionalLong time) throws IOException {
        boolean inTicks = report.facts().ticks();
        if (time.isPresent() && !inTicks) {
            out.writeNumberField(nanos, time.getAsLong());
        } else {
            out.writeNullField(nanos);
        }
        if (time.isPresent() && inTicks) {
            out.writeNumberField(ticks, time.getAsLong());
        }
    }

    private void address(String name, OptionalLong address) throws IOException {
        if (address.isPresent()) {
            out.writeStringField(name, Addresses.hex(address.getAsLong()));
        } else {
            out.writeNullField(name);
        }
    }

    private void text(String name, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            out.writeStringField(name, text.get());
        } else {
            out.writeNullField(name);
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
