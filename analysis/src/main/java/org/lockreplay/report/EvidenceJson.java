package org.lockreplay.report;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.lockreplay.check.Evidence;
import org.lockreplay.event.Context;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Origin;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.replay.mpx.Breach;

/** What a trace shows, at one place of it, as JSON. */
final class EvidenceJson {

    private final JsonOutput out;

    EvidenceJson(JsonOutput out) {
        this.out = out;
    }

    /** Writes one piece of evidence as an object. */
    void write(Evidence evidence) throws IOException {
        out.writeStartObject();
        place(evidence.trace(), evidence.at());
        out.textOrNull("outer", evidence.held().map(Acquisition::lockClass));
        out.textOrNull("inner", evidence.lock().map(Acquisition::lockClass));
        out.textOrNull("mode", evidence.lockOfKnownMode().map(lock -> Words.mode(lock.read())));
        out.writeStringField("event", evidence.event());
        if (evidence.lock().isPresent()) {
            out.writeBooleanField("try", evidence.lock().get().tryLock());
            out.textOrNull("address", address(evidence.lock().get()));
        }
        if (evidence.acquiredBefore().isPresent()) {
            out.writeFieldName("acquired");
            held(evidence.lock().orElseThrow());
        }
        if (evidence.held().isPresent()) {
            out.writeFieldName("held");
            held(evidence.held().get());
        }
        if (evidence.breach().isPresent()) {
            breach(evidence.breach().get(), Context.ticks(evidence.at().context()));
        }
        out.writeNumberField("count", evidence.count());
        out.writeNumberField("tasks", evidence.tasks());
        out.writeEndObject();
    }

    private void breach(Breach breach, boolean ticks) throws IOException {
        out.writeStringField("path", breach.path());
        out.numberOrNull("entry", breach.entry());
        if (breach.memory().isPresent()) {
            out.array(
                    "memory",
                    List.of(breach.memory().get().first(), breach.memory().get().last()),
                    address -> out.writeString(Addresses.hex(address)));
        } else {
            out.writeNullField("memory");
        }
        out.addressOrNull("table", breach.table());
        if (breach.since().isPresent()) {
            out.writeObjectFieldStart("since");
            out.writeNumberField("line", breach.since().get().line());
            boolean told = breach.since().get().time() != 0;
            number("timeNanos", told && !ticks, breach.since().get().time());
            if (ticks) {
                out.writeNumberField("ticks", breach.since().get().time());
            }
            out.writeEndObject();
        } else {
            out.writeNullField("since");
        }
    }

    private void held(Acquisition held) throws IOException {
        out.writeStartObject();
        origin(held.origin());
        out.writeStringField("mode", Words.mode(held.read()));
        out.writeBooleanField("try", held.tryLock());
        out.textOrNull("address", address(held));
        out.writeEndObject();
    }

    /** Writes the trace and the place in it, as the members that all objects about one have. */
    void place(String trace, Origin at) throws IOException {
        out.writeStringField("trace", trace);
        origin(at);
    }

    private void origin(Origin at) throws IOException {
        boolean ticks = Context.ticks(at.context());
        out.writeNumberField("line", at.line());
        number("timeNanos", !ticks, at.time());
        if (ticks) {
            out.writeNumberField("ticks", at.time());
        }
        out.textOrNull("task", at.pid() < 0 ? Optional.empty() : Optional.of(at.task()));
        number("pid", at.pid() >= 0, at.pid());
        number("cpu", at.cpu() >= 0, at.cpu());
        boolean known = Context.known(at.context());
        out.textOrNull(
                "context", known ? Optional.of(Words.level(at.context())) : Optional.empty());
        out.textOrNull("flags", known ? Optional.of(Context.text(at.context())) : Optional.empty());
    }

    private void number(String name, boolean known, long number) throws IOException {
        if (known) {
            out.writeNumberField(name, number);
        } else {
            out.writeNullField(name);
        }
    }

    private static Optional<String> address(Acquisition lock) {
        return Mode.hidden(lock.mode())
                ? Optional.empty()
                : Optional.of(Addresses.hex(lock.address()));
    }
}
