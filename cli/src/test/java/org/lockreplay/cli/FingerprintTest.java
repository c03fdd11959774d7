package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Checker;
import org.lockreplay.check.Finding;
import org.lockreplay.gate.FindingName;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.summary.InputReader;
import org.lockreplay.summary.LockOrderSummary;

/**
 * A finding keeps its fingerprint in every other recording of the same bug, and shares it with no
 * other bug: real recordings, changed in what does not matter.
 */
class FingerprintTest {

    private static final Pattern PREFIX = Pattern.compile("^( *)(\\S.*?)-(\\d+)( +\\[\\d+\\])");
    private static final Pattern PID_FIELD = Pattern.compile("\\b(\\w*pid)=(\\d+)");
    private static final Pattern TIME = Pattern.compile(" (\\d+)\\.(\\d{6}): ");
    private static final Pattern ADDRESS =
            Pattern.compile("(lock_\\w+: (?:0x)?)([0-9a-f]{8,16})\\b");

    private static final Map<String, UnaryOperator<String>> CHANGES =
            Map.of(
                    "addresses", line -> replace(ADDRESS, line, m -> m.group(1) + turned(m)),
                    "pids", FingerprintTest::otherPids,
                    "task names", FingerprintTest::otherTasks,
                    "times", line -> replace(TIME, line, FingerprintTest::later),
                    "line numbers", line -> line.startsWith("#") ? line : "# a note\n" + line);

    @TestFactory
    Stream<DynamicTest> whatDoesNotMatterDoesNotChangeAFingerprint() {
        return textsOf("seeded").stream()
                .map(
                        recording ->
                                DynamicTest.dynamicTest(
                                        Corpus.name(recording), () -> unchanged(recording)));
    }

    @Test
    void theChangesDoChangeTheRecordings() throws IOException {
        String text = text(Corpus.recording("seeded/abba_mutex"));
        CHANGES.forEach(
                (what, change) -> assertThat(changed(text, change)).as(what).isNotEqualTo(text));
    }

    @Test
    void theOrderOfTracesDoesNotChangeAFingerprint() throws Exception {
        List<LockOrderSummary> summaries = new ArrayList<>();
        for (Path recording : textsOf("seeded")) {
            summaries.add(summary(recording.toString(), text(recording)));
        }
        SortedSet<String> expected = findings(LockOrderSummary.mergeAll(summaries));
        Random random = new Random(6);
        for (int round = 0; round < 5; round++) {
            Collections.shuffle(summaries, random);
            LockOrderSummary one = LockOrderSummary.EMPTY;
            for (LockOrderSummary summary : summaries) {
                one = one.merge(summary);
            }
            assertThat(findings(one)).isEqualTo(expected);
        }
        assertThat(expected).isNotEmpty();
    }

    @Test
    void aCycleIsTheSameWhereverItBegins() throws Exception {
        List<String> orders = List.of("abc", "bca", "cab", "acb", "bac", "cba");
        SortedSet<String> all = new TreeSet<>();
        for (String order : orders) {
            StringBuilder text = new StringBuilder("# tracer: nop\n");
            for (int i = 0; i < order.length(); i++) {
                char outer = order.charAt(i);
                char inner = (char) ('a' + (outer - 'a' + 1) % order.length());
                nest(text, 10 + i, outer, inner);
            }
            all.addAll(findings(summary("x", text.toString())));
        }
        assertThat(all).hasSize(1);
        assertThat(all.first()).contains("cycle: lock_a -> lock_b -> lock_c -> lock_a");
    }

    @Test
    void differentBugsOfTheWholeCorpusHaveDifferentFingerprints() throws Exception {
        Map<String, String> names = new HashMap<>();
        List<Path> recordings = new ArrayList<>(Corpus.selftestCells());
        Corpus.cases().stream()
                .filter(path -> Corpus.name(path).matches("(seeded|handmade)/.*"))
                .forEach(recordings::add);
        for (Path recording : recordings) {
            for (Finding finding : readable(recording)) {
                String name = FindingName.of(finding);
                String other = names.put(finding.fingerprint(), name);
                assertThat(other == null || other.equals(name)).as("%s, %s", name, other).isTrue();
            }
        }
        assertThat(names.values()).doesNotHaveDuplicates().hasSizeGreaterThan(30);
    }

    /** All changes at once: none of them may matter, nor may any two together. */
    private static void unchanged(Path recording) throws IOException, UnreadableTraceException {
        String text = text(recording);
        String other = text;
        for (UnaryOperator<String> change : CHANGES.values()) {
            other = changed(other, change);
        }
        assertThat(findings(summary("new", other))).isEqualTo(findings(summary("old", text)));
    }

    private static String changed(String text, UnaryOperator<String> change) {
        StringBuilder out = new StringBuilder();
        text.lines().forEach(line -> out.append(change.apply(line)).append('\n'));
        return out.toString();
    }

    private static List<Finding> readable(Path recording) throws IOException {
        try {
            return check(summary(recording.toString(), text(recording)));
        } catch (UnreadableTraceException refused) {
            return List.of();
        }
    }

    private static SortedSet<String> findings(LockOrderSummary summary) {
        SortedSet<String> findings = new TreeSet<>();
        for (Finding finding : check(summary)) {
            findings.add(
                    finding.fingerprint()
                            + " "
                            + finding.severity()
                            + " "
                            + FindingName.of(finding));
        }
        return findings;
    }

    private static List<Finding> check(LockOrderSummary summary) {
        return Checker.check(summary, CheckOptions.shipped()).findings();
    }

    private static LockOrderSummary summary(String name, String text)
            throws IOException, UnreadableTraceException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return new InputReader(1).read(name, new ByteArrayInputStream(bytes));
    }

    private static List<Path> textsOf(String group) {
        return Corpus.cases().stream()
                .filter(path -> Corpus.name(path).startsWith(group + "/"))
                .toList();
    }

    private static String text(Path recording) throws IOException {
        return new String(Corpus.bytes(recording), StandardCharsets.ISO_8859_1);
    }

    private interface Replacement {
        String of(Matcher found);
    }

    private static String replace(Pattern pattern, String line, Replacement replacement) {
        return pattern.matcher(line)
                .replaceAll(found -> Matcher.quoteReplacement(replacement.of((Matcher) found)));
    }

    /** Another address for each address, and never the same for two. */
    private static String turned(Matcher address) {
        StringBuilder turned = new StringBuilder();
        address.group(2)
                .chars()
                .map(digit -> digit == '0' ? '0' : Character.forDigit(16 - hex((char) digit), 16))
                .forEach(digit -> turned.append((char) digit));
        return turned.toString();
    }

    private static int hex(char digit) {
        return Character.digit(digit, 16);
    }

    private static String otherPids(String line) {
        String other =
                replace(
                        PREFIX,
                        line,
                        m -> m.group(1) + m.group(2) + "-" + pid(m.group(3)) + m.group(4));
        return replace(PID_FIELD, other, m -> m.group(1) + "=" + pid(m.group(2)));
    }

    private static String pid(String pid) {
        return pid.equals("0") ? pid : Integer.toString(Integer.parseInt(pid) + 20_000);
    }

    private static String otherTasks(String line) {
        return replace(
                PREFIX,
                line,
                m ->
                        m.group(3).equals("0")
                                ? m.group()
                                : m.group(1) + "worker [7]-" + m.group(3) + m.group(4));
    }

    private static String later(Matcher time) {
        return " " + (Long.parseLong(time.group(1)) + 777) + "." + time.group(2) + ": ";
    }

    private static void nest(StringBuilder text, int pid, char outer, char inner) {
        for (String event : List.of("acquire", "release")) {
            char first = event.equals("acquire") ? outer : inner;
            char second = event.equals("acquire") ? inner : outer;
            for (char lock : new char[] {first, second}) {
                text.append(
                        "  t-%d [000] ...1. 5.%06d: lock_%s: 00000000000000%c0 lock_%c\n"
                                .formatted(pid, text.length(), event, lock, lock));
            }
        }
    }
}
