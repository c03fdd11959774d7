package org.lockreplay.summary;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonReader;
import org.lockreplay.json.JsonValue;
import org.lockreplay.replay.lock.ClassUse;
import org.lockreplay.replay.lock.Deadlock;
import org.lockreplay.replay.lock.HeldAtExit;
import org.lockreplay.replay.lock.Imbalance;
import org.lockreplay.replay.lock.InstanceNesting;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.replay.lock.NestingCase;
import org.lockreplay.replay.lock.Recursion;
import org.lockreplay.replay.lock.ShownType;
import org.lockreplay.replay.mpx.Breach;
import org.lockreplay.replay.mpx.PathCount;
import org.lockreplay.replay.mpx.SectionCount;
import org.lockreplay.replay.mpx.UnmapCount;

/** Reads what {@link SummaryWriter} wrote; refuses anything else with its place. */
public final class SummaryReader {

    private static final List<String> MEMBERS =
            List.of(
                    "schema",
                    "traces",
                    "classes",
                    "interruptUses",
                    "shownTypes",
                    "nestings",
                    "instanceNestings",
                    "recursions",
                    "imbalances",
                    "heldAtExit",
                    "nestingCases",
                    "deadlocks",
                    "breaches",
                    "unmaps",
                    "sections",
                    "paths");

    private final JsonReader in;
    private final Optional<String> path;
    private final Set<String> members = new HashSet<>();
    private List<SourceTrace> traces = List.of();
    private List<Seen<ClassUse>> classes = List.of();
    private List<Seen<InterruptUse>> interruptUses = List.of();
    private List<Seen<ShownType>> shownTypes = List.of();
    private List<Seen<Nesting>> nestings = List.of();
    private List<Seen<InstanceNesting>> instanceNestings = List.of();
    private List<Seen<Recursion>> recursions = List.of();
    private List<Seen<Imbalance>> imbalances = List.of();
    private List<Seen<HeldAtExit>> heldAtExit = List.of();
    private List<Seen<NestingCase>> nestingCases = List.of();
    private List<Seen<Deadlock>> deadlocks = List.of();
    private List<Seen<Breach>> breaches = List.of();
    private List<Seen<UnmapCount>> unmaps = List.of();
    private List<Seen<SectionCount>> sections = List.of();
    private List<Seen<PathCount>> paths = List.of();

    private SummaryReader(JsonReader in, Optional<String> path) {
        this.in = in;
        this.path = path;
    }

    /**
     * Reads a summary to its end; does not close the stream.
     *
     * @param source the name of the stream in messages
     * @throws JsonException if it is not one that this version can read
     */
    public static LockOrderSummary read(String source, InputStream stream) throws IOException {
        return new SummaryReader(new JsonReader(source, stream), Optional.empty()).summary();
    }

    /**
     * Reads the summary of one trace, which may be found elsewhere by now.
     *
     * @param path where, which takes the place of the path that the summary has
     */
    public static LockOrderSummary readOf(String path, InputStream stream) throws IOException {
        return new SummaryReader(new JsonReader(path, stream), Optional.of(path)).summary();
    }

    private interface Row<T> {
        T read(JsonValue row) throws IOException;
    }

    private LockOrderSummary summary() throws IOException {
        in.members(this::member);
        for (String name : MEMBERS) {
            if (!members.contains(name)) {
                throw in.unexpected("member '" + name + "'", "a summary without");
            }
        }
        return new LockOrderSummary(
                traces,
                classes,
                interruptUses,
                shownTypes,
                nestings,
                instanceNestings,
                recursions,
                imbalances,
                heldAtExit,
                nestingCases,
                deadlocks,
                breaches,
                unmaps,
                sections,
                paths);
    }

    private void member(String name) throws IOException {
        if (members.isEmpty() && !name.equals("schema")) {
            throw in.unexpected("member 'schema' first", "'" + name + "'");
        }
        members.add(name);
        switch (name) {
            case "schema" -> in.value().expectSchema(SummaryWriter.SCHEMA);
            case "traces" -> traces = sorted(in.list(row -> TraceJson.trace(row, path)));
            case "classes" -> classes = rows(UseJson::classUse);
            case "interruptUses" -> interruptUses = rows(UseJson::interruptUse);
            case "shownTypes" -> shownTypes = rows(UseJson::shownType);
            case "nestings" -> nestings = rows(NestingJson::nesting);
            case "instanceNestings" -> instanceNestings = rows(NestingJson::instanceNesting);
            case "recursions" -> recursions = rows(MisuseJson::recursion);
            case "imbalances" -> imbalances = rows(MisuseJson::imbalance);
            case "heldAtExit" -> heldAtExit = rows(MisuseJson::heldAtExit);
            case "nestingCases" -> nestingCases = rows(NestingJson::nestingCase);
            case "deadlocks" -> deadlocks = rows(MisuseJson::deadlock);
            case "breaches" -> breaches = rows(MpxJson::breach);
            case "unmaps" -> unmaps = rows(MpxJson::unmap);
            case "sections" -> sections = rows(MpxJson::section);
            case "paths" -> paths = rows(MpxJson::path);
            default -> throw in.unexpected("a member of a summary", "'" + name + "'");
        }
    }

    private <T> List<Seen<T>> rows(Row<T> row) throws IOException {
        return in.list(value -> new Seen<>(traceIndex(value), row.read(value)));
    }

    private int traceIndex(JsonValue row) throws JsonException {
        int trace = row.integer("trace");
        if (trace < 0 || trace >= traces.size()) {
            throw row.member("trace")
                    .unexpected("one of the " + traces.size() + " traces", "'" + trace + "'");
        }
        return trace;
    }

    private List<SourceTrace> sorted(List<SourceTrace> list) throws JsonException {
        if (!LockOrderSummary.areSorted(list)) {
            throw in.unexpected("the traces sorted by path, each once", "another order");
        }
        return list;
    }
}
