package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.cli.Console.Result;
import org.lockreplay.json.JsonReader;
import org.lockreplay.json.JsonValue;

/** Text, JSON and CSV of a replay tell the same: what one has, the others have. */
class ReplayFormsTest {

    /** Real and hashed pointers, semaphores, broken rules, a beginning in the middle. */
    @ParameterizedTest
    @ValueSource(strings = {"mpx/i-hashed64", "mpx/bdsem-sems", "handmade/mpx-edges"})
    void allFormsTellTheSame(String name) throws IOException {
        Path trace = Corpus.recording(name);
        JsonValue whole = json(trace);
        List<JsonValue> spaces = whole.member("addressSpaces").elements();
        assertThat(spaces).isNotEmpty();
        compare(spaces, List.of(), trace);

        String pid = String.valueOf(spaces.get(0).number("pid"));
        long lines = whole.member("trace").number("lines");
        String first = "--at-line=" + lines / 3;
        String second = "--at-line=" + lines * 2 / 3;
        JsonValue moments = json(trace, first, second, "--mm=" + pid);
        List<JsonValue> states = new ArrayList<>();
        for (JsonValue shot : moments.member("snapshots").elements()) {
            states.addAll(shot.member("addressSpaces").elements());
        }
        compare(states, List.of(first, second), trace);
        compareMemory(moments, List.of(first, second, "--mm=" + pid), trace);

        compareHistory(List.of("--history"), trace);
        Optional<JsonValue> entry = spaces.get(0).member("entries").elements().stream().findFirst();
        if (entry.isPresent()) {
            compareHistory(
                    List.of("--history=" + entry.get().member("covers").elements().get(0).text()),
                    trace);
        }
        compareRules(whole, trace);
    }

    /** At lines where somebody has the lock for write, has it for read, and waits for it. */
    @Test
    void allFormsTellWhoHoldsTheLock() throws IOException {
        Path trace = Corpus.recording("mpx/bdsem-sems");
        List<String> options =
                List.of("--at-line=179", "--at-line=269", "--at-line=441", "--mm=52");
        assertThat(csv(trace, options, "holders").stream().map(row -> cells(row, "mode owned")))
                .containsExactly("write true", "read true", "write false");
        compareMemory(json(trace, options.toArray(String[]::new)), options, trace);
    }

    /** Address spaces, entries and violations of one or more states. */
    private static void compare(List<JsonValue> spaces, List<String> options, Path trace)
            throws IOException {
        String text = text(trace, options);
        List<CSVRecord> rows = csv(trace, options, "spaces");
        assertThat(rows).hasSameSizeAs(spaces);
        List<String> entries = new ArrayList<>();
        List<String> violations = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            JsonValue space = spaces.get(i);
            CSVRecord row = rows.get(i);
            List<String> notKnown = texts(space.member("notKnown"));
            assertThat(row.get("space")).isEqualTo(String.valueOf(space.number("id")));
            assertThat(row.get("doubtful")).isEqualTo(String.valueOf(space.flag("doubtful")));
            assertThat(row.get("complete")).isEqualTo(String.valueOf(space.flag("complete")));
            assertThat(row.get("hashed")).isEqualTo(String.valueOf(space.flag("hashed")));
            assertThat(row.get("managed")).isEqualTo(orNothing(space, "managed"));
            assertThat(row.get("bits")).isEqualTo(orNothing(space, "bits"));
            assertThat(row.get("directory")).isEqualTo(orNothing(space, "directory"));
            assertThat(row.get("not_known")).isEqualTo(String.join("; ", notKnown));
            for (String count : List.of("allocated", "freed", "live", "peak")) {
                long number = space.member("tables").number(count);
                assertThat(row.get(count)).isEqualTo(String.valueOf(number));
            }
            assertThat(row.get("searches"))
                    .isEqualTo(String.valueOf(space.member("activity").number("searches")));
            long present = space.member("pageFaults").number("present");
            assertThat(row.get("present_faults")).isEqualTo(String.valueOf(present));
            notKnown.forEach(sentence -> assertThat(text).contains(sentence));
            assertThat(text)
                    .contains(grouped(space.member("tables").number("allocated")) + " allocated, ")
                    .contains(grouped(space.member("activity").number("searches")) + " searched");
            for (JsonValue entry : space.member("entries").elements()) {
                String line = String.valueOf(entry.member("since").number("line"));
                entries.add(
                        String.join(
                                " ",
                                orNothing(space, "id"),
                                orNothing(entry, "index"),
                                entry.text("state"),
                                entry.text("memory"),
                                orNothing(entry, "table"),
                                line));
                boolean shown = !options.isEmpty() || !entry.text("state").equals("FREED");
                if (shown) {
                    assertThat(text)
                            .contains("0x" + Long.toHexString(entry.number("index")) + " ")
                            .contains(":" + line + " ");
                }
            }
            for (JsonValue at : space.member("violations").elements()) {
                violations.add(orNothing(at, "address") + " " + at.number("count"));
            }
        }
        assertThat(
                        csv(trace, options, "entries").stream()
                                .map(
                                        row ->
                                                cells(
                                                        row,
                                                        "space index state memory table since_line")))
                .isEqualTo(entries);
        assertThat(
                        csv(trace, options, "violations").stream()
                                .map(row -> cells(row, "address count")))
                .isEqualTo(violations);
        violations.forEach(at -> assertThat(text).contains(at.substring(0, at.indexOf(' '))));
    }

    private static void compareMemory(JsonValue moments, List<String> options, Path trace)
            throws IOException {
        String text = text(trace, options);
        List<String> ranges = new ArrayList<>();
        List<String> tasks = new ArrayList<>();
        List<String> holders = new ArrayList<>();
        for (JsonValue shot : moments.member("snapshots").elements()) {
            for (JsonValue task : shot.member("memory").elements()) {
                List<String> notKnown = texts(task.member("notKnown"));
                notKnown.forEach(sentence -> assertThat(text).contains(sentence));
                tasks.add(
                        String.join(
                                " ",
                                String.valueOf(shot.number("atLine")),
                                orNothing(task, "of"),
                                orNothing(task, "doubtful"),
                                orNothing(task, "lockKnown"),
                                orNothing(task, "brk"),
                                String.join("; ", notKnown)));
                for (JsonValue range : task.member("ranges").elements()) {
                    ranges.add(
                            String.join(
                                    " ",
                                    range.text("first"),
                                    range.text("kind"),
                                    orNothing(range, "sinceLine"),
                                    orNothing(range, "directory")));
                    assertThat(text).contains(unless(range, "UNMAPPED", range.text("first")));
                }
                for (JsonValue holder : task.member("lockHolders").elements()) {
                    holders.add(orNothing(holder, "pid") + " " + holder.text("mode"));
                    assertThat(text).contains(" for " + holder.text("mode") + " by ");
                }
            }
        }
        assertThat(
                        csv(trace, options, "tasks").stream()
                                .map(
                                        row ->
                                                cells(
                                                        row,
                                                        "at_line of doubtful lock_known brk"
                                                                + " not_known")))
                .isEqualTo(tasks);
        assertThat(
                        csv(trace, options, "memory").stream()
                                .map(row -> cells(row, "first kind since_line directory")))
                .isEqualTo(ranges);
        assertThat(csv(trace, options, "holders").stream().map(row -> cells(row, "pid mode")))
                .isEqualTo(holders);
    }

    private static void compareHistory(List<String> options, Path trace) throws IOException {
        List<String> events = new ArrayList<>();
        String text = text(trace, options);
        for (JsonValue event :
                json(trace, options.toArray(String[]::new)).member("history").elements()) {
            String line = String.valueOf(event.member("at").number("line"));
            JsonValue since = event.member("since");
            events.add(
                    String.join(
                            " ",
                            line,
                            event.text("what"),
                            orNothing(event, "index"),
                            orNothing(event, "table"),
                            since.isNothing() ? "" : String.valueOf(since.number("line")),
                            orNothing(event, "spacePid")));
            assertThat(text)
                    .contains(":" + line + " ")
                    .containsPattern(
                            "address space of [^ ]*[/ ]?" + event.number("spacePid") + "\\b");
        }
        assertThat(events).isNotEmpty();
        assertThat(
                        csv(trace, options, "history").stream()
                                .map(
                                        row ->
                                                cells(
                                                        row,
                                                        "line what index table since_line space_pid")))
                .isEqualTo(events);
    }

    private static void compareRules(JsonValue whole, Path trace) throws IOException {
        String text = text(trace, List.of());
        JsonValue judged = whole.member("mpx").elements().get(0);
        List<String> rules = texts(judged.member("judged"));
        assertThat(
                        csv(trace, List.of(), "rules").stream()
                                .filter(row -> !row.get("judged").equals("no"))
                                .map(row -> row.get("rule")))
                .isEqualTo(rules);
        List<CSVRecord> rows = csv(trace, List.of(), "rules");
        for (JsonValue limit : whole.member("notJudged").elements()) {
            assertThat(text).contains(limit.text("reason").replaceAll("\\s+", " "));
            String id = limit.text("id");
            CSVRecord row =
                    rows.stream()
                            .filter(one -> one.get("rule").equals(id))
                            .findFirst()
                            .orElseThrow();
            assertThat(row.get("reasons")).contains(limit.text("reason"));
            assertThat(row.get("judged")).isEqualTo(limit.flag("partly") ? "in part" : "no");
        }
        List<String> paths = new ArrayList<>();
        for (JsonValue path : judged.member("unmaps").elements()) {
            paths.add(path.text("path") + " " + path.number("unmaps"));
            assertThat(text).contains(path.text("path") + " ");
        }
        assertThat(csv(trace, List.of(), "unmaps").stream().map(row -> cells(row, "path unmaps")))
                .isEqualTo(paths);
    }

    // ---- the three forms ----

    private static String text(Path trace, List<String> options) {
        return run(trace, options, "--limit=0").out().replaceAll("\\s+", " ");
    }

    private static JsonValue json(Path trace, String... options) throws IOException {
        byte[] out =
                run(trace, List.of(options), "--format=json")
                        .out()
                        .getBytes(StandardCharsets.UTF_8);
        try (JsonReader reader = new JsonReader("out", new ByteArrayInputStream(out))) {
            return reader.document();
        }
    }

    private static List<CSVRecord> csv(Path trace, List<String> options, String table)
            throws IOException {
        String out = run(trace, options, "--format=csv", "--table=" + table).out();
        CSVFormat withHeads = CSVFormat.RFC4180.builder().setHeader().get();
        try (CSVParser parser = CSVParser.parse(new StringReader(out), withHeads)) {
            return parser.getRecords();
        }
    }

    private static Result run(Path trace, List<String> options, String... more) {
        List<Object> args = new ArrayList<>(List.of("replay"));
        args.addAll(options);
        args.addAll(List.of(more));
        args.add(trace);
        Result result = new Console().run(args.toArray());
        assertThat(result.status()).as("%s: %s", args, result.error()).isZero();
        return result;
    }

    // ---- their cells ----

    private static String cells(CSVRecord row, String names) {
        return List.of(names.split(" ")).stream().map(row::get).collect(Collectors.joining(" "));
    }

    private static String orNothing(JsonValue of, String member) throws IOException {
        JsonValue value = of.member(member);
        if (value.isNothing()) {
            return "";
        }
        if (value.isFlag()) {
            return String.valueOf(value.flag());
        }
        return value.isText() ? value.text() : String.valueOf(value.number());
    }

    private static String unless(JsonValue range, String kind, String text) throws IOException {
        return range.text("kind").equals(kind) ? "" : text;
    }

    private static List<String> texts(JsonValue list) throws IOException {
        List<String> texts = new ArrayList<>();
        for (JsonValue element : list.elements()) {
            texts.add(element.text());
        }
        return texts;
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
