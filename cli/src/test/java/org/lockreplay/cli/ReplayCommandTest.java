package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.cli.Recordings.write;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.cli.Console.Result;
import org.lockreplay.json.JsonReader;
import org.lockreplay.json.JsonValue;

class ReplayCommandTest {

    private static final boolean ACCEPT = Boolean.getBoolean("lockreplay.accept");
    private static final String FINDINGS = "Findings on bounds tables\n";

    /** One table in entry 3, whose memory is then unmapped. */
    private static final String STORY =
            """
            # tracer: nop
            #
                 a-7 [000] ....     1.000001: sched_process_exec: filename=/bin/a pid=7 old_pid=7
                 a-7 [000] ....     1.000002: sys_prctl(option: 2b, arg2: 0, arg3: 0, arg4: 0, arg5: 0)
                 a-7 [000] ....     1.000003: sys_prctl -> 0x0
                 a-7 [000] ....     1.000004: bounds_exception_mpx: bndcfgu:0x7f0000000003 bndstatus:0x7f000000001a
                 a-7 [000] ....     1.000005: mpx_new_bounds_table: table vaddr:00007eff00000000
                 a-7 [000] ....     1.000006: sys_munmap(addr: 300000, len: 100000)
                 a-7 [000] ....     1.000007: mpx_unmap_search: [0x0000000000300000:0x0000000000400000]
                 a-7 [000] ....     1.000008: sys_munmap -> 0x0
            """;

    @TempDir Path folder;

    // ---- what it prints ----

    @TestFactory
    Stream<DynamicTest> recordingsAreShownAsExpected() {
        return Stream.of(
                        "i-all64",
                        "i-all32",
                        "i-hashed64",
                        "ii-lock64",
                        "iv-pipe",
                        "bdsem-small",
                        "wrong-nobracket-small")
                .map(
                        name ->
                                DynamicTest.dynamicTest(
                                        name,
                                        () -> {
                                            Path trace = Corpus.recording("mpx/" + name);
                                            Result result = new Console().run("replay", trace);
                                            assertThat(result.status()).isZero();
                                            assertThat(result.error()).isEmpty();
                                            compare(
                                                    trace.resolveSibling("replay.txt"),
                                                    result.out().split(FINDINGS)[0]);
                                        }));
    }

    @Test
    void aStateIsShownWithItsEntriesAndWhereTheyAreFrom() {
        Path trace = trace(STORY);
        Result result = new Console().run("replay", "--at", "1.000005", trace);
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("State after 1.000005, which is after line 7\n")
                .contains("tables        1 live, at most 1; 1 allocated, 0 freed, 0 maybe freed\n")
                .contains(
                        "      0x3    0x7f0000000018  0x300000-0x3fffff  unknown  valid  0x7eff00000000"
                                + "  1.000005  "
                                + trace
                                + ":7\n");
    }

    @Test
    void aHistoryIsToldInTheOrderOfTheTrace() {
        Result result = new Console().run("replay", "--history", "0x350000", trace(STORY));
        assertThat(result.out())
                .containsSubsequence(
                        "history of 0x350000\n",
                        "table missing",
                        "allocated",
                        "unmap searches",
                        "freed (since line 9)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0x350000", "0X350000", "350000", "0000000000350000", "0x350000-35FFFF"})
    void anAddressIsHexWithOrWithoutItsPrefix(String address) {
        Result result = new Console().run("replay", "--history", address, trace(STORY));
        assertThat(result.out()).contains("history of 0x350000").contains("allocated");
        assertThat(new Console().run("replay", "--history=" + address, trace(STORY)))
                .isEqualTo(result);
    }

    @Test
    void theFirstAddressIsOneToo() {
        Result result = new Console().run("replay", "--history=0", trace(STORY));
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("history of 0x0\n");
    }

    @Test
    void whatIsNeitherAnAddressNorAFileIsRefusedInASentence() {
        Result result = new Console().run("replay", "--history=350000h", trace(STORY));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.error()).contains("'350000h' is neither that nor the name of a file");
    }

    @Test
    void aNegativeAddressIsRefusedInASentence() {
        Result result = new Console().run("replay", "--history=-0x5", trace(STORY));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.error()).contains("0xADDRESS or 0xFIRST-0xLAST in hex, found '-0x5'");
    }

    @Test
    void aLossHasNeitherTimeNorTask() {
        Path trace = trace(STORY + "CPU:0 [LOST 3 EVENTS]\n");
        String csv =
                new Console()
                        .run("replay", "--history", "--table=history", "--format=csv", trace)
                        .out();
        assertThat(csv).contains("\n11,,0,,,GAP,");
        assertThat(new Console().run("replay", "--history", "--format=json", trace).out())
                .containsPattern("\"pid\" ?: ?null,\\s*\"task\" ?: ?null,\\s*\"what\" ?: ?\"GAP\"")
                .containsPattern("\"line\" ?: ?11,\\s*\"timeNanos\" ?: ?null");
    }

    @Test
    void aRuleThatWasBrokenWasJudgedInPartWhateverIsMissing() {
        String call = "     a-7 [000] ....     1.000010: ";
        Path trace =
                trace(
                        STORY.replaceAll(".*mpx_(new|unmap).*\n", "")
                                + call
                                + "sys_mmap(addr: 7e0000000000, len: 400000, prot: 3, flags: 32)\n"
                                + call
                                + "sys_mmap -> 0x7e0000000000\n"
                                + call
                                + "sys_munmap(addr: 300000, len: 100000)\n"
                                + call
                                + "mpx_unmap_search: [0x0000000000300000:0x0000000000400000]\n"
                                + call
                                + "mpx_unmap_search: [0x00007e0000000000:0x00007e0000400000]\n"
                                + call
                                + "sys_munmap -> 0x0\n");
        String csv = new Console().run("replay", "--table=rules", "--format=csv", trace).out();
        assertThat(csv).containsPattern("M1,mpx-dangling,in part,no new table is traced.*,1\n");
        assertThat(csv).containsPattern("M2,mpx-double-table,no,no new table is traced.*,0\n");
        assertThat(new Console().run("check", trace).out())
                .containsPattern(
                        "Judged in part:\n(  .*\n)*  mpx-dangling: no new table is traced");
    }

    @Test
    void theArgumentOfTheHistoryMayBeMissing() {
        Result result = new Console().run("replay", "--history", trace(STORY));
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("history of all entries\n");
    }

    @Test
    void theMemoryOfATaskIsShown() {
        Result result = new Console().run("replay", "--mm", 7, "--at-line", 7, trace(STORY));
        assertThat(result.out())
                .contains("  memory of task 7, a/7, made by exec ")
                .contains("0x7eff00000000-0x7eff003fffff  4 MiB  bounds table  ")
                .contains("mmap_sem      not traced");
    }

    @Test
    void whatIsTooLongForAScreenIsCutAndSaysSo() {
        Result result = new Console().run("replay", "--history", "--limit", 2, trace(STORY));
        assertThat(result.out()).contains("… and 5 more rows: --limit 0 shows all");
        assertThat(new Console().run("replay", "--history", "--limit", 0, trace(STORY)).out())
                .doesNotContain("more rows");
    }

    // ---- what is not there ----

    @Test
    void aTraceWithoutMpxSaysWhatToRecord() {
        Result result = new Console().run("replay", trace(Recordings.CIRCLE));
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("no event of MPX is in this trace").contains("record");
    }

    @ParameterizedTest
    @CsvSource({
        "--at-line, 99, 'the trace has only 10 lines: this is the state at its end.'",
        "--at, 2, 'the trace ends at 1.000008: this is the state at its end.'",
        "--at, 0.5, 'this is before the first event, which is at 1.000001.'",
        "--at-line, 1, 'this is before the first event, which is at 1.000001.'",
        "--mm, 99, 'no system call, exception, fork or exec of task 99 is in this trace'"
    })
    void whatIsOutsideOfTheTraceIsSaid(String option, String value, String sentence) {
        String out = new Console().run("replay", option, value, trace(STORY)).out();
        assertThat(out.replaceAll("\\s+", " ")).contains(sentence);
    }

    @Test
    void whoAsksForTheIndexOfAnEntryIsToldItsAddress() {
        String out = new Console().run("replay", "--history", "0x3", trace(STORY)).out();
        assertThat(out.replaceAll("\\s+", " "))
                .contains("Note: nothing happened to address 0x3; it is the index of the entry")
                .contains("that covers 0x300000-0x3fffff, whose history --history 0x300000 tells.");
        assertThat(new Console().run("replay", "--history", "0x4", trace(STORY)).out())
                .doesNotContain("Note:");
    }

    @Test
    void beforeATaskIsSeenNothingIsKnownOfItsMemory() {
        String first = "     b-1 [000] ....     1.000000: sys_brk(brk: 0)\n";
        String story = STORY.replace("#\n", "#\n" + first);
        String out = new Console().run("replay", "--at-line", 3, "--mm", 7, trace(story)).out();
        assertThat(out)
                .contains("Note: no system call, exception, fork or exec of task 7 comes before.")
                .doesNotContain("memory of task 7");
    }

    @Test
    void aMomentWithinTheTraceNeedsNoNote() {
        assertThat(new Console().run("replay", "--at-line", 10, trace(STORY)).out())
                .doesNotContain("Note");
        assertThat(new Console().run("replay", "--at", "1.000008", trace(STORY)).out())
                .doesNotContain("Note");
    }

    @Test
    void oneTimeInTwoRecordingsIsTheFirstAndSaysSo() {
        Result result = new Console().run("replay", "--at", "1.000005", trace(STORY + STORY));
        assertThat(result.out().replaceAll("\\s+", " "))
                .contains("the trace holds 2 recordings")
                .contains("which is after line 7");
    }

    @Test
    void aTaskNameCannotTalkToTheTerminal() {
        String story = STORY.replace(" a-7 ", " \u001b[31ma-7 ");
        Result result =
                new Console().run("replay", "--history", "--mm", 7, "--at-line", 7, trace(story));
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("\\x1b[31ma/7").doesNotContain("\u001b");
    }

    // ---- addresses at the edges ----

    @ParameterizedTest
    @CsvSource({
        "0x0, 0",
        "0x7fffffffffff, 134217727",
        "0x7f0000000000, 0",
        "0x7f003fffffff, 134217727",
    })
    void theFirstAndTheLastEntryAreEntries(String address, long index) {
        String story =
                STORY.replace("bndstatus:0x7f000000001a", "bndstatus:0x7f0000000002")
                        + STORY.substring(8)
                                .replace("# \n", "")
                                .replace("bndstatus:0x7f000000001a", "bndstatus:0x7f003ffffffa");
        Result result =
                new Console().run("replay", "--format", "csv", "--history", address, trace(story));
        assertThat(result.out()).contains(",FAULT,," + index + ",");
    }

    @Test
    void anAddressAboveThoseThatMpxManagesIsRefusedInASentence() {
        Result result = new Console().run("replay", "--history", "0x800000000000", trace(STORY));
        assertThat(result.out().replaceAll("\\s+", " "))
                .contains("above the 47 bits of user addresses")
                .contains("LA57 is not modelled");
    }

    @Test
    void aSearchAboveThoseThatMpxManagesIsRefusedInASentence() {
        String story =
                STORY.replace(
                        "mpx_unmap_search: [0x0000000000300000:0x0000000000400000]",
                        "mpx_unmap_search: [0x0080000000000000:0x0080000000400000]");
        Result result = new Console().run("replay", trace(story));
        assertThat(result.out().replaceAll("\\s+", " ")).contains("LA57 is not modelled");
        assertThat(result.out()).contains("1 live");
    }

    @Test
    void ofASearchThatWrapsTheCallTellsWhatIsUnmapped() {
        String story =
                STORY.replace(
                        "mpx_unmap_search: [0x0000000000300000:0x0000000000400000]",
                        "mpx_unmap_search: [0x0000000000400000:0x0000000000300000]");
        Result result = new Console().run("replay", trace(story));
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("0 live").contains("1 freed");
        assertThat(result.out().replaceAll("\\s+", " "))
                .contains("line 9: the range [0x400000:0x300000] ends before it begins");
    }

    @Test
    void aRangeThatEndsBeforeItBeginsIsWrongUsage() {
        assertThat(refusal("--history", "0x2000-0x1000"))
                .contains("the range 0x2000-0x1000 ends before it begins");
    }

    // ---- usage ----

    @ParameterizedTest
    @CsvSource({
        "--at, noon, 'expected a time as the trace prints it'",
        "--at, 1.0000000001, 'expected a time as the trace prints it'",
        "--at-line, 0, 'lines count from 1'",
        "--at-line, x, 'expected the number of a line (lines count from 1), found'",
        "--mm, x, 'expected the pid of a task, as it stands behind its name, found'",
        "--limit, -1, 'at least 0'",
        "--history, 0xyz, 'takes 0xADDRESS or 0xFIRST-0xLAST'",
        "--history, 0x10000000000000000, 'above 64 bits'",
        "--format, yaml, 'expected text, json, csv'"
    })
    void wrongUsageIsStatusTwoAndASentence(String option, String value, String sentence) {
        assertThat(refusal(option, value)).contains(sentence);
    }

    @Test
    void oneTableOfCsvCannotBeTwo() {
        assertThat(refusal("--format=csv", "--mm=7", "--history"))
                .contains("csv is one table: say by --table");
        Result chosen = story("--format=csv", "--mm=7", "--history", "--table=tasks");
        assertThat(chosen.status()).isZero();
        assertThat(chosen.out()).startsWith("at_line,at_time,of,");
    }

    @ParameterizedTest
    @CsvSource({
        "--table=spaces, --format=json, '--table spaces is one of csv: add --format csv'",
        "--table=history, --format=csv, '--table history has rows only with --history'",
        "--table=holders, --format=csv, '--table holders has rows only with --mm PID'",
        "--table=pages, --format=csv, 'expected entries, spaces, violations, history, memory'"
    })
    void aTableThatAnswersNothingIsWrongUsage(String table, String format, String sentence) {
        assertThat(refusal(table, format)).contains(sentence);
    }

    /** What is said of a use that is wrong. */
    private String refusal(String... options) {
        Result result = story(options);
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.error()).startsWith("lockreplay: ");
        return result.error();
    }

    private Result story(String... options) {
        List<Object> args = new ArrayList<>(List.of("replay"));
        args.addAll(List.of(options));
        args.add(trace(STORY));
        return new Console().run(args.toArray());
    }

    @Test
    void theHistoryOfAnAddressEndsWithTheStateOfItsEntry() {
        Result result = new Console().run("replay", "--history", "0x350000", trace(STORY));
        assertThat(result.out())
                .containsSubsequence(
                        "history of 0x350000\n",
                        "    at the end of the trace\n",
                        "    0x3    0x7f0000000018  0x300000-0x3fffff  unmapped  freed  ");
        assertThat(new Console().run("replay", "--history", trace(STORY)).out())
                .doesNotContain("    at the end of the trace\n");
    }

    @Test
    void theTableThatLeftBeforeIsNotThatOfTheExceptionForAMissingOne() throws IOException {
        String again =
                STORY
                        + "     a-7 [000] ....     1.000009: bounds_exception_mpx:"
                        + " bndcfgu:0x7f0000000003 bndstatus:0x7f000000001a\n";
        JsonValue document = json("replay", "--format=json", "--history", trace(again));
        List<JsonValue> events = document.member("history").elements();
        JsonValue last = events.get(events.size() - 1);
        assertThat(last.text("what")).isEqualTo("FAULT");
        assertThat(last.member("table").isNothing()).isTrue();
    }

    @Test
    void whatATableHasNoPlaceForIsOnStandardError() {
        Result result = new Console().run("replay", "--format=csv", "--mm=99", trace(STORY));
        assertThat(result.status()).isZero();
        assertThat(result.out().lines()).hasSize(1);
        assertThat(result.error())
                .startsWith("lockreplay: note: no system call, exception, fork or exec of task 99");
        assertThat(new Console().run("replay", "--format=csv", "--at=0", trace(STORY)).error())
                .contains(
                        "lockreplay: note: at 0.000000: this is before the first event, which is at 1.000001");
    }

    @Test
    void behindTheEndOfAnAddressSpaceItIsSaidToHaveEnded() {
        String ended =
                STORY
                        + "     a-7 [000] ....     1.000009: sched_process_exit: comm=a pid=7 prio=1\n";
        assertThat(new Console().run("replay", "--at-line", 11, trace(ended)).out())
                .contains("is left then: 1 ended before.\n");
        assertThat(new Console().run("replay", "--at-line", 3, trace(ended)).out())
                .contains("is known then.\n");
    }

    @Test
    void afterTicksThereIsNoPoint() {
        String ticking = STORY.replace("1.00000", "100000");
        assertThat(new Console().run("replay", "--at", "1.5", trace(ticking)).error())
                .contains("counts ticks");
        assertThat(new Console().run("replay", "--at", "1000005", trace(ticking)).out())
                .contains("State after 1000005, which is after line 7\n")
                .contains("1 live");
    }

    @Test
    void standardInputIsRead() {
        Result result = new Console().withInput(STORY).run("replay", "-");
        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("-: 8 events, 3 of MPX");
    }

    @Test
    void whatCannotBeReadIsStatusThree() {
        Result result = new Console().run("replay", folder.resolve("missing"));
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.error()).contains("no such file");
    }

    @Test
    void aFileIsWritten() throws IOException {
        Path out = folder.resolve("state.json");
        new Console().run("replay", "--format", "json", "-o", out, trace(STORY));
        assertThat(Files.readString(out)).contains("lockreplay-replay/1");
    }

    // ---- for programs ----

    @Test
    void theJsonHasTheFieldsThatAreStable() throws IOException {
        Path trace = trace(STORY);
        JsonValue document = json("replay", "--format", "json", trace);
        JsonValue space = document.member("addressSpaces").elements().get(0);
        assertThat(space.number("pid")).isEqualTo(7);
        assertThat(space.flag("managed")).isTrue();
        assertThat(space.text("directory")).isEqualTo("0x7f0000000000");
        JsonValue tables = space.member("tables");
        assertThat(
                        List.of(
                                tables.number("allocated"),
                                tables.number("freed"),
                                tables.number("maybeFreed"),
                                tables.number("live"),
                                tables.number("peak")))
                .containsExactly(1L, 1L, 0L, 0L, 1L);
        JsonValue entry = space.member("entries").elements().get(0);
        assertThat(entry.number("index")).isEqualTo(3);
        assertThat(entry.text("address")).isEqualTo("0x7f0000000018");
        assertThat(entry.member("covers").elements().get(0).text()).isEqualTo("0x300000");
        assertThat(entry.member("covers").elements().get(1).text()).isEqualTo("0x3fffff");
        assertThat(entry.text("state")).isEqualTo("FREED");
        assertThat(entry.text("table")).isEqualTo("0x7eff00000000");
        JsonValue since = entry.member("since");
        assertThat(since.text("trace")).isEqualTo(trace.toString());
        assertThat(since.number("line")).isEqualTo(9);
        assertThat(since.number("timeNanos")).isEqualTo(1000007000L);
        assertThat(document.member("findings").isList()).isTrue();
    }

    @Test
    void theJsonOfMomentsHasASnapshotForEach() throws IOException {
        JsonValue document =
                json(
                        "replay",
                        "--format=json",
                        "--at-line=9",
                        "--at=1.000005",
                        "--at-line=7",
                        trace(STORY));
        List<JsonValue> shots = document.member("snapshots").elements();
        assertThat(shots).hasSize(3);
        assertThat(shots.get(0).number("atLine")).isEqualTo(7);
        assertThat(shots.get(0).number("atNanos")).isEqualTo(1000005000L);
        assertThat(shots.get(2).number("atLine")).isEqualTo(9);
        JsonValue entry =
                shots.get(2)
                        .member("addressSpaces")
                        .elements()
                        .get(0)
                        .member("entries")
                        .elements()
                        .get(0);
        assertThat(entry.text("state")).isEqualTo("MAYBE_FREED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bdsem-sems", "wrong-inside-basic-sems", "i-all32", "i-hashed64"})
    void theFindingsAreThoseOfCheckOnBoundsTables(String name) throws IOException {
        Path trace = Corpus.recording("mpx/" + name);
        List<String> ofCheck = findings(json("check", "--format", "json", trace));
        List<String> ofReplay = findings(json("replay", "--format", "json", trace));
        assertThat(ofReplay)
                .isNotEmpty()
                .isEqualTo(ofCheck.stream().filter(text -> text.startsWith("mpx-")).toList());
        String text = new Console().run("replay", trace).out().split(FINDINGS)[1];
        for (String finding : ofReplay) {
            assertThat(text).contains(finding.substring(0, finding.indexOf(' ')));
        }
    }

    @Test
    void theProtocolOfTheRulesCanBeChosen() throws IOException {
        Path trace = Corpus.recording("mpx/i-all64");
        JsonValue chosen = json("replay", "--format", "json", "--protocol", "gleixner-2014", trace);
        assertThat(chosen.member("mpx").elements().get(0).text("protocol"))
                .isEqualTo("gleixner-2014");
        Result unknown = new Console().run("replay", "--protocol", "nobody-2014", trace);
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.error()).contains("no protocol 'nobody-2014'");
    }

    private static List<String> findings(JsonValue document) throws IOException {
        List<String> findings = new ArrayList<>();
        for (JsonValue finding : document.member("findings").elements()) {
            int occurrences = finding.member("evidence").elements().size();
            findings.add(
                    "%s %s %s %d"
                            .formatted(
                                    finding.text("id"),
                                    finding.text("severity"),
                                    finding.text("fingerprint"),
                                    occurrences));
        }
        return findings;
    }

    @Test
    void theTableHasARowForEachEntry() {
        String story = STORY.replace(" a-7 ", " =a-7 ");
        Result result =
                new Console().run("replay", "--format", "csv", "--at-line", 7, trace(story));
        assertThat(result.out())
                .isEqualTo(
                        """
                        at_line,at_time,space,pid,task,index,address,first,last,memory,state,table,since_line,since_time,managed,complete,doubtful,hashed
                        7,1000005000,0,7,'=a,3,0x7f0000000018,0x300000,0x3fffff,UNKNOWN,VALID,0x7eff00000000,7,1000005000,true,true,false,false
                        """);
    }

    private Path trace(String text) {
        return write(folder.resolve("story.trace"), text);
    }

    private static JsonValue json(Object... args) throws IOException {
        Result result = new Console().run(args);
        assertThat(result.error()).isEmpty();
        byte[] text = result.out().getBytes(StandardCharsets.UTF_8);
        try (JsonReader reader = new JsonReader("out", new ByteArrayInputStream(text))) {
            return reader.document();
        }
    }

    private static void compare(Path expected, String outcome) throws IOException {
        if (ACCEPT) {
            Files.writeString(expected, outcome);
        }
        assertThat(outcome).isEqualTo(Files.readString(expected));
    }
}
