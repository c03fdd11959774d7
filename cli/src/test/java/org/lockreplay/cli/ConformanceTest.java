package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Conformance;
import org.lockreplay.check.Conformance.Occurrence;
import org.lockreplay.check.Conformance.Row;
import org.lockreplay.check.Finding;
import org.lockreplay.check.MpxProtocol;
import org.lockreplay.check.Report;
import org.lockreplay.check.SectionFit.Kind;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.ProtocolReader;
import org.lockreplay.protocol.file.ShippedProtocols;
import org.lockreplay.replay.mpx.Hold;
import org.lockreplay.replay.mpx.Invariant;

/** How the critical sections of the recordings of the proposal fit it. */
class ConformanceTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bdsem-sems",
                "bdsem-stress-sems",
                "wrong-inside-basic-sems",
                "wrong-nobracket-sems"
            })
    void theCasesOfEachOperationAreThoseOfTheNestings(String recording)
            throws UnreadableTraceException {
        Report report = judged(recording);
        Map<Integer, Map<String, Long>> ofSections = new TreeMap<>();
        for (Row row : report.conformance().orElseThrow().sections()) {
            row.nestingCase()
                    .ifPresent(
                            number ->
                                    ofSections
                                            .computeIfAbsent(number, none -> new TreeMap<>())
                                            .merge(
                                                    String.join(" or ", row.fit().operations()),
                                                    row.count().count(),
                                                    Long::sum));
        }
        Map<Integer, Map<String, Long>> ofNestings = new TreeMap<>();
        report.nestingCases().rows().stream()
                .filter(row -> row.number().isPresent())
                .forEach(row -> ofNestings.put(row.number().getAsInt(), row.operations()));
        assertThat(ofSections).isNotEmpty().isEqualTo(ofNestings);
    }

    /** All that departs is what the mail says of prctl, which the implementation does not do. */
    @ParameterizedTest
    @ValueSource(strings = {"bdsem-sems", "bdsem-stress-sems"})
    void everySectionOfTheImplementedProposalFitsButThoseThatPrctlNests(String recording)
            throws UnreadableTraceException {
        Conformance found = judged(recording).conformance().orElseThrow();
        assertThat(of(found, Kind.NONE)).isEmpty();
        assertThat(of(found, Kind.UNKNOWN)).isEmpty();
        assertThat(of(found, Kind.DEPARTS))
                .isNotEmpty()
                .allMatch(row -> row.count().path().startsWith("prctl("))
                .allMatch(row -> row.fit().reason().endsWith(" takes no mmap_sem"));
        assertThat(of(found, Kind.ENVIRONMENT))
                .allMatch(row -> row.lock().equals("mmap_sem"))
                .allMatch(row -> row.count().outer() == Hold.NONE);
    }

    @Test
    void theOperationsOfTheFileAreCountedAndToldApart() throws UnreadableTraceException {
        Conformance found = judged("bdsem-sems").conformance().orElseThrow();
        assertThat(found.operations())
                .containsExactly(
                        new Occurrence("prctl-enable", 3, false),
                        new Occurrence("prctl-disable", 1, false),
                        new Occurrence("bounds-violation", 3, true),
                        new Occurrence("bounds-fault", 131, false),
                        new Occurrence("unmap", 67, false),
                        new Occurrence("map-fixed", 41, false));
        assertThat(lines(found, Kind.OPERATION))
                .contains(
                        "map-fixed by mmap(MAP_FIXED): bd_sem write 39",
                        "map-fixed by mremap(MREMAP_FIXED): bd_sem write 2",
                        "unmap by mremap(shrink): bd_sem write 1",
                        "unmap by munmap: mmap_sem write #4 116",
                        "bounds-fault by #BR(2): mmap_sem read #1 6");
    }

    @Test
    void aForgottenBracketIsNamed() throws UnreadableTraceException {
        Conformance found = judged("wrong-nobracket-sems").conformance().orElseThrow();
        String where = " with nothing held, and unmaps managed memory; ";
        assertThat(departures(found))
                .containsExactlyInAnyOrder(
                        "1861 mremap(shrink) takes mmap_sem for write"
                                + where
                                + "unmap has bd_sem held for write there",
                        "1876 mremap(MREMAP_FIXED) takes mmap_sem for write"
                                + where
                                + "map-fixed has bd_sem held for write there",
                        "1958 mmap(MAP_FIXED) takes mmap_sem for write"
                                + where
                                + "map-fixed has bd_sem held for write there");
    }

    @Test
    void theInverseOrderIsNamed() throws UnreadableTraceException {
        Conformance found = judged("wrong-inside-basic-sems").conformance().orElseThrow();
        List<Row> inverse =
                of(found, Kind.DEPARTS).stream()
                        .filter(row -> row.lock().equals("bd_sem"))
                        .toList();
        assertThat(inverse)
                .allMatch(
                        row ->
                                row.fit()
                                        .reason()
                                        .endsWith(
                                                "takes bd_sem for write with mmap_sem held for"
                                                        + " write, the inverse order: gleixner-2014"
                                                        + " has bd_sem outside"));
        assertThat(inverse.stream().mapToLong(row -> row.count().count()).sum()).isEqualTo(24);
        assertThat(departures(found))
                .contains(
                        "689 munmap takes mmap_sem for write with nothing held, and unmaps managed"
                                + " memory; unmap has bd_sem held for write there");
        assertThat(found.operations())
                .contains(
                        new Occurrence("unmap", 20, true),
                        new Occurrence("prctl-disable", 0, false));
    }

    /** Nothing is attributed to operations that the file does not have. */
    @Test
    void aProtocolWithOneOperationHasNoOther() throws IOException, UnreadableTraceException {
        Protocol protocol =
                protocol(
                        """
                        {"schema": "lockreplay-protocol/1", "name": "mine", "title": "t",
                         "locks": [{"name": "bd_sem", "kind": "rwsem", "aliases": ["&mm->bd_sem"]},
                                   {"name": "mmap_sem", "kind": "rwsem"}],
                         "page-fault": "mmap_sem", "bracket": "bd_sem",
                         "operations": [{"name": "only-fault", "role": "allocation",
                           "steps": [{"lock": "bd_sem", "mode": "read"},
                                     {"unlock": "bd_sem", "mode": "read"}]}],
                         "properties": [{"name": "x", "rule": "M6"}]}
                        """);
        Conformance found =
                Outcome.report(
                                Corpus.recording("mpx/bdsem-sems"),
                                CheckOptions.shipped().by(protocol))
                        .conformance()
                        .orElseThrow();
        assertThat(found.operations()).containsExactly(new Occurrence("only-fault", 131, false));
        assertThat(lines(found, Kind.OPERATION))
                .containsExactly("only-fault by #BR(2): bd_sem read 131");
        assertThat(of(found, Kind.NONE).stream().map(row -> row.fit().reason()))
                .contains(
                        "prctl(PR_MPX_ENABLE_MANAGEMENT) takes bd_sem for write with nothing held;"
                                + " no operation of mine comes by prctl(PR_MPX_ENABLE_MANAGEMENT)");
        assertThat(departures(found))
                .containsExactlyInAnyOrder(
                        "512 #BR(2) takes mmap_sem for write with bd_sem held for read; only-fault"
                                + " takes no mmap_sem",
                        "516 #BR(2) takes mmap_sem for read with bd_sem held for read; only-fault"
                                + " takes no mmap_sem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gleixner-2014", "linux-4.19", "ren-2014-nofault"})
    void aProtocolConformsToItselfAndALongRunShowsAllOfIt(String name)
            throws IOException, UnreadableTraceException {
        Conformance found = simulated(name, "--length", "300", "--seed", "5");
        assertThat(found.sections())
                .isNotEmpty()
                .allMatch(
                        row ->
                                row.fit().kind() == Kind.OPERATION
                                        || row.fit().kind() == Kind.ENVIRONMENT);
        assertThat(found.operations())
                .isNotEmpty()
                .allMatch(operation -> operation.count() > 0)
                .noneMatch(Occurrence::withoutLocks);
    }

    /** The first design stops in its own deadlock before long. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3", "4"})
    void whatTheFirstDesignCameToDoIsItsOwn(String seed)
            throws IOException, UnreadableTraceException {
        Conformance found = simulated("ren-2014", "--length", "100", "--seed", seed);
        assertThat(of(found, Kind.OPERATION)).isNotEmpty();
        assertThat(of(found, Kind.DEPARTS)).isEmpty();
        assertThat(of(found, Kind.NONE)).isEmpty();
    }

    @Test
    void aLockThatNoTraceShowsIsHeldAgainstNobody() throws UnreadableTraceException {
        Conformance found = judged("ii-lock64").conformance().orElseThrow();
        assertThat(found.hidden()).containsExactly("bd_sem");
        assertThat(of(found, Kind.DEPARTS)).isEmpty();
        assertThat(lines(found, Kind.OPERATION)).contains("unmap by munmap: mmap_sem write 48");
    }

    private static final String DRIVER_TRACE =
            """
            # tracer: nop
            #
                        a-101    [000] ....     1.000010: lock_acquire: ffff888001000000 &q->lock
                        a-101    [000] ....     1.000030: lock_acquire: ffff888001000080 read &dev->sem
                        a-101    [000] ....     1.000050: lock_release: ffff888001000080 &dev->sem
                        a-101    [000] ....     1.000060: lock_release: ffff888001000000 &q->lock
                        a-101    [000] ....     1.000070: lock_acquire: ffff888001000080 read &dev->sem
                        a-101    [000] ....     1.000080: lock_acquire: ffff888001000000 &q->lock
                        a-101    [000] ....     1.000090: lock_release: ffff888001000000 &q->lock
                        a-101    [000] ....     1.000091: lock_release: ffff888001000080 &dev->sem
            """;

    /** The example of the documentation, whose order a rule of its own speaks of too. */
    @Test
    void aProtocolOfOtherLocksHasItsOrderJudgedAndItsNestingsFitted()
            throws IOException, UnreadableTraceException {
        Path trace = Files.writeString(folder.resolve("own.trace"), DRIVER_TRACE);
        List<String> page = Files.readAllLines(Path.of("../docs/protocols.md"));
        int first = page.indexOf("{");
        int last = first + page.subList(first, page.size()).indexOf("}");
        Protocol protocol = protocol(String.join("\n", page.subList(first, last + 1)));
        Report report = Outcome.report(trace, CheckOptions.shipped().by(protocol));
        assertThat(report.findings())
                .extracting(Finding::id)
                .contains("order-violation")
                .doesNotContain("mpx-order");
        Conformance found = report.conformance().orElseThrow();
        assertThat(found.nestings())
                .extracting(
                        fit ->
                                "%s %s, %s %s: %s"
                                        .formatted(
                                                fit.outer(),
                                                fit.outerMode().word(),
                                                fit.inner(),
                                                fit.innerMode().word(),
                                                fit.operations()))
                .containsExactly("dev read, queue write: [submit]", "queue write, dev read: []");
        assertThat(found.operations())
                .containsExactly(
                        new Occurrence("submit", 1, false), new Occurrence("remove", 0, false));
    }

    /** More than the scheduler takes. */
    @Test
    void aProtocolMayHaveAnyNumberOfLocks() throws IOException, UnreadableTraceException {
        String steps =
                IntStream.range(0, 40)
                        .mapToObj("{\"lock\": \"l%d\"}"::formatted)
                        .collect(Collectors.joining(", "));
        Conformance found = fitted(40, steps + ", {\"unlock\": \"l38\"}, {\"lock\": \"l38\"}");
        assertThat(found.undone()).isEmpty();
        assertThat(found.nestings())
                .extracting(fit -> fit.outer() + " " + fit.inner() + " " + fit.operations())
                .containsExactly("l38 l39 [all]", "l39 l38 [all]");
    }

    @Test
    void moreWaysThanCanBeGoneAreSaid() throws IOException, UnreadableTraceException {
        String steps =
                IntStream.range(0, 40)
                        .mapToObj("{\"optional\": [{\"lock\": \"l%d\"}]}"::formatted)
                        .collect(Collectors.joining(", "));
        Conformance found = fitted(40, steps);
        assertThat(found.undone().orElseThrow()).contains("split it into several operations");
        assertThat(found.operations()).isEmpty();
    }

    private Conformance fitted(int locks, String steps)
            throws IOException, UnreadableTraceException {
        String names =
                IntStream.range(0, locks)
                        .mapToObj("{\"name\": \"l%d\", \"kind\": \"mutex\"}"::formatted)
                        .collect(Collectors.joining(", "));
        Protocol protocol =
                protocol(
                        """
                        {"schema": "lockreplay-protocol/1", "name": "many", "title": "t",
                         "locks": [%s], "operations": [{"name": "all", "steps": [%s]}]}
                        """
                                .formatted(names, steps));
        String trace =
                DRIVER_TRACE
                        .replace("read ", "")
                        .replace("&q->lock", "l38")
                        .replace("&dev->sem", "l39");
        Path file = Files.writeString(folder.resolve("many.trace"), trace);
        return Outcome.report(file, CheckOptions.shipped().by(protocol))
                .conformance()
                .orElseThrow();
    }

    /** Without lock events, the operations are told by their paths. */
    @Test
    void whatBeganIsCountedWithoutLocksToo() throws UnreadableTraceException {
        Conformance found = judged("i-all64").conformance().orElseThrow();
        assertThat(found.sections()).isEmpty();
        assertThat(found.hidden()).containsExactly("bd_sem", "mmap_sem");
        assertThat(found.operations())
                .extracting(Occurrence::operation)
                .contains("bounds-fault", "unmap", "prctl-enable");
        assertThat(found.operations()).allMatch(it -> it.count() > 0 && !it.withoutLocks());
    }

    /** An event that never occurs was perhaps not recorded. */
    @Test
    void anOperationThatNoTraceWouldShowIsNotSaidToHaveNeverOccurred()
            throws IOException, UnreadableTraceException {
        String text =
                """
                # tracer: nop
                #
                       a-101    [000] ....     1.000010: bounds_exception_mpx: bndcfgu:0x7f0000000003 bndstatus:0x2
                       a-101    [000] ....     1.000030: sys_munmap(addr: 7f2000000000, len: 1000)
                       a-101    [000] ....     1.000040: sys_munmap -> 0xffffffffffffffea
                """;
        Path trace = Files.writeString(folder.resolve("few.trace"), text);
        Protocol gleixner = ShippedProtocols.find("gleixner-2014").orElseThrow();
        Conformance found =
                Outcome.report(trace, CheckOptions.shipped().by(gleixner))
                        .conformance()
                        .orElseThrow();
        assertThat(found.operations())
                .containsExactly(
                        new Occurrence("prctl-enable", 0, false, true),
                        new Occurrence("prctl-disable", 0, false, true),
                        new Occurrence("bounds-violation", 0, false),
                        new Occurrence("bounds-fault", 1, false),
                        new Occurrence("unmap", 0, false),
                        new Occurrence("map-fixed", 0, false, true));
    }

    /** The two semaphores nest in processes that have no bounds tables, too. */
    @Test
    void withoutBoundsTablesTheNestingsOfTheSemaphoresAreFitted()
            throws IOException, UnreadableTraceException {
        String text = DRIVER_TRACE.replace("&q->lock", "&mm->mmap_sem");
        Path trace =
                Files.writeString(
                        folder.resolve("sems.trace"), text.replace("&dev->sem", "&mm->bd_sem"));
        Protocol gleixner = ShippedProtocols.find("gleixner-2014").orElseThrow();
        Conformance found =
                Outcome.report(trace, CheckOptions.shipped().by(gleixner))
                        .conformance()
                        .orElseThrow();
        assertThat(found.nestings())
                .extracting(fit -> fit.outer() + " " + fit.inner() + " " + fit.operations())
                .containsExactly("bd_sem mmap_sem [bounds-fault]", "mmap_sem bd_sem []");
    }

    /** A slip in an alias is not to pass for an order that is kept. */
    @Test
    void aHierarchyWithoutOperationsNamesTheLocksThatNoTraceShows()
            throws UnreadableTraceException {
        Protocol rmap = ShippedProtocols.find("mm-rmap").orElseThrow();
        CheckOptions options = CheckOptions.shipped().by(rmap);
        Conformance found =
                Outcome.report(Corpus.recording("mpx/bdsem-sems"), options)
                        .conformance()
                        .orElseThrow();
        assertThat(found.hidden()).contains("sb_lock").doesNotContain("mm->mmap_lock");
        assertThat(found.operations()).isEmpty();
        assertThat(found.nestings()).isEmpty();
    }

    @Test
    void aHierarchyOfWhichAllLocksAreShownHasNoTable()
            throws IOException, UnreadableTraceException {
        Protocol protocol =
                protocol(
                        "{\"schema\": \"lockreplay-protocol/1\", \"name\": \"h\", \"title\": \"t\","
                                + " \"locks\": [{\"name\": \"&q->lock\", \"kind\": \"mutex\"}]}");
        Path trace = Files.writeString(folder.resolve("all.trace"), DRIVER_TRACE);
        assertThat(Outcome.report(trace, CheckOptions.shipped().by(protocol)).conformance())
                .isEmpty();
    }

    /** The inverse order is one finding, by the rule that has it. */
    @Test
    void theOrderOfTheSemaphoresIsJudgedOnce() throws UnreadableTraceException {
        assertThat(judged("wrong-inside-basic-sems").findings())
                .extracting(Finding::id)
                .containsOnlyOnce("mpx-order")
                .doesNotContain("order-violation");
    }

    /** From line 690 on the kernel prints no {@code lock_acquired} any more. */
    @Test
    void whereOwnershipIsNotTracedTimesAreNotKnown() throws UnreadableTraceException {
        Conformance found = judged("wrong-inside-basic-sems").conformance().orElseThrow();
        assertThat(found.sections())
                .anyMatch(row -> row.count().waits() < row.count().count())
                .allMatch(row -> row.count().holds() <= row.count().waits());
    }

    @Test
    void withoutAChosenProtocolThereIsNoTable() throws UnreadableTraceException {
        assertThat(Outcome.report(Corpus.recording("mpx/bdsem-sems")).conformance()).isEmpty();
    }

    /** The two tables by which a trace is judged by itself are those of the files. */
    @Test
    void theFilesJudgeByTheSameRules() {
        MpxProtocol gleixner = MpxProtocol.of(ShippedProtocols.find("gleixner-2014").orElseThrow());
        MpxProtocol linux = MpxProtocol.of(ShippedProtocols.find("linux-4.19").orElseThrow());
        assertThat(gleixner.rules()).containsExactly(Invariant.values());
        assertThat(linux.rules())
                .containsExactly(
                        Invariant.M1,
                        Invariant.M2,
                        Invariant.M3,
                        Invariant.M7,
                        Invariant.M9,
                        Invariant.M12,
                        Invariant.REFUSED);
        assertThat(MpxProtocol.of(ShippedProtocols.find("mm-rmap").orElseThrow()).isOfMpx())
                .isFalse();
    }

    private static Report judged(String recording) throws UnreadableTraceException {
        Protocol protocol = ShippedProtocols.find("gleixner-2014").orElseThrow();
        return Outcome.report(
                Corpus.recording("mpx/" + recording), CheckOptions.shipped().by(protocol));
    }

    private Conformance simulated(String protocol, String... options)
            throws IOException, UnreadableTraceException {
        List<Object> arguments = new ArrayList<>(List.of("simulate", protocol));
        arguments.addAll(List.of(options));
        Path trace = folder.resolve("simulated.trace");
        Files.writeString(trace, new Console().run(arguments.toArray()).out());
        CheckOptions by = CheckOptions.shipped().by(ShippedProtocols.find(protocol).orElseThrow());
        return Outcome.report(trace, by).conformance().orElseThrow();
    }

    private static Protocol protocol(String text) throws IOException {
        return ProtocolReader.read(
                "mine.json", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Row> of(Conformance found, Kind kind) {
        return found.sections().stream().filter(row -> row.fit().kind() == kind).toList();
    }

    /** What departs and is not done by prctl, with the line of the first. */
    private static List<String> departures(Conformance found) {
        return of(found, Kind.DEPARTS).stream()
                .filter(row -> !row.count().path().startsWith("prctl("))
                .map(row -> row.count().first().line() + " " + row.fit().reason())
                .toList();
    }

    private static List<String> lines(Conformance found, Kind kind) {
        List<String> lines = new ArrayList<>();
        for (Row row : of(found, kind)) {
            lines.add(
                    "%s by %s: %s %s %s%d"
                            .formatted(
                                    String.join(" or ", row.fit().operations()),
                                    row.count().path(),
                                    row.lock(),
                                    row.count().read() ? "read" : "write",
                                    row.nestingCase().isPresent()
                                            ? "#" + row.nestingCase().getAsInt() + " "
                                            : "",
                                    row.count().count()));
        }
        return lines;
    }
}
