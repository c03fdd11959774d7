package org.lockreplay.summary;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.lockreplay.event.Origin;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonReader;
import org.lockreplay.json.JsonValue;
import org.lockreplay.parser.MalformedLine;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.parser.TraceFormat;
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
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mpx.Breach;
import org.lockreplay.replay.mpx.OperationCount;
import org.lockreplay.replay.mpx.SectionCount;
import org.lockreplay.replay.mpx.Sign;
import org.lockreplay.replay.mpx.UnmapCount;
import org.lockreplay.replay.mpx.Way;

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
                    "operations");

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
    private List<Seen<OperationCount>> operations = List.of();

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
                operations);
    }

    private void member(String name) throws IOException {
        if (members.isEmpty() && !name.equals("schema")) {
            throw in.unexpected("member 'schema' first", "'" + name + "'");
        }
        members.add(name);
        switch (name) {
            case "schema" -> schema(in.value());
            case "traces" -> traces = sorted(in.list(this::trace));
            case "classes" -> classes = rows(SummaryReader::classUse);
            case "interruptUses" -> interruptUses = rows(SummaryReader::interruptUse);
            case "shownTypes" -> shownTypes = rows(SummaryReader::shownType);
            case "nestings" -> nestings = rows(SummaryReader::nesting);
            case "instanceNestings" -> instanceNestings = rows(SummaryReader::instanceNesting);
            case "recursions" -> recursions = rows(SummaryReader::recursion);
            case "imbalances" -> imbalances = rows(SummaryReader::imbalance);
            case "heldAtExit" -> heldAtExit = rows(SummaryReader::heldAtExit);
            case "nestingCases" -> nestingCases = rows(SummaryReader::nestingCase);
            case "deadlocks" -> deadlocks = rows(SummaryReader::deadlock);
            case "breaches" -> breaches = rows(SummaryReader::breach);
            case "unmaps" -> unmaps = rows(SummaryReader::unmap);
            case "sections" -> sections = rows(SummaryReader::section);
            case "operations" -> operations = rows(SummaryReader::operation);
            default -> throw in.unexpected("a member of a summary", "'" + name + "'");
        }
    }

    private void schema(JsonValue value) throws JsonException {
        if (!value.text().equals(SummaryWriter.SCHEMA)) {
            throw value.unexpected(
                    "schema '" + SummaryWriter.SCHEMA + "', the one this version reads",
                    "'" + value.text() + "'");
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

    private SourceTrace trace(JsonValue row) throws IOException {
        Optional<JsonValue> damage = row.optional("damage");
        TraceFacts facts =
                new TraceFacts(
                        path.isPresent() ? path.get() : row.text("path"),
                        constant(TraceFormat.class, row.member("format")),
                        counts(row.member("events")),
                        row.number("lines"),
                        row.number("comments"),
                        row.number("annotations"),
                        row.number("lossMarkers"),
                        row.number("lost"),
                        row.number("malformed"),
                        row.list("firstMalformed", SummaryReader::malformed),
                        row.numberOrNothing("firstTime"),
                        row.numberOrNothing("lastTime"),
                        row.flag("ticks"),
                        row.flag("flags"),
                        row.flag("softirqFlags"),
                        row.integer("tasks"),
                        row.integer("cpus"),
                        damage.isPresent() ? Optional.of(damage.get().text()) : Optional.empty());
        return new SourceTrace(facts, coverage(row.member("coverage")), signs(row.member("mpx")));
    }

    private static SortedMap<Sign, Long> signs(JsonValue row) throws JsonException {
        SortedMap<Sign, Long> signs = new TreeMap<>();
        for (String name : row.members()) {
            signs.put(constant(Sign.class, name, row.member(name)), row.number(name));
        }
        return signs;
    }

    private static Breach breach(JsonValue row) throws JsonException {
        Optional<JsonValue> first = row.optional("first");
        Optional<AddressRange> memory =
                first.isEmpty()
                        ? Optional.empty()
                        : Optional.of(range(row.address("first"), row.address("last"), row));
        Optional<JsonValue> since = row.optional("sinceLine");
        Optional<Moment> moment =
                since.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Moment(row.number("sinceLine"), row.number("sinceTime")));
        return new Breach(
                constant(Way.class, row.member("way")),
                row.text("path"),
                origin(row.member("at")),
                row.optional("entry").isPresent()
                        ? OptionalLong.of(row.number("entry"))
                        : OptionalLong.empty(),
                memory,
                row.optional("table").isPresent()
                        ? OptionalLong.of(row.address("table"))
                        : OptionalLong.empty(),
                moment);
    }

    private static AddressRange range(long first, long last, JsonValue row) throws JsonException {
        if (Long.compareUnsigned(first, last) > 0) {
            throw row.member("last").unexpected("an address not below 'first'", "a lower one");
        }
        return new AddressRange(first, last);
    }

    private static SectionCount section(JsonValue row) throws JsonException {
        return new SectionCount(
                row.text("operation"),
                row.text("doing"),
                row.flag("bdSem"),
                row.flag("read"),
                row.integer("case"),
                row.number("count"),
                row.number("tries"),
                row.number("waits"),
                row.number("waited"),
                row.number("longestWait"),
                row.number("holds"),
                row.number("held"),
                row.number("longestHold"),
                origin(row.member("first")));
    }

    private static OperationCount operation(JsonValue row) throws JsonException {
        return new OperationCount(row.text("operation"), row.number("count"));
    }

    private static UnmapCount unmap(JsonValue row) throws JsonException {
        return new UnmapCount(
                row.text("path"),
                row.number("unmaps"),
                row.number("bracketed"),
                row.number("unbracketed"));
    }

    private static MalformedLine malformed(JsonValue row) throws JsonException {
        return new MalformedLine(
                row.number("line"), row.integer("column"), row.text("expected"), row.text("found"));
    }

    private static LockCoverage coverage(JsonValue row) throws JsonException {
        return new LockCoverage(
                row.number("lockEvents"),
                row.number("recordings"),
                row.number("gaps"),
                row.number("inferredGaps"),
                row.number("unknownReleases"),
                row.number("hiddenAddresses"),
                row.number("unnamedReleases"));
    }

    private static ClassUse classUse(JsonValue row) throws JsonException {
        return new ClassUse(
                row.text("lockClass"),
                row.number("acquisitions"),
                row.number("reads"),
                row.number("tries"));
    }

    private static InterruptUse interruptUse(JsonValue row) throws JsonException {
        return new InterruptUse(
                row.text("lockClass"),
                constant(InterruptUse.Kind.class, row.member("kind")),
                row.flag("read"),
                acquisition(row.member("lock")),
                origin(row.member("seen")));
    }

    private static ShownType shownType(JsonValue row) throws JsonException {
        return new ShownType(
                row.text("lockClass"),
                constant(ShownType.Shown.class, row.member("shown")),
                origin(row.member("seen")));
    }

    private static Nesting nesting(JsonValue row) throws IOException {
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
                acquisition(row.member("held")),
                acquisition(row.member("taken")),
                row.list("guards", SummaryReader::instance));
    }

    private static InstanceNesting instanceNesting(JsonValue row) throws IOException {
        return new InstanceNesting(
                row.text("lockClass"),
                row.address("outer"),
                row.flag("outerRead"),
                row.address("inner"),
                row.flag("innerRead"),
                row.number("count"),
                row.integer("tasks"),
                acquisition(row.member("held")),
                acquisition(row.member("taken")),
                row.list("guards", SummaryReader::instance));
    }

    private static Recursion recursion(JsonValue row) throws JsonException {
        return new Recursion(
                row.text("lockClass"),
                row.flag("heldRead"),
                row.flag("againRead"),
                row.flag("againInInterrupt"),
                row.number("count"),
                row.integer("tasks"),
                acquisition(row.member("held")),
                acquisition(row.member("again")));
    }

    private static Imbalance imbalance(JsonValue row) throws JsonException {
        return new Imbalance(
                row.text("lockClass"),
                constant(Imbalance.Reason.class, row.member("reason")),
                row.number("count"),
                acquisition(row.member("release")));
    }

    private static HeldAtExit heldAtExit(JsonValue row) throws JsonException {
        return new HeldAtExit(
                row.text("lockClass"),
                row.text("leaving"),
                row.number("count"),
                acquisition(row.member("held")),
                origin(row.member("end")));
    }

    private static NestingCase nestingCase(JsonValue row) throws JsonException {
        return new NestingCase(
                row.text("outer"),
                row.flag("outerRead"),
                row.text("inner"),
                row.flag("innerRead"),
                row.number("count"),
                row.number("tries"),
                row.integer("tasks"),
                counts(row.member("operations")),
                acquisition(row.member("held")),
                acquisition(row.member("taken")));
    }

    private static Deadlock deadlock(JsonValue row) throws IOException {
        List<Deadlock.Waiter> circle = row.list("circle", SummaryReader::waiter);
        if (circle.isEmpty()) {
            throw row.member("circle").unexpected("at least one task", "none");
        }
        return new Deadlock(circle, row.number("endLine"), row.number("endTime"));
    }

    private static Deadlock.Waiter waiter(JsonValue row) throws IOException {
        return new Deadlock.Waiter(
                acquisition(row.member("owned")),
                acquisition(row.member("asked")),
                row.list("holds", SummaryReader::acquisition));
    }

    private static Acquisition acquisition(JsonValue row) throws JsonException {
        return new Acquisition(
                origin(row), row.text("lockClass"), row.address("address"), row.integer("mode"));
    }

    private static Origin origin(JsonValue row) throws JsonException {
        return new Origin(
                row.number("line"),
                row.number("time"),
                row.integer("pid"),
                row.text("task"),
                row.integer("cpu"),
                row.integer("context"));
    }

    private static LockInstance instance(JsonValue row) throws JsonException {
        return new LockInstance(row.text("lockClass"), row.address("address"));
    }

    private static SortedMap<String, Long> counts(JsonValue object) throws JsonException {
        SortedMap<String, Long> counts = new TreeMap<>();
        for (String name : object.members()) {
            counts.put(name, object.number(name));
        }
        return counts;
    }

    private static <E extends Enum<E>> E constant(Class<E> type, JsonValue value)
            throws JsonException {
        return constant(type, value.text(), value);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name, JsonValue value)
            throws JsonException {
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
            names.add(constant.name());
        }
        throw value.unexpected("one of " + names, "'" + name + "'");
    }
}
