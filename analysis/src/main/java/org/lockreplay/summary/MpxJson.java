package org.lockreplay.summary;

import java.io.IOException;
import java.util.OptionalLong;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.json.JsonValue;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mpx.BareUnmap;
import org.lockreplay.replay.mpx.Breach;
import org.lockreplay.replay.mpx.Hold;
import org.lockreplay.replay.mpx.PathCount;
import org.lockreplay.replay.mpx.SectionCount;
import org.lockreplay.replay.mpx.UnmapCount;
import org.lockreplay.replay.mpx.Way;

/** What a summary says about bounds tables, as JSON, both ways. */
final class MpxJson {

    private MpxJson() {}

    static void write(Breach breach, JsonOutput out) throws IOException {
        out.writeStringField("way", breach.way().name());
        out.writeStringField("path", breach.path());
        AcquisitionJson.origin("at", breach.at(), out);
        if (breach.entry().isPresent()) {
            out.writeNumberField("entry", breach.entry().getAsLong());
        }
        if (breach.memory().isPresent()) {
            out.address("first", breach.memory().get().first());
            out.address("last", breach.memory().get().last());
        }
        if (breach.table().isPresent()) {
            out.address("table", breach.table().getAsLong());
        }
        if (breach.since().isPresent()) {
            out.writeNumberField("sinceLine", breach.since().get().line());
            out.writeNumberField("sinceTime", breach.since().get().time());
        }
    }

    static Breach breach(JsonValue row) throws IOException {
        return new Breach(
                row.constant("way", Way.class),
                row.text("path"),
                AcquisitionJson.origin(row.member("at")),
                row.optional("entry").isPresent()
                        ? OptionalLong.of(row.number("entry"))
                        : OptionalLong.empty(),
                row.optional("first", first -> range(first.address(), row)),
                row.optional("table").isPresent()
                        ? OptionalLong.of(row.address("table"))
                        : OptionalLong.empty(),
                row.optional(
                        "sinceLine", since -> new Moment(since.number(), row.number("sinceTime"))));
    }

    private static AddressRange range(long first, JsonValue row) throws JsonException {
        long last = row.address("last");
        if (Long.compareUnsigned(first, last) > 0) {
            throw row.member("last").unexpected("an address not below 'first'", "a lower one");
        }
        return new AddressRange(first, last);
    }

    static void write(UnmapCount count, JsonOutput out) throws IOException {
        out.writeStringField("path", count.path());
        out.writeNumberField("unmaps", count.unmaps());
        out.writeNumberField("bracketed", count.bracketed());
        out.writeNumberField("unbracketed", count.unbracketed());
    }

    static UnmapCount unmap(JsonValue row) throws JsonException {
        return new UnmapCount(
                row.text("path"),
                row.number("unmaps"),
                row.number("bracketed"),
                row.number("unbracketed"));
    }

    static void write(SectionCount section, JsonOutput out) throws IOException {
        out.writeStringField("path", section.path());
        out.writeBooleanField("bdSem", section.bdSem());
        out.writeBooleanField("read", section.read());
        out.writeStringField("outer", section.outer().name());
        out.writeStringField("unmaps", section.unmaps().name());
        out.writeNumberField("count", section.count());
        out.writeNumberField("tries", section.tries());
        out.writeNumberField("waits", section.waits());
        out.writeNumberField("waited", section.waited());
        out.writeNumberField("longestWait", section.longestWait());
        out.writeNumberField("holds", section.holds());
        out.writeNumberField("held", section.held());
        out.writeNumberField("longestHold", section.longestHold());
        AcquisitionJson.origin("first", section.first(), out);
    }

    static SectionCount section(JsonValue row) throws JsonException {
        return new SectionCount(
                row.text("path"),
                row.flag("bdSem"),
                row.flag("read"),
                row.constant("outer", Hold.class),
                row.constant("unmaps", BareUnmap.class),
                row.number("count"),
                row.number("tries"),
                row.number("waits"),
                row.number("waited"),
                row.number("longestWait"),
                row.number("holds"),
                row.number("held"),
                row.number("longestHold"),
                AcquisitionJson.origin(row.member("first")));
    }

    static void write(PathCount count, JsonOutput out) throws IOException {
        out.writeStringField("path", count.path());
        out.writeNumberField("count", count.count());
    }

    static PathCount path(JsonValue row) throws JsonException {
        return new PathCount(row.text("path"), row.number("count"));
    }
}
