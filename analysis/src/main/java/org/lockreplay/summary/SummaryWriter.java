package org.lockreplay.summary;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.lockreplay.event.Origin;
import org.lockreplay.parser.MalformedLine;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.replay.lock.ClassUse;
import org.lockreplay.replay.lock.Deadlock;
import org.lockreplay.replay.lock.HeldAtExit;
import org.lockreplay.replay.lock.Imbalance;
import org.lockreplay.replay.lock.InstanceNesting;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.replay.lock.LockCoverage;
import org.lockreplay.replay.lock.LockInstance;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.replay.lock.NestingCase;
import org.lockreplay.replay.lock.Recursion;
import org.lockreplay.replay.lock.ShownType;
import org.lockreplay.replay.mpx.Breach;
import org.lockreplay.replay.mpx.OperationCount;
import org.lockreplay.replay.mpx.SectionCount;
import org.lockreplay.replay.mpx.Sign;
import org.lockreplay.replay.mpx.UnmapCount;

/**
 * Writes a summary as JSON: one observation a line, and the same bytes for the same summary.
 *
 * <p>{@link SummaryReader} reads it back to an equal summary; the two know the same member names.
 */
public final class SummaryWriter {

    /** What the member {@code schema}, always the first one, says. */
    static final String SCHEMA = "lockreplay-summary/1";

    private final JsonGenerator out;

    private SummaryWriter(JsonGenerator out) {
        this.out = out;
    }

    /** Writes and flushes; does not close the stream. */
    public static void write(LockOrderSummary summary, OutputStream stream) throws IOException {
        JsonFactory factory =
                JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
        try (JsonGenerator out = factory.createGenerator(stream, JsonEncoding.UTF8)) {
            out.setPrettyPrinter(new OneElementALine());
            new SummaryWriter(out).summary(summary);
            out.writeRaw('\n');
        }
    }

    private interface Row<T> {
        void write(T what) throws IOException;
    }

    private void summary(LockOrderSummary summary) throws IOException {
        out.writeStartObject();
        out.writeStringField("schema", SCHEMA);
        out.writeArrayFieldStart("traces");
        for (SourceTrace trace : summary.traces()) {
            trace(trace);
        }
        out.writeEndArray();
        rows("classes", summary.classes(), this::classUse);
        rows("interruptUses", summary.interruptUses(), this::interruptUse);
        rows("shownTypes", summary.shownTypes(), this::shownType);
        rows("nestings", summary.nestings(), this::nesting);
        rows("instanceNestings", summary.instanceNestings(), this::instanceNesting);
        rows("recursions", summary.recursions(), this::recursion);
        rows("imbalances", summary.imbalances(), this::imbalance);
        rows("heldAtExit", summary.heldAtExit(), this::heldAtExit);
        rows("nestingCases", summary.nestingCases(), this::nestingCase);
        rows("deadlocks", summary.deadlocks(), this::deadlock);
        rows("breaches", summary.breaches(), this::breach);
        rows("unmaps", summary.unmaps(), this::unmap);
        rows("sections", summary.sections(), this::section);
        rows("operations", summary.operations(), this::operation);
        out.writeEndObject();
    }

    private <T> void rows(String name, List<Seen<T>> rows, Row<T> row) throws IOException {
        out.writeArrayFieldStart(name);
        for (Seen<T> seen : rows) {
            out.writeStartObject();
            out.writeNumberField("trace", seen.trace());
            row.write(seen.what());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void trace(SourceTrace trace) throws IOException {
        TraceFacts facts = trace.facts();
        out.writeStartObject();
        out.writeStringField("path", facts.path());
        out.writeStringField("format", facts.format().name());
        counts("events", facts.events());
        out.writeNumberField("lines", facts.lines());
        out.writeNumberField("comments", facts.comments());
        out.writeNumberField("annotations", facts.annotations());
        out.writeNumberField("lossMarkers", facts.lossMarkers());
        out.writeNumberField("lost", facts.lost());
        out.writeNumberField("malformed", facts.malformed());
        out.writeArrayFieldStart("firstMalformed");
        for (MalformedLine line : facts.firstMalformed()) {
            malformed(line);
        }
        out.writeEndArray();
        time("firstTime", facts.firstTime());
        time("lastTime", facts.lastTime());
        out.writeBooleanField("ticks", facts.ticks());
        out.writeBooleanField("flags", facts.flags());
        out.writeBooleanField("softirqFlags", facts.softirqFlags());
        out.writeNumberField("tasks", facts.tasks());
        out.writeNumberField("cpus", facts.cpus());
        if (facts.damage().isPresent()) {
            out.writeStringField("damage", facts.damage().get());
        }
        coverage(trace.coverage());
        out.writeObjectFieldStart("mpx");
        for (Map.Entry<Sign, Long> sign : trace.signs().entrySet()) {
            out.writeNumberField(sign.getKey().name(), sign.getValue());
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private void breach(Breach breach) throws IOException {
        out.writeStringField("way", breach.way().name());
        out.writeStringField("path", breach.path());
        out.writeObjectFieldStart("at");
        origin(breach.at());
        out.writeEndObject();
        if (breach.entry().isPresent()) {
            out.writeNumberField("entry", breach.entry().getAsLong());
        }
        if (breach.memory().isPresent()) {
            address("first", breach.memory().get().first());
            address("last", breach.memory().get().last());
        }
        if (breach.table().isPresent()) {
            address("table", breach.table().getAsLong());
        }
        if (breach.since().isPresent()) {
            out.writeNumberField("sinceLine", breach.since().get().line());
            out.writeNumberField("sinceTime", breach.since().get().time());
        }
    }

    private void section(SectionCount section) throws IOException {
        out.writeStringField("operation", section.operation());
        out.writeStringField("doing", section.doing());
        out.writeBooleanField("bdSem", section.bdSem());
        out.writeBooleanField("read", section.read());
        out.writeNumberField("case", section.nestingCase());
        out.writeNumberField("count", section.count());
        out.writeNumberField("tries", section.tries());
        out.writeNumberField("waits", section.waits());
        out.writeNumberField("waited", section.waited());
        out.writeNumberField("longestWait", section.longestWait());
        out.writeNumberField("holds", section.holds());
        out.writeNumberField("held", section.held());
        out.writeNumberField("longestHold", section.longestHold());
        out.writeObjectFieldStart("first");
        origin(section.first());
        out.writeEndObject();
    }

    private void operation(OperationCount count) throws IOException {
        out.writeStringField("operation", count.operation());
        out.writeNumberField("count", count.count());
    }

    private void unmap(UnmapCount count) throws IOException {
        out.writeStringField("path", count.path());
        out.writeNumberField("unmaps", count.unmaps());
        out.writeNumberField("bracketed", count.bracketed());
        out.writeNumberField("unbracketed", count.unbracketed());
    }

    private void malformed(MalformedLine line) throws IOException {
        out.writeStartObject();
        out.writeNumberField("line", line.line());
        out.writeNumberField("column", line.column());
        out.writeStringField("expected", line.expected());
        out.writeStringField("found", line.found());
        out.writeEndObject();
    }

    private void coverage(LockCoverage coverage) throws IOException {
        out.writeObjectFieldStart("coverage");
        out.writeNumberField("lockEvents", coverage.lockEvents());
        out.writeNumberField("recordings", coverage.recordings());
        out.writeNumberField("gaps", coverage.gaps());
        out.writeNumberField("inferredGaps", coverage.inferredGaps());
        out.writeNumberField("unknownReleases", coverage.unknownReleases());
        out.writeNumberField("hiddenAddresses", coverage.hiddenAddresses());
        out.writeNumberField("unnamedReleases", coverage.unnamedReleases());
        out.writeEndObject();
    }

    private void classUse(ClassUse use) throws IOException {
        out.writeStringField("lockClass", use.lockClass());
        out.writeNumberField("acquisitions", use.acquisitions());
        out.writeNumberField("reads", use.reads());
        out.writeNumberField("tries", use.tries());
    }

    private void interruptUse(InterruptUse use) throws IOException {
        out.writeStringField("lockClass", use.lockClass());
        out.writeStringField("kind", use.kind().name());
        out.writeBooleanField("read", use.read());
        acquisition("lock", use.lock());
        out.writeObjectFieldStart("seen");
        origin(use.seen());
        out.writeEndObject();
    }

    private void shownType(ShownType type) throws IOException {
        out.writeStringField("lockClass", type.lockClass());
        out.writeStringField("shown", type.shown().name());
        out.writeObjectFieldStart("seen");
        origin(type.seen());
        out.writeEndObject();
    }

    private void nesting(Nesting nesting) throws IOException {
        out.writeStringField("outer", nesting.key().outer());
        out.writeBooleanField("outerRead", nesting.key().outerRead());
        out.writeStringField("inner", nesting.key().inner());
        out.writeBooleanField("innerRead", nesting.key().innerRead());
        out.writeBooleanField("innerInInterrupt", nesting.key().innerInInterrupt());
        out.writeBooleanField("innerTry", nesting.key().innerTry());
        out.writeNumberField("count", nesting.count());
        out.writeNumberField("tasks", nesting.tasks());
        out.writeNumberField("levels", nesting.levels());
        acquisition("held", nesting.outer());
        acquisition("taken", nesting.inner());
        guards(nesting.guards());
    }

    private void instanceNesting(InstanceNesting nesting) throws IOException {
        out.writeStringField("lockClass", nesting.lockClass());
        address("outer", nesting.outerAddress());
        out.writeBooleanField("outerRead", nesting.outerRead());
        address("inner", nesting.innerAddress());
        out.writeBooleanField("innerRead", nesting.innerRead());
        out.writeNumberField("count", nesting.count());
        out.writeNumberField("tasks", nesting.tasks());
        acquisition("held", nesting.outer());
        acquisition("taken", nesting.inner());
        guards(nesting.guards());
    }

    private void recursion(Recursion recursion) throws IOException {
        out.writeStringField("lockClass", recursion.lockClass());
        out.writeBooleanField("heldRead", recursion.heldRead());
        out.writeBooleanField("againRead", recursion.againRead());
        out.writeBooleanField("againInInterrupt", recursion.againInInterrupt());
        out.writeNumberField("count", recursion.count());
        out.writeNumberField("tasks", recursion.tasks());
        acquisition("held", recursion.held());
        acquisition("again", recursion.again());
    }

    private void imbalance(Imbalance imbalance) throws IOException {
        out.writeStringField("lockClass", imbalance.lockClass());
        out.writeStringField("reason", imbalance.reason().name());
        out.writeNumberField("count", imbalance.count());
        acquisition("release", imbalance.release());
    }

    private void heldAtExit(HeldAtExit held) throws IOException {
        out.writeStringField("lockClass", held.lockClass());
        out.writeStringField("leaving", held.leaving());
        out.writeNumberField("count", held.count());
        acquisition("held", held.held());
        out.writeObjectFieldStart("end");
        origin(held.end());
        out.writeEndObject();
    }

    private void nestingCase(NestingCase nesting) throws IOException {
        out.writeStringField("outer", nesting.outer());
        out.writeBooleanField("outerRead", nesting.outerRead());
        out.writeStringField("inner", nesting.inner());
        out.writeBooleanField("innerRead", nesting.innerRead());
        out.writeNumberField("count", nesting.count());
        out.writeNumberField("tries", nesting.tries());
        out.writeNumberField("tasks", nesting.tasks());
        counts("operations", nesting.operations());
        acquisition("held", nesting.heldOuter());
        acquisition("taken", nesting.takenInner());
    }

    private void deadlock(Deadlock deadlock) throws IOException {
        out.writeArrayFieldStart("circle");
        for (Deadlock.Waiter waiter : deadlock.circle()) {
            out.writeStartObject();
            acquisition("owned", waiter.owned());
            acquisition("asked", waiter.asked());
            out.writeArrayFieldStart("holds");
            for (Acquisition held : waiter.holds()) {
                out.writeStartObject();
                members(held);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeNumberField("endLine", deadlock.endLine());
        out.writeNumberField("endTime", deadlock.endTime());
    }

    private void acquisition(String name, Acquisition acquisition) throws IOException {
        out.writeObjectFieldStart(name);
        members(acquisition);
    }

    private void members(Acquisition acquisition) throws IOException {
        origin(acquisition.origin());
        out.writeStringField("lockClass", acquisition.lockClass());
        address("address", acquisition.address());
        out.writeNumberField("mode", acquisition.mode());
        out.writeEndObject();
    }

    private void origin(Origin origin) throws IOException {
        out.writeNumberField("line", origin.line());
        out.writeNumberField("time", origin.time());
        out.writeNumberField("pid", origin.pid());
        out.writeStringField("task", origin.task());
        out.writeNumberField("cpu", origin.cpu());
        out.writeNumberField("context", origin.context());
    }

    private void guards(List<LockInstance> guards) throws IOException {
        out.writeArrayFieldStart("guards");
        for (LockInstance guard : guards) {
            out.writeStartObject();
            out.writeStringField("lockClass", guard.lockClass());
            address("address", guard.address());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void counts(String name, Map<String, Long> counts) throws IOException {
        out.writeObjectFieldStart(name);
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            out.writeNumberField(count.getKey(), count.getValue());
        }
        out.writeEndObject();
    }

    private void time(String name, OptionalLong time) throws IOException {
        if (time.isPresent()) {
            out.writeNumberField(name, time.getAsLong());
        } else {
            out.writeNullField(name);
        }
    }

    private void address(String name, long address) throws IOException {
        out.writeStringField(name, "0x" + Long.toHexString(address));
    }

    /** Lines break before the members of the summary and before each observation, nowhere else. */
    private static final class OneElementALine extends DefaultPrettyPrinter {

        private static final long serialVersionUID = 1L;

        private int depth;

        @Override
        public DefaultPrettyPrinter createInstance() {
            return new OneElementALine();
        }

        @Override
        public void writeStartObject(JsonGenerator g) throws IOException {
            g.writeRaw('{');
            depth++;
        }

        @Override
        public void writeEndObject(JsonGenerator g, int entries) throws IOException {
            depth--;
            g.writeRaw(depth == 0 ? "\n}" : "}");
        }

        @Override
        public void writeStartArray(JsonGenerator g) throws IOException {
            g.writeRaw('[');
            depth++;
        }

        @Override
        public void writeEndArray(JsonGenerator g, int values) throws IOException {
            depth--;
            g.writeRaw(']');
        }

        @Override
        public void beforeObjectEntries(JsonGenerator g) throws IOException {
            breakLine(g, 1);
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator g) throws IOException {
            g.writeRaw(',');
            breakLine(g, 1);
        }

        @Override
        public void writeObjectFieldValueSeparator(JsonGenerator g) throws IOException {
            g.writeRaw(':');
        }

        @Override
        public void beforeArrayValues(JsonGenerator g) throws IOException {
            breakLine(g, 2);
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator g) throws IOException {
            g.writeRaw(',');
            breakLine(g, 2);
        }

        private void breakLine(JsonGenerator g, int atDepth) throws IOException {
            if (depth == atDepth) {
                g.writeRaw('\n');
            }
        }
    }
}
