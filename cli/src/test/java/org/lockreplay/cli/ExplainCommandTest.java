package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
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
                            + "|WARNING: \\S+-safe -> \\S+-unsafe lock order detected"
                            + "|WARNING: (inconsistent lock state|bad unlock balance)"
                            + "|WARNING: .* still has locks held!"
                            + "|\\[ BUG: (Invalid wait context) \\]");

    /** What such scripts look for behind the title before they read the place off "at:". */
    private static final Pattern CULPRIT =
            Pattern.compile(
                    "(dependency|locking|order) detected(?s:.*?)is trying to acquire(.*\n)+?.*at: "
                            + "|inversion dependency detected(?s:.*?)changed the state of lock"
                            + "(.*\n)+?.*at: "
                            + "|inconsistent lock state(?s:.*?) takes:(.*\n)+?.*at: "
                            + "|unlock balance detected!(?s:.*?)is trying to release lock .* at:"
                            + "|still has locks held!(?s:.*?), at: ");

    /**
     * The cells of lib/locking-selftest.c about interrupts whose traces show them. Softirqs are
     * only played there, without the flag; and in the cell 121 lockdep speaks while interrupts are
     * being turned on, before any line shows it.
     */
    private static final String[] CELLS = {
        "109_irqsafe1_hard_spin_21",
        "133_irqsafe3_hard_spin_123",
        "145_irqsafe3_hard_spin_213",
        "157_irqsafe3_hard_spin_312",
        "169_irqsafe4_hard_spin_123",
        "181_irqsafe4_hard_spin_213",
        "193_irqsafe4_hard_spin_312",
        "205_irq_inversion_hard_spin_123",
        "217_irq_inversion_hard_spin_213",
        "229_irq_inversion_hard_spin_312",
        "241_irq_read_recursion_hard_wlock_123",
        "245_irq_read_recursion_hard_wlock_132",
        "249_irq_read_recursion_hard_wlock_213",
        "253_irq_read_recursion_hard_wlock_231",
        "257_irq_read_recursion_hard_wlock_312",
        "261_irq_read_recursion_hard_wlock_321",
        "265_irq_read_recursion2_hard_wlock_123",
        "269_irq_read_recursion2_hard_wlock_132",
        "273_irq_read_recursion2_hard_wlock_213",
        "277_irq_read_recursion2_hard_wlock_231",
        "281_irq_read_recursion2_hard_wlock_312",
        "285_irq_read_recursion2_hard_wlock_321",
        "289_irq_read_recursion3_hard_wlock_123",
        "293_irq_read_recursion3_hard_wlock_132",
        "297_irq_read_recursion3_hard_wlock_213",
        "301_irq_read_recursion3_hard_wlock_231",
        "305_irq_read_recursion3_hard_wlock_312",
        "309_irq_read_recursion3_hard_wlock_321",
        "393_local_lock_3B"
    };

    private static final Pattern CLAIM =
            Pattern.compile(
                    "-safe|-unsafe|usage\\.|\\[HC|, at: |^ \\("
                            + "|just changed|state was|new lock dep");

    private static final Pattern DEPENDENCY =
            Pattern.compile(
                    "-> \\(|-[WR] at:|^ *\\}|dependencies between|-unsafe lock:|acquired at:");

    private static final Pattern TRYING =
            Pattern.compile("(\\S.*/\\d+) is trying to acquire lock:\n\\S+ \\((.*?)\\)\\{");

    private static final Pattern HOLDING =
            Pattern.compile("but task is already holding lock:\n\\S+ \\((.*?)\\)\\{");

    @TempDir private Path folder;

    @Test
    void aRuleOnBoundsTablesIsExplainedWithWhatTheModelKnows() {
        Result result =
                new Console().run("explain", "56855a285f01d5e2", Corpus.recording("mpx/i-all64"));
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("#1 a table was unmapped under its valid entry\n   by mpxw64/48 on CPU ")
                .contains(
                        "   entry 0x1000800 of 0x100080000000-0x1000800fffff, table 0x7f0267778000")
                .contains("   the entry is valid since line 739\n");
    }

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
                        "hardirq_inversion",
                        "softirq_spin_timer",
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
        assertThat(kernels).containsPattern(CULPRIT);
        assertThat(ours).containsPattern(CULPRIT);
        assertThat(first(TRYING, ours)).isEqualTo(first(TRYING, kernels));
        assertThat(first(HOLDING, ours)).isEqualTo(first(HOLDING, kernels));
        assertThat(between(ours, "unsafe locking scenario", "*** DEADLOCK ***"))
                .isEqualTo(between(kernels, "unsafe locking scenario", "*** DEADLOCK ***"));
        assertThat(entries(ours)).isEqualTo(entries(kernels));
        assertThat(dependencies(ours)).isEqualTo(dependencies(kernels));
        assertThat(first(Pattern.compile("\\d+ locks? held by \\S.*/\\d+:"), ours))
                .isEqualTo(first(Pattern.compile("\\d+ locks? held by \\S.*/\\d+:"), kernels));
    }

    /**
     * Whichever of the nesting and the two uses comes last, as lockdep's own self-tests have it.
     */
    @TestFactory
    Stream<DynamicTest> interruptInversionsAreReportedAtTheStepThatClosesThem() {
        return Stream.of(CELLS)
                .map(name -> DynamicTest.dynamicTest(name, () -> compareInversion(name)));
    }

    private static void compareInversion(String cell) throws Exception {
        Path selftest =
                Corpus.recording("seeded/abba_mutex").resolve("../../../selftest").normalize();
        Path trace = selftest.resolve("cells").resolve(cell + ".trace");
        String kernels =
                Files.readString(selftest.resolve("splats/" + cell.substring(0, 3) + ".txt"));
        Finding inversion =
                findings(trace).stream()
                        .filter(finding -> finding.id().endsWith("-inversion"))
                        .findFirst()
                        .orElseThrow();
        String ours =
                new Console().run("explain", "--lockdep", inversion.fingerprint(), trace).out();
        assertThat(first(TITLE, ours)).isNotEmpty().isEqualTo(first(TITLE, kernels));
        assertThat(claims(ours)).isEqualTo(claims(kernels));
        assertThat(dependencies(ours)).isEqualTo(dependencies(kernels));
        assertThat(between(ours, "unsafe locking scenario", "*** DEADLOCK ***"))
                .isEqualTo(between(kernels, "unsafe locking scenario", "*** DEADLOCK ***"));
    }

    /** The lines from the title to the scenario that name tasks, classes or uses. */
    private static List<String> claims(String text) {
        return text.substring(0, text.indexOf("other info that might help"))
                .lines()
                .filter(line -> CLAIM.matcher(line).find())
                .map(line -> line.replaceAll("^[0-9a-f]{16} ", "").replaceAll("(, at:).*", "$1"))
                .toList();
    }

    /** The classes of the chains and how each was used, but for the first use of all. */
    private static List<String> dependencies(String text) {
        return text.lines()
                .dropWhile(line -> !line.contains("dependencies between"))
                .takeWhile(line -> !line.startsWith("stack backtrace:"))
                .filter(line -> DEPENDENCY.matcher(line).find())
                .map(line -> line.replaceAll(" ops: \\d+", ""))
                .toList();
    }

    @Test
    void theUsesOfAnInversionAreToldWithoutACountAndWithWhereTheLockWasTaken() {
        Path trace =
                Recordings.write(
                        folder.resolve("t"),
                        """
                        # tracer: nop
                          <idle>-0 [001] d.h1. 1.000001: lock_acquire: 00000000aaaaaaaa sp_a
                          <idle>-0 [001] d.h1. 1.000002: lock_release: 00000000aaaaaaaa sp_a
                             one-7 [000] d..1. 1.000003: lock_acquire: 00000000aaaaaaaa sp_a
                             one-7 [000] d..1. 1.000004: foo: a
                             one-7 [000] d..1. 1.000005: foo: b
                             one-7 [000] ...1. 1.000006: foo: c
                             one-7 [000] ...1. 1.000007: lock_release: 00000000aaaaaaaa sp_a
                        """);
        String out = new Console().run("explain", "--around=0", fingerprint(trace), trace).out();
        assertThat(out)
                .contains("#1 sp_a taken in hardirq\n   by <idle>/0 on CPU 1, context d.h1.")
                .contains("#2 sp_a held with hardirqs on\n   by one/7 on CPU 0, context ...1.")
                .contains("   > 4 ")
                .contains("   > 7 ")
                .contains("and while it does: the trace need not\n    show a hang.");
    }

    @Test
    void anInvalidWaitContextIsToldInTheNumbersOfTheKernel() throws Exception {
        Path recording = Corpus.recording("seeded/mutex_in_spin");
        String kernels = Files.readString(recording.resolveSibling("lockdep.splat.txt"));
        String splat = kernels.substring(kernels.indexOf("[ BUG: Invalid wait context"));
        String ours =
                new Console().run("explain", "--lockdep", fingerprint(recording), recording).out();
        Pattern numbers = Pattern.compile("\\((mtx|sp)_a\\)\\{.*?\\}-\\{...\\}|context-\\{...\\}");
        assertThat(numbers.matcher(ours).results().map(MatchResult::group).toList())
                .hasSize(3)
                .isEqualTo(numbers.matcher(splat).results().map(MatchResult::group).toList());
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
        int explained = 0;
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
                        explained++;
                    }
                }
            }
        }
        assertThat(explained).isGreaterThan(2 * 20);
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
