package org.lockreplay.report;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.lockreplay.json.JsonOutput;
import org.lockreplay.replay.mm.LockHolder;
import org.lockreplay.replay.mm.MappedRange;
import org.lockreplay.replay.mm.MemoryState;

/** The memory of tasks as JSON. */
final class MemoryJson {

    private final JsonOutput out;
    private final ReplayParts parts;

    MemoryJson(ReplayReport report, JsonOutput out) {
        this.out = out;
        parts = new ReplayParts(report, out);
    }

    /** Writes the member {@code memory}: one element for each task. */
    void memory(Map<Integer, MemoryState> memory) throws IOException {
        out.writeArrayFieldStart("memory");
        for (Map.Entry<Integer, MemoryState> of : memory.entrySet()) {
            memory(of.getKey(), of.getValue());
        }
        out.writeEndArray();
    }

    private void memory(int pid, MemoryState memory) throws IOException {
        out.writeStartObject();
        out.writeNumberField("of", pid);
        parts.space(memory.space());
        out.writeBooleanField("whole", memory.space().whole());
        out.addressOrNull("brk", memory.brk());
        parts.pageFaults(memory.faults());
        out.writeBooleanField("lockTraced", memory.lockTraced());
        out.writeBooleanField("lockKnown", memory.lockKnown());
        out.array("lockHolders", memory.lockHolders(), this::holder);
        out.array("ranges", memory.ranges(), range -> range(memory, range));
        out.array("notKnown", Unknowns.of(memory), out::writeString);
        out.writeEndObject();
    }

    private void holder(LockHolder holder) throws IOException {
        out.writeStartObject();
        out.writeNumberField("pid", holder.pid());
        out.writeStringField("task", holder.task());
        out.writeStringField("mode", Words.mode(holder.read()));
        out.writeBooleanField("owned", holder.owned());
        parts.moment("since", Optional.of(holder.since()));
        out.writeEndObject();
    }

    private void range(MemoryState memory, MappedRange range) throws IOException {
        out.writeStartObject();
        out.address("first", range.range().first());
        out.address("last", range.range().last());
        out.writeStringField("kind", range.kind().name());
        out.writeBooleanField("directory", memory.holdsDirectory(range));
        out.writeNumberField("sinceLine", range.since());
        out.writeNumberField("userFaults", range.faults().user());
        out.writeNumberField("kernelFaults", range.faults().kernel());
        out.writeEndObject();
    }
}
