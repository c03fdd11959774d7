package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.lockreplay.check.Finding;
import org.lockreplay.cli.Console.Result;
import org.lockreplay.parser.UnreadableTraceException;

class ExplainCommandTest {

    /** As scripts that read kernel logs take a title from a report. */
    private static final Pattern TITLE =
            Pattern.compile(
                    "WARNING: (possible circular locking dependency|possible recursive locking"
                            + "|possible irq lock inversion dependency) detected"
                            + "|WARNING: (inconsistent lock state|bad unlock balance)"
                            + "|WARNING: .* still has locks held!"
                            + "|\\[ BUG: (Invalid wait context) \\]");

    private static final Pattern TRYING =
            Pattern.compile("(\\S.*/\\d+) is trying to acquire lock:\n\\S+ \\((.*?)\\)\\{");

    private static final Pattern HOLDING =
            Pattern.compile("but task is already holding lock:\n\\S+ \\((.*?)\\)\\{");

    @TempDir private Path folder;

    @Test
    void everyWitnessIsShownWithWhatIsHeldAndTheLinesAround() {
        Path trace = Recordings.write(folder.resolve("t"), Recordings.CIRCLE);
        Result result = new Console().run("explain", fingerprint(trace), trace);
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .startsWith("ERROR cycle  fingerprint ")
                .contains("#1 lock_b inside lock_a")
                .contains("#2 lock_a inside lock_b")
                .contains("   seen 1 time by 1 task, first by one/11 on CPU 0")
                .contains("   held there, outermost first:\n     lock_a  write  00000000aaaaaaaa")
                .contains("   > 4             one-11      [000] d..2.     1.000002: lock_acquire")
                .contains("     5             one-11      [000] d..2.     1.000003: lock_release");
    }

    @Test
    void howManyLinesIsAsked() {
        Path trace = Recordings.write(folder.resolve("t"), Recordings.CIRCLE);
        String out = new Console().run("explain", "--around=0", fingerprint(trace), trace).out();
        assertThat(out.lines().filter(line -> line.matches(" +>? +\\d+ .*lock_acquire.*")))
                .hasSize(4);
        assertThat(out).doesNotContain("lock_release");
    }

    @Test
    void aBeginningOfTheFingerprintWillDo() {
        Path trace = Recordings.write(folder.resolve("t"), Recordings.CIRCLE);
        String whole = fingerprint(trace);
        assertThat(new Console().run("explain", whole.substring(0, 4), trace))
                .isEqualTo(new Console().run("explain", whole, trace));
    }

    @Test
    void anUnknownFingerprintIsWrongUsageAndTheOnesThatThereAreAreNamed() {
        Path trace = Recordings.write(folder.resolve("t"), Recordings.CIRCLE);
        Result result = new Console().run("explain", "0123456789abcdef", trace);
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.error())
                .contains("no finding 0123456789abcdef in these traces; there are")
                .contains(fingerprint(trace) + " (error cycle: lock_a, lock_b)");
        assertThat(new Console().run("explain", "nonsense", trace).error())
                .contains("a fingerprint has 4 to 16 hex digits");
        Path clean = Recordings.write(folder.resolve("clean"), Recordings.ONE_ORDER);
        assertThat(new Console().run("explain", "01234567", clean).error())
                .contains("no finding 01234567: check finds nothing in these traces");
    }

    @Test
    void whatComesThroughAPipeIsExplainedToo() {
        Path trace = Recordings.write(folder.resolve("t"), Recordings.CIRCLE);
        Result result =
                new Console().withInput(Recordings.CIRCLE).run("explain", fingerprint(trace), "-");
        assertThat(result.out()).contains("   > 4  ").contains("held there");
    }

    @Test
    void aSummaryHasNoLinesToShow() {
        Path trace = Recordings.write(folder.resolve("t"), Recordings.CIRCLE);
        Path summary = folder.resolve("s.json");
        new Console().run("merge", "-o", summary, trace);
        assertThat(new Console().run("explain", fingerprint(trace), summary).out())
                .contains(":4: only a summary of this trace is at hand");
    }

    @Test
    void functionsAreShownWhereTheTraceHasThem() {
        String stack =
                """
                             two-22      [001] d..2.     2.000002: <stack trace>
                 => lock_acquire
                 => _raw_spin_lock
                 => flush_queue
                 => kthread
                """;
        String text =
                Recordings.CIRCLE.replace(
                        "2.000002: lock_acquire: 00000000aaaaaaaa lock_a\n",
                        "2.000002: lock_acquire: 00000000aaaaaaaa lock_a\n" + stack);
        Path trace = Recordings.write(folder.resolve("t"), text);
        assertThat(new Console().run("explain", fingerprint(trace), trace).out())
                .contains("   called by flush_queue < kthread");
        assertThat(new Console().run("explain", "--lockdep", fingerprint(trace), trace).out())
                .contains("00000000aaaaaaaa (lock_a){....}-{0:0}, at: flush_queue+0x0/0x0")
                .contains("       flush_queue+0x0/0x0\n       kthread+0x0/0x0\n");
    }

    /** The same title, task, classes and scenario as the kernel itself printed. */
    @TestFactory
    Stream<DynamicTest> lockdepsWordsAreThoseOfTheKernel() {
        return Stream.of(
                        "abba_mutex",
                        "abba_spin",
                        "abbcca_mutex",
                        "rwsem_rw_inversion",
                        "rwsem_rr",
                        "rwlock_wr",
                        "hardirq_spin_hrtimer",
                        "hardirq_safe_unsafe",
                        "trylock_then_block",
                        "rwsem_recursive_read",
                        "unlock_unheld_spin",
                        "held_on_exit")
                .map(name -> DynamicTest.dynamicTest(name, () -> compare("seeded/" + name)));
    }

    private static void compare(String name) throws Exception {
        Path recording = Corpus.recording(name);
        String ours =
                new Console().run("explain", "--lockdep", fingerprint(recording), recording).out();
        String kernels = Files.readString(recording.resolveSibling("lockdep.splat.txt"));
        assertThat(first(TITLE, ours)).isEqualTo(first(TITLE, kernels));
        assertThat(first(TRYING, ours)).isEqualTo(first(TRYING, kernels));
        assertThat(first(HOLDING, ours)).isEqualTo(first(HOLDING, kernels));
        assertThat(between(ours, "unsafe locking scenario", "*** DEADLOCK ***"))
                .isEqualTo(between(kernels, "unsafe locking scenario", "*** DEADLOCK ***"));
        assertThat(entries(ours)).isEqualTo(entries(kernels));
        assertThat(first(Pattern.compile("\\d+ locks? held by \\S.*/\\d+:"), ours))
                .isEqualTo(first(Pattern.compile("\\d+ locks? held by \\S.*/\\d+:"), kernels));
    }

    @Test
    void whatLockdepDoesNotKnowIsSaidAndExplained() {
        Path trace = Corpus.recording("seeded/ok_nested_annotation");
        Result result = new Console().run("explain", "--lockdep", fingerprint(trace), trace);
        assertThat(result.error()).contains("lockdep has no report of the kind same-class");
        assertThat(result.out()).startsWith("NOTE same-class");
    }

    @Test
    void aDeadlockIsReportedAsHungTasks() {
        Path trace = Corpus.recording("handmade/deadlock-two-tasks");
        Finding deadlock =
                findings(trace).stream()
                        .filter(finding -> finding.id().equals("deadlock"))
                        .findFirst()
                        .orElseThrow();
        String out = new Console().run("explain", "--lockdep", deadlock.fingerprint(), trace).out();
        assertThat(out)
                .contains("INFO: task opener:701 blocked")
                .contains("INFO: task closer:702 blocked")
                .contains("Showing all locks held in the system:")
                .contains("2 locks held by opener/701:");
    }

    /** Every finding of the corpus, in both forms. */
    @Test
    void everyFindingOfTheSeededRecordingsCanBeExplained() {
        for (Path recording : Corpus.cases()) {
            if (Corpus.name(recording).startsWith("seeded/")) {
                for (Finding finding : findings(recording)) {
                    for (List<String> form : List.of(List.<String>of(), List.of("--lockdep"))) {
                        Object[] arguments =
                                Stream.of(
                                                Stream.of("explain"),
                                                form.stream(),
                                                Stream.of(finding.fingerprint(), recording))
                                        .flatMap(part -> part)
                                        .toArray();
                        Result result = new Console().run(arguments);
                        assertThat(result.status()).as(Arrays.toString(arguments)).isZero();
                        assertThat(result.out()).as(Arrays.toString(arguments)).isNotBlank();
                    }
                }
            }
        }
    }

    private static String fingerprint(Path trace) {
        return findings(trace).get(0).fingerprint();
    }

    private static List<Finding> findings(Path trace) {
        try {
            return Outcome.report(trace).findings();
        } catch (UnreadableTraceException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find()
                ? matcher.group().replaceAll("(?m)^[0-9a-f]{16} ", "").replaceAll("\\{.*", "")
                : "";
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from);
        return start < 0 ? "" : text.substring(start, text.indexOf(to, start)).strip();
    }

    /** {@code -> #1 (mtx_b)} and so on. */
    private static List<String> entries(String text) {
        return text.lines()
                .filter(line -> line.startsWith("-> #"))
                .map(line -> line.replaceAll("\\{.*", ""))
                .toList();
    }
}
