package org.lockreplay.summary;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.json.JsonValue;
import org.lockreplay.parser.MalformedLine;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.parser.TraceFormat;
import org.lockreplay.replay.lock.LineRange;
import org.lockreplay.replay.lock.LockCoverage;
import org.lockreplay.replay.mpx.Sign;

/** The traces of a summary as JSON, both ways. */
final class TraceJson {

    private TraceJson() {}

    static void write(SourceTrace trace, JsonOutput out) throws IOException {
        TraceFacts facts = trace.facts();
        out.writeStartObject();
        out.writeStringField("path", facts.path());
        out.writeStringField("format", facts.format().name());
        out.counts("events", facts.events());
        out.writeNumberField("lines", facts.lines());
        out.writeNumberField("comments", facts.comments());
        out.writeNumberField("annotations", facts.annotations());
        out.writeNumberField("lossMarkers", facts.lossMarkers());
        out.writeNumberField("lost", facts.lost());
        out.writeNumberField("malformed", facts.malformed());
        out.array("firstMalformed", facts.firstMalformed(), line -> malformed(line, out));
        out.numberOrNull("firstTime", facts.firstTime());
        out.numberOrNull("lastTime", facts.lastTime());
        out.writeBooleanField("ticks", facts.ticks());
        out.writeBooleanField("flags", facts.flags());
        out.writeBooleanField("softirqFlags", facts.softirqFlags());
        out.writeNumberField("tasks", facts.tasks());
        out.writeNumberField("cpus", facts.cpus());
        if (facts.machineCpus() != facts.cpus()) {
            out.writeNumberField("machineCpus", facts.machineCpus());
        }
        if (facts.damage().isPresent()) {
            out.writeStringField("damage", facts.damage().get());
        }
        coverage(trace.coverage(), out);
        out.writeObjectFieldStart("mpx");
        for (Map.Entry<Sign, Long> sign : trace.signs().entrySet()) {
            out.writeNumberField(sign.getKey().name(), sign.getValue());
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    /**
     * Reads a row.
     *
     * @param path takes the place of the path that the row has
     */
    static SourceTrace trace(JsonValue row, Optional<String> path) throws IOException {
        TraceFacts facts =
                new TraceFacts(
                        path.isPresent() ? path.get() : row.text("path"),
                        row.constant("format", TraceFormat.class),
                        row.member("events").counts(),
                        row.number("lines"),
                        row.number("comments"),
                        row.number("annotations"),
                        row.number("lossMarkers"),
                        row.number("lost"),
                        row.number("malformed"),
                        row.list("firstMalformed", TraceJson::malformed),
                        row.numberOrNothing("firstTime"),
                        row.numberOrNothing("lastTime"),
                        row.flag("ticks"),
                        row.flag("flags"),
                        row.flag("softirqFlags"),
                        row.integer("tasks"),
                        row.integer("cpus"),
                        row.integer(
                                row.optional("machineCpus").isPresent() ? "machineCpus" : "cpus"),
                        row.optional("damage", JsonValue::text));
        return new SourceTrace(facts, coverage(row.member("coverage")), signs(row.member("mpx")));
    }

    private static SortedMap<Sign, Long> signs(JsonValue row) throws JsonException {
        SortedMap<Sign, Long> signs = new TreeMap<>();
        for (String name : row.members()) {
            signs.put(row.member(name).named(Sign.class, name), row.number(name));
        }
        return signs;
    }

    private static void malformed(MalformedLine line, JsonOutput out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("line", line.line());
        out.writeNumberField("column", line.column());
        out.writeStringField("expected", line.expected());
        out.writeStringField("found", line.found());
        out.writeEndObject();
    }

    private static MalformedLine malformed(JsonValue row) throws JsonException {
        return new MalformedLine(
                row.number("line"), row.integer("column"), row.text("expected"), row.text("found"));
    }

    private static void coverage(LockCoverage coverage, JsonOutput out) throws IOException {
        out.writeObjectFieldStart("coverage");
        out.writeNumberField("lockEvents", coverage.lockEvents());
        out.writeNumberField("recordings", coverage.recordings());
        out.writeNumberField("gaps", coverage.gaps());
        out.writeNumberField("inferredGaps", coverage.inferredGaps());
        out.writeNumberField("unknownReleases", coverage.unknownReleases());
        out.writeNumberField("hiddenAddresses", coverage.hiddenAddresses());
        out.writeNumberField("unnamedReleases", coverage.unnamedReleases());
        if (coverage.unreleased()) {
            out.writeBooleanField("unreleased", true);
        }
        if (coverage.unfollowed() > 0) {
            out.writeNumberField("unfollowed", coverage.unfollowed());
        }
        if (coverage.ownerless() > 0) {
            out.writeNumberField("ownerless", coverage.ownerless());
        }
        if (!coverage.untold().isEmpty()) {
            out.array("untold", coverage.untold(), range -> range(range, out));
        }
        names("neverReleased", coverage.neverReleased(), out);
        names("neverAcquired", coverage.neverAcquired(), out);
        if (!coverage.returns().isEmpty()) {
            out.writeObjectFieldStart("returns");
            for (Map.Entry<Integer, Long> task : coverage.returns().entrySet()) {
                out.writeNumberField(Integer.toString(task.getKey()), task.getValue());
            }
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private static LockCoverage coverage(JsonValue row) throws IOException {
        return new LockCoverage(
                row.number("lockEvents"),
                row.number("recordings"),
                row.number("gaps"),
                row.number("inferredGaps"),
                row.number("unknownReleases"),
                row.number("hiddenAddresses"),
                row.number("unnamedReleases"),
                row.optional("unreleased").isPresent() && row.flag("unreleased"),
                row.optional("unfollowed").isPresent() ? row.number("unfollowed") : 0,
                returns(row),
                row.optional("ownerless").isPresent() ? row.number("ownerless") : 0,
                row.optional("untold").isPresent()
                        ? row.list("untold", TraceJson::range)
                        : List.of(),
                names("neverReleased", row),
                names("neverAcquired", row));
    }

    private static void range(LineRange lines, JsonOutput out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("first", lines.first());
        out.writeNumberField("last", lines.last());
        out.writeEndObject();
    }

    private static LineRange range(JsonValue row) throws JsonException {
        return new LineRange(row.number("first"), row.number("last"));
    }

    private static void names(String member, SortedSet<String> names, JsonOutput out)
            throws IOException {
        if (!names.isEmpty()) {
            out.array(member, names, out::writeString);
        }
    }

    private static SortedSet<String> names(String member, JsonValue row) throws JsonException {
        SortedSet<String> names = new TreeSet<>();
        if (row.optional(member).isPresent()) {
            for (JsonValue name : row.member(member).elements()) {
                names.add(name.text());
            }
        }
        return names;
    }

    private static SortedMap<Integer, Long> returns(JsonValue row) throws JsonException {
        SortedMap<Integer, Long> returns = new TreeMap<>();
        Optional<JsonValue> tasks = row.optional("returns");
        if (tasks.isPresent()) {
            for (Map.Entry<String, Long> task : tasks.get().counts().entrySet()) {
                returns.put(pid(task.getKey(), tasks.get()), task.getValue());
            }
        }
        return returns;
    }

    private static int pid(String text, JsonValue row) throws JsonException {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException none) {
            throw row.unexpected("the number of a task", "'" + text + "'");
        }
    }
}
