package org.lockreplay.summary;

import java.io.IOException;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.json.JsonValue;
import org.lockreplay.replay.lock.InstanceNesting;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.replay.lock.NestingCase;

/** The nestings of a summary as JSON, both ways. */
final class NestingJson {

    private NestingJson() {}

    static void write(Nesting nesting, JsonOutput out) throws IOException {
        out.writeStringField("outer", nesting.key().outer());
        out.writeBooleanField("outerRead", nesting.key().outerRead());
        out.writeStringField("inner", nesting.key().inner());
        out.writeBooleanField("innerRead", nesting.key().innerRead());
        out.writeBooleanField("innerInInterrupt", nesting.key().innerInInterrupt());
        out.writeBooleanField("innerTry", nesting.key().innerTry());
        out.writeNumberField("count", nesting.count());
        out.writeNumberField("tasks", nesting.tasks());
        out.writeNumberField("levels", nesting.levels());
        AcquisitionJson.write("held", nesting.outer(), out);
        AcquisitionJson.write("taken", nesting.inner(), out);
        AcquisitionJson.guards(nesting.guards(), out);
    }

    static Nesting nesting(JsonValue row) throws IOException {
        return new Nesting(
                new Nesting.Key(
                        row.text("outer"),
                        row.flag("outerRead"),
                        row.text("inner"),
                        row.flag("innerRead"),
                        row.flag("innerInInterrupt"),
                        row.flag("innerTry")),
                row.number("count"),
                row.integer("tasks"),
                row.integer("levels"),
                AcquisitionJson.acquisition(row.member("held")),
                AcquisitionJson.acquisition(row.member("taken")),
                row.list("guards", AcquisitionJson::instance));
    }

    static void write(InstanceNesting nesting, JsonOutput out) throws IOException {
        out.writeStringField("lockClass", nesting.lockClass());
        out.address("outer", nesting.outerAddress());
        out.writeBooleanField("outerRead", nesting.outerRead());
        out.address("inner", nesting.innerAddress());
        out.writeBooleanField("innerRead", nesting.innerRead());
        out.writeNumberField("count", nesting.count());
        out.writeNumberField("tasks", nesting.tasks());
        AcquisitionJson.write("held", nesting.outer(), out);
        AcquisitionJson.write("taken", nesting.inner(), out);
        AcquisitionJson.guards(nesting.guards(), out);
    }

    static InstanceNesting instanceNesting(JsonValue row) throws IOException {
        return new InstanceNesting(
                row.text("lockClass"),
                row.address("outer"),
                row.flag("outerRead"),
                row.address("inner"),
                row.flag("innerRead"),
                row.number("count"),
                row.integer("tasks"),
                AcquisitionJson.acquisition(row.member("held")),
                AcquisitionJson.acquisition(row.member("taken")),
                row.list("guards", AcquisitionJson::instance));
    }

    static void write(NestingCase nesting, JsonOutput out) throws IOException {
        out.writeStringField("outer", nesting.outer());
        out.writeBooleanField("outerRead", nesting.outerRead());
        out.writeStringField("inner", nesting.inner());
        out.writeBooleanField("innerRead", nesting.innerRead());
        out.writeNumberField("count", nesting.count());
        out.writeNumberField("tries", nesting.tries());
        out.writeNumberField("tasks", nesting.tasks());
        out.counts("paths", nesting.paths());
        AcquisitionJson.write("held", nesting.heldOuter(), out);
        AcquisitionJson.write("taken", nesting.takenInner(), out);
    }

    static NestingCase nestingCase(JsonValue row) throws JsonException {
        return new NestingCase(
                row.text("outer"),
                row.flag("outerRead"),
                row.text("inner"),
                row.flag("innerRead"),
                row.number("count"),
                row.number("tries"),
                row.integer("tasks"),
                row.member("paths").counts(),
                AcquisitionJson.acquisition(row.member("held")),
                AcquisitionJson.acquisition(row.member("taken")));
    }
}
