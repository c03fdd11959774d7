package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lockreplay.cli.Console.Result;
import org.lockreplay.json.JsonReader;
import org.lockreplay.json.JsonValue;

/**
 * What {@code replay --at-line} says at each line in which a recorded program printed one of its
 * own directory entries: parent and forked child, real pointers and hashed ones.
 */
class GroundTruthTest {

    private static final Pattern MARKER =
            Pattern.compile(
                    " *\\S+-(\\d+) .*tracing_mark_write: mpxw bde (.*) addr=\\p{XDigit}+"
                            + " index=(\\p{XDigit}+) bde_at=(\\p{XDigit}+) entry=(\\p{XDigit}+)"
                            + " bte_off=\\p{XDigit}+\\s*");

    /** The entry as the program read it. */
    private record Marker(long line, int pid, long index, long address, long entry) {}

    private final List<String> wrong = new ArrayList<>();
    private final List<String> undecided = new ArrayList<>();
    private final Map<Long, Long> hashes = new HashMap<>();
    private int agreed;

    static Stream<String> recordings() {
        return Stream.of(
                "bdsem-sems",
                "bdsem-small",
                "i-all32",
                "i-all64",
                "i-hashed64",
                "ii-lock64",
                "wrong-inside-basic-sems",
                "wrong-nobracket-sems",
                "wrong-nobracket-small");
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void theCommandSaysWhatTheProgramRead(String recording) throws IOException {
        Path trace = Corpus.recording("mpx/" + recording);
        String text = new String(Corpus.bytes(trace), StandardCharsets.ISO_8859_1);
        List<Marker> markers = markers(text);
        JsonValue document = replay(trace, markers);

        Map<Long, JsonValue> snapshots = new HashMap<>();
        for (JsonValue shot : document.member("snapshots").elements()) {
            snapshots.put(shot.number("atLine"), shot);
        }
        for (Marker marker : markers) {
            compare(marker, snapshots.get(marker.line()));
        }
        System.out.printf(
                "%s: %d of %d markers agree, %d cannot be decided%n",
                recording, agreed, markers.size(), undecided.size());
        undecided.forEach(System.out::println);
        assertThat(markers).isNotEmpty();
        assertThat(wrong).isEmpty();
        assertThat(undecided).isEmpty();
        assertThat(agreed).isEqualTo(markers.size());
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void tablesAndViolationsAreAsManyAsTheTraceHas(String recording) throws IOException {
        Path trace = Corpus.recording("mpx/" + recording);
        String text = new String(Corpus.bytes(trace), StandardCharsets.ISO_8859_1);
        long tables = 0;
        long violations = 0;
        for (JsonValue space : replay(trace, List.of()).member("addressSpaces").elements()) {
            tables += space.member("tables").number("allocated");
            violations += space.member("activity").number("violations");
        }
        assertThat(tables).isEqualTo(count(text, ": mpx_new_bounds_table:"));
        assertThat(violations).isEqualTo(count(text, "tracing_mark_write: mpxw SIGSEGV BNDERR"));
    }

    private void compare(Marker marker, JsonValue snapshot) throws IOException {
        JsonValue space = space(snapshot, marker.pid()).orElseThrow();
        Optional<JsonValue> entry = entry(space, marker.index());
        String state = entry.isPresent() ? entry.get().text("state") : "never used";
        boolean valid = state.equals("VALID");
        if (state.equals("MAYBE_FREED")) {
            undecided.add(marker + ": " + reasons(space));
        } else if (valid != (marker.entry() != 0)) {
            wrong.add(marker + ": " + state);
        } else if (valid && !sameTable(marker, entry.get(), space.flag("hashed"))) {
            wrong.add(marker + ": table " + entry.get().text("table"));
        } else {
            agreed++;
        }
    }

    private static List<String> reasons(JsonValue space) throws IOException {
        List<String> reasons = new ArrayList<>();
        for (JsonValue reason : space.member("notKnown").elements()) {
            reasons.add(reason.text());
        }
        return reasons;
    }

    /** A hash must be one and the same for one table as long as it lives. */
    private boolean sameTable(Marker marker, JsonValue entry, boolean hashed) throws IOException {
        long table = entry.address("table");
        if (entry.address("address") != marker.address()) {
            return false;
        }
        if (!hashed) {
            return table == (marker.entry() & ~1L);
        }
        Long known = hashes.putIfAbsent(marker.entry(), table);
        return known == null || known == table;
    }

    private static Optional<JsonValue> space(JsonValue snapshot, int pid) throws IOException {
        for (JsonValue space : snapshot.member("addressSpaces").elements()) {
            for (JsonValue task : space.member("pids").elements()) {
                if (task.number() == pid) {
                    return Optional.of(space);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<JsonValue> entry(JsonValue space, long index) throws IOException {
        for (JsonValue entry : space.member("entries").elements()) {
            if (entry.number("index") == index) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    private static JsonValue replay(Path trace, List<Marker> markers) throws IOException {
        List<Object> args = new ArrayList<>(List.of("replay", "--format", "json", trace));
        for (Marker marker : markers) {
            args.add("--at-line");
            args.add(marker.line());
        }
        Result result = new Console().run(args.toArray());
        assertThat(result.status()).isZero();
        byte[] text = result.out().getBytes(StandardCharsets.UTF_8);
        try (JsonReader reader = new JsonReader("out", new ByteArrayInputStream(text))) {
            return reader.document();
        }
    }

    private static List<Marker> markers(String text) {
        List<Marker> markers = new ArrayList<>();
        long line = 0;
        for (String row : text.split("\n", -1)) {
            line++;
            Matcher form = MARKER.matcher(row);
            if (form.matches()) {
                markers.add(
                        new Marker(
                                line,
                                Integer.parseInt(form.group(1)),
                                Long.parseLong(form.group(3), 16),
                                Long.parseLong(form.group(4), 16),
                                Long.parseLong(form.group(5), 16)));
            }
        }
        return markers;
    }

    private static long count(String text, String what) {
        return text.lines().filter(line -> line.contains(what)).count();
    }
}
