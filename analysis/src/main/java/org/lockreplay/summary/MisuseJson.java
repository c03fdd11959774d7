package org.lockreplay.summary;

import java.io.IOException;
import java.util.List;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.json.JsonValue;
import org.lockreplay.replay.lock.Deadlock;
import org.lockreplay.replay.lock.HeldAtExit;
import org.lockreplay.replay.lock.Imbalance;
import org.lockreplay.replay.lock.Recursion;

/** What a summary saw of locks that were not used as they should be, as JSON, both ways. */
final class MisuseJson {

    private MisuseJson() {}

    static void write(Recursion recursion, JsonOutput out) throws IOException {
        out.writeStringField("lockClass", recursion.lockClass());
        out.writeBooleanField("heldRead", recursion.heldRead());
        out.writeBooleanField("againRead", recursion.againRead());
        out.writeBooleanField("againInInterrupt", recursion.againInInterrupt());
        out.writeNumberField("count", recursion.count());
        out.writeNumberField("tasks", recursion.tasks());
        AcquisitionJson.write("held", recursion.held(), out);
        AcquisitionJson.write("again", recursion.again(), out);
    }

    static Recursion recursion(JsonValue row) throws JsonException {
        return new Recursion(
                row.text("lockClass"),
                row.flag("heldRead"),
                row.flag("againRead"),
                row.flag("againInInterrupt"),
                row.number("count"),
                row.integer("tasks"),
                AcquisitionJson.acquisition(row.member("held")),
                AcquisitionJson.acquisition(row.member("again")));
    }

    static void write(Imbalance imbalance, JsonOutput out) throws IOException {
        out.writeStringField("lockClass", imbalance.lockClass());
        out.writeStringField("reason", imbalance.reason().name());
        out.writeNumberField("count", imbalance.count());
        AcquisitionJson.write("release", imbalance.release(), out);
    }

    static Imbalance imbalance(JsonValue row) throws JsonException {
        return new Imbalance(
                row.text("lockClass"),
                row.constant("reason", Imbalance.Reason.class),
                row.number("count"),
                AcquisitionJson.acquisition(row.member("release")));
    }

    static void write(HeldAtExit held, JsonOutput out) throws IOException {
        out.writeStringField("lockClass", held.lockClass());
        out.writeStringField("leaving", held.leaving());
        out.writeNumberField("count", held.count());
        AcquisitionJson.write("held", held.held(), out);
        AcquisitionJson.origin("end", held.end(), out);
    }

    static HeldAtExit heldAtExit(JsonValue row) throws JsonException {
        return new HeldAtExit(
                row.text("lockClass"),
                row.text("leaving"),
                row.number("count"),
                AcquisitionJson.acquisition(row.member("held")),
                AcquisitionJson.origin(row.member("end")));
    }

    static void write(Deadlock deadlock, JsonOutput out) throws IOException {
        out.array("circle", deadlock.circle(), waiter -> write(waiter, out));
        out.writeNumberField("endLine", deadlock.endLine());
        out.writeNumberField("endTime", deadlock.endTime());
    }

    static Deadlock deadlock(JsonValue row) throws IOException {
        List<Deadlock.Waiter> circle = row.list("circle", MisuseJson::waiter);
        if (circle.isEmpty()) {
            throw row.member("circle").unexpected("at least one task", "none");
        }
        return new Deadlock(circle, row.number("endLine"), row.number("endTime"));
    }

    private static void write(Deadlock.Waiter waiter, JsonOutput out) throws IOException {
        out.writeStartObject();
        AcquisitionJson.write("owned", waiter.owned(), out);
        AcquisitionJson.write("asked", waiter.asked(), out);
        out.array("holds", waiter.holds(), held -> AcquisitionJson.write(held, out));
        out.writeEndObject();
    }

    private static Deadlock.Waiter waiter(JsonValue row) throws IOException {
        return new Deadlock.Waiter(
                AcquisitionJson.acquisition(row.member("owned")),
                AcquisitionJson.acquisition(row.member("asked")),
                row.list("holds", AcquisitionJson::acquisition));
    }
}
