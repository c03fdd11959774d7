package org.lockreplay.report;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.FaultCounts;
import org.lockreplay.replay.mm.FaultPlace;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.SpaceInfo;
import org.lockreplay.replay.mm.Width;

/** The parts of which the JSON of a replay is made: moments, addresses, whose a space is. */
final class ReplayParts {

    private final ReplayReport report;
    private final JsonOutput out;

    ReplayParts(ReplayReport report, JsonOutput out) {
        this.report = report;
        this.out = out;
    }

    void moment(String name, Optional<Moment> moment) throws IOException {
        if (moment.isEmpty()) {
            out.writeNullField(name);
            return;
        }
        place(name, moment.get().line(), OptionalLong.of(moment.get().time()));
    }

    /** A line, which has a time unless it is one about the recording. */
    void place(String name, long line, OptionalLong time) throws IOException {
        out.writeObjectFieldStart(name);
        out.writeStringField("trace", report.facts().path());
        out.writeNumberField("line", line);
        time("timeNanos", "ticks", time);
        out.writeEndObject();
    }

    /** Nanoseconds, or null where the clock counts ticks, which then stand beside. */
    void time(String nanos, String ticks, OptionalLong time) throws IOException {
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

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    void space(SpaceInfo space) throws IOException {
        out.writeNumberField("id", space.id());
        out.writeNumberField("pid", space.pid());
        out.array("pids", space.pids(), out::writeNumber);
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

    void pageFaults(Map<FaultPlace, FaultCounts> faults) throws IOException {
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

    /** First and last address, or null. */
    void range(String name, Optional<AddressRange> range) throws IOException {
        out.writeFieldName(name);
        if (range.isEmpty()) {
            out.writeNull();
            return;
        }
        out.writeStartArray();
        out.writeString(Addresses.hex(range.get().first()));
        out.writeString(Addresses.hex(range.get().last()));
        out.writeEndArray();
    }
}
