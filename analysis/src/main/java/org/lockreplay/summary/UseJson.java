package org.lockreplay.summary;

import java.io.IOException;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.json.JsonValue;
import org.lockreplay.replay.lock.ClassUse;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.replay.lock.ShownType;

/** What a summary says about the use of lock classes, as JSON, both ways. */
final class UseJson {

    private UseJson() {}

    static void write(ClassUse use, JsonOutput out) throws IOException {
        out.writeStringField("lockClass", use.lockClass());
        out.writeNumberField("acquisitions", use.acquisitions());
        out.writeNumberField("reads", use.reads());
        out.writeNumberField("tries", use.tries());
    }

    static ClassUse classUse(JsonValue row) throws JsonException {
        return new ClassUse(
                row.text("lockClass"),
                row.number("acquisitions"),
                row.number("reads"),
                row.number("tries"));
    }

    static void write(InterruptUse use, JsonOutput out) throws IOException {
        out.writeStringField("lockClass", use.lockClass());
        out.writeStringField("kind", use.kind().name());
        out.writeBooleanField("read", use.read());
        AcquisitionJson.write("lock", use.lock(), out);
        AcquisitionJson.origin("seen", use.seen(), out);
    }

    static InterruptUse interruptUse(JsonValue row) throws JsonException {
        return new InterruptUse(
                row.text("lockClass"),
                row.constant("kind", InterruptUse.Kind.class),
                row.flag("read"),
                AcquisitionJson.acquisition(row.member("lock")),
                AcquisitionJson.origin(row.member("seen")));
    }

    static void write(ShownType type, JsonOutput out) throws IOException {
        out.writeStringField("lockClass", type.lockClass());
        out.writeStringField("shown", type.shown().name());
        AcquisitionJson.origin("seen", type.seen(), out);
    }

    static ShownType shownType(JsonValue row) throws JsonException {
        return new ShownType(
                row.text("lockClass"),
                row.constant("shown", ShownType.Shown.class),
                AcquisitionJson.origin(row.member("seen")));
    }
}
