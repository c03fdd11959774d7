package org.lockreplay.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.lock.InterruptUse.Kind.HARDIRQS_ON;
import static org.lockreplay.replay.lock.InterruptUse.Kind.IN_HARDIRQ;
import static org.lockreplay.story.Lock.read;
import static org.lockreplay.story.Lock.write;
import static org.lockreplay.story.TraceStory.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Origin;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.replay.lock.ClassPair;
import org.lockreplay.replay.lock.InstancePair;
import org.lockreplay.replay.lock.InstanceView;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.replay.lock.Wanted;
import org.lockreplay.story.Lock;
import org.lockreplay.story.TraceStory;
import org.lockreplay.summary.LockOrderSummary;

/** A second look finds the lock that an interrupt takes and that is held with it on. */
class InversionSearchTest {

    private static final Lock IN = write("lock", 1);
    private static final Lock ON = write("lock", 2);
    private static final TraceStory TWO_LOCKS = inversion(IN, ON);

    @Test
    void whatTheFirstWitnessesProveNeedsNoSecondLook() {
        assertThat(wanted(inversion(IN, IN)).isEmpty()).isTrue();
        TraceStory chain = inversion(write("a", 1), write("a", 1), write("b", 2), write("b", 2));
        assertThat(wanted(chain).isEmpty()).isTrue();
    }

    @Test
    void whatTheyDoNotIsLookedForAtItsClassesAndNestings() {
        assertThat(wanted(TWO_LOCKS)).isEqualTo(new Wanted(Set.of(), Set.of("lock")));
        TraceStory chain =
                inversion(
                        write("a", 1),
                        write("a", 3),
                        write("b", 2),
                        write("b", 2),
                        write("c", 5),
                        write("c", 4));
        assertThat(wanted(chain))
                .isEqualTo(
                        new Wanted(
                                Set.of(new ClassPair("a", "b"), new ClassPair("b", "c")),
                                Set.of("a", "c")));
    }

    @Test
    void aTraceThatShowsAPartOfItOnlyIsNotReadAgain() {
        LockOrderSummary in = trace("a").use(IN, IN_HARDIRQ).summary();
        LockOrderSummary both = in.merge(trace("b").use(ON, HARDIRQS_ON).summary());
        Examination examination = new Examination(both, CheckOptions.shipped());
        both.traces().forEach(trace -> assertThat(examination.wanted(trace).isEmpty()).isTrue());
    }

    @Test
    void oneLockThatIsBothMakesAWarningOfAGenericNameAnError() {
        Finding before = judged(TWO_LOCKS, view(List.of(), List.of()));
        assertThat(before.severity()).isEqualTo(Severity.WARNING);
        assertThat(before.facts())
                .containsExactly("incomplete: joined only by the generic name lock");
        Finding after =
                judged(
                        TWO_LOCKS,
                        view(
                                List.of(
                                        use(IN, IN_HARDIRQ, 10),
                                        use(write("lock", 7), IN_HARDIRQ, 20),
                                        use(write("lock", 7), HARDIRQS_ON, 30)),
                                List.of()));
        assertThat(after.severity()).isEqualTo(Severity.ERROR);
        assertThat(after.certainty()).isEqualTo(Certainty.INSTANCE);
        assertThat(after.facts()).isEmpty();
        assertThat(after.evidence())
                .extracting(evidence -> evidence.at().line())
                .containsExactly(20L, 30L);
    }

    @Test
    void readersOfOneLockProveNothing() {
        TraceStory story = inversion(read("rwl", 1), write("rwl", 2));
        List<InterruptUse> readers =
                List.of(use(read("rwl", 1), IN_HARDIRQ, 10), use(read("rwl", 1), HARDIRQS_ON, 20));
        assertThat(judged(story, view(readers, List.of())).certainty()).isEqualTo(Certainty.CLASS);
        List<InterruptUse> writer = new ArrayList<>(readers);
        writer.add(use(write("rwl", 1), HARDIRQS_ON, 30));
        assertThat(judged(story, view(writer, List.of())).certainty())
                .isEqualTo(Certainty.INSTANCE);
    }

    @Test
    void aChainOfLocksIsFollowedFromOneToTheNext() {
        TraceStory story =
                inversion(
                        write("a", 1),
                        write("a", 9),
                        write("b", 3),
                        write("b", 3),
                        write("c", 5),
                        write("c", 8));
        List<InterruptUse> uses =
                List.of(
                        use(write("a", 1), IN_HARDIRQ, 10),
                        use(write("c", 5), HARDIRQS_ON, 20),
                        use(write("c", 6), HARDIRQS_ON, 30));
        InstancePair begins = pair(write("a", 1), write("b", 4), 40);
        InstancePair ends = pair(write("b", 4), write("c", 6), 50);
        Finding broken = judged(story, view(uses, List.of(begins)));
        assertThat(broken.certainty()).isEqualTo(Certainty.CLASS);
        assertThat(broken.facts()).containsExactly(Certainty.BY_CLASSES);
        Finding closed = judged(story, view(uses, List.of(begins, ends)));
        assertThat(closed.certainty()).isEqualTo(Certainty.INSTANCE);
        assertThat(closed.facts()).isEmpty();
        assertThat(closed.evidence())
                .extracting(evidence -> evidence.lock().orElseThrow().address())
                .containsExactly(1L, 4L, 6L, 6L);
    }

    @Test
    void aChainMayUseANestingInAnotherModeThanTheFirst() {
        assertThat(certaintyFrom(write("rwl", 1))).isEqualTo(Certainty.INSTANCE);
        assertThat(certaintyFrom(read("rwl", 1))).isEqualTo(Certainty.CLASS);
    }

    private static Certainty certaintyFrom(Lock in) {
        TraceStory story =
                inversion(
                        in,
                        write("rwl", 2),
                        write("b", 3),
                        read("rwl", 1),
                        write("b", 4),
                        write("b", 4));
        return Judged.only(story.summary()).certainty();
    }

    @Test
    void aGenericNameInTheMiddleIsJoinedByAnyLockThatLeadsOn() {
        TraceStory story =
                inversion(
                        write("a", 1),
                        write("a", 9),
                        write("lock", 3),
                        write("lock", 4),
                        write("c", 5),
                        write("c", 8));
        assertThat(judged(story, view(List.of(), List.of())).severity())
                .isEqualTo(Severity.WARNING);
        InstancePair joint = pair(write("lock", 3), write("c", 7), 40);
        assertThat(judged(story, view(List.of(), List.of(joint))).severity())
                .isEqualTo(Severity.ERROR);
    }

    @Test
    void aDoubtfulClashHidesNoProvenPath() {
        TraceStory story =
                trace("a")
                        .use(IN, IN_HARDIRQ)
                        .use(ON, HARDIRQS_ON)
                        .nest(IN, write("b", 3))
                        .use(write("b", 3), HARDIRQS_ON);
        assertThat(Judged.findings(story.summary()))
                .extracting(finding -> finding.severity() + " " + finding.classes())
                .containsExactly("ERROR [lock, b]", "WARNING [lock]");
    }

    @Test
    void aSummaryWithoutItsTraceIsSaidToBeShortOfLocks() {
        Report report = Checker.check(TWO_LOCKS.summary(), CheckOptions.shipped());
        assertThat(report.notJudged())
                .contains(
                        new NotJudged(
                                "hardirq-inversion",
                                "a summary has the first witnesses only, so other locks may prove"
                                        + " what the classes do (a)"));
    }

    /** Three classes of rwlocks, three locks each, in random modes, against all combinations. */
    @Test
    void aChainIsProvenIfAndOnlyIfSomeCombinationOfWitnessesProvesIt() {
        int proven = 0;
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            TraceStory story = trace("a");
            List<Lock> ins = List.of(any("rwl_a", random), any("rwl_a", random));
            List<Lock> ons = List.of(any("rwl_c", random), any("rwl_c", random));
            ins.forEach(in -> story.use(in, IN_HARDIRQ));
            ons.forEach(on -> story.use(on, HARDIRQS_ON));
            List<Step> first = steps(story, "rwl_a", "rwl_b", random);
            List<Step> second = steps(story, "rwl_b", "rwl_c", random);
            boolean expected = false;
            for (Lock in : ins) {
                for (Step one : first) {
                    for (Step two : second) {
                        for (Lock on : ons) {
                            expected |=
                                    one.follows(in, isRead(in))
                                            && two.follows(one)
                                            && on.address() == two.inner().address()
                                            && !(two.recursive() && isRead(on));
                        }
                    }
                }
            }
            boolean found =
                    Judged.findings(story.summary()).stream()
                            .anyMatch(finding -> finding.certainty() == Certainty.INSTANCE);
            assertThat(found).as("seed %d", seed).isEqualTo(expected);
            proven += expected ? 1 : 0;
        }
        assertThat(proven).isBetween(50, 350);
    }

    private record Step(Lock outer, Lock inner, boolean inInterrupt) {

        boolean recursive() {
            return inInterrupt && isRead(inner);
        }

        boolean follows(Lock before, boolean reader) {
            return before.address() == outer.address() && !(reader && isRead(outer));
        }

        boolean follows(Step before) {
            return follows(before.inner(), before.recursive());
        }
    }

    private static List<Step> steps(TraceStory story, String outer, String inner, Random random) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            boolean interrupt = random.nextBoolean();
            Step step = new Step(any(outer, random), any(inner, random), interrupt);
            story.inContext(interrupt ? "d.h1." : "d..1.").nest(step.outer(), step.inner());
            steps.add(step);
        }
        return steps;
    }

    private static Lock any(String name, Random random) {
        long address = 1 + random.nextInt(3);
        return random.nextBoolean() ? read(name, address) : write(name, address);
    }

    private static boolean isRead(Lock lock) {
        return Mode.read(lock.mode());
    }

    /**
     * @param locks the first is taken in interrupt, the last is held with it on; between them stand
     *     pairs, each a lock and the one that is taken inside it
     */
    private static TraceStory inversion(Lock... locks) {
        int last = locks.length - 1;
        TraceStory story = trace("a").use(locks[0], IN_HARDIRQ);
        for (int outer = 1; outer < last; outer += 2) {
            story.nest(locks[outer], locks[outer + 1]);
        }
        return story.use(locks[last], HARDIRQS_ON);
    }

    private static Wanted wanted(TraceStory story) {
        LockOrderSummary summary = story.summary();
        return new Examination(summary, CheckOptions.shipped()).wanted(summary.traces().get(0));
    }

    private static Finding judged(TraceStory story, InstanceView view) {
        LockOrderSummary summary = story.summary();
        Examination examination = new Examination(summary, CheckOptions.shipped());
        examination.saw(summary.traces().get(0), view);
        assertThat(examination.report().findings()).hasSize(1);
        return examination.report().findings().get(0);
    }

    private static InstanceView view(List<InterruptUse> uses, List<InstancePair> pairs) {
        Map<String, List<InterruptUse>> byClass = new HashMap<>();
        uses.forEach(
                use -> byClass.computeIfAbsent(use.lockClass(), k -> new ArrayList<>()).add(use));
        Map<ClassPair, List<InstancePair>> byClasses = new HashMap<>();
        for (InstancePair pair : pairs) {
            ClassPair of = new ClassPair(pair.outer().lockClass(), pair.inner().lockClass());
            byClasses.computeIfAbsent(of, k -> new ArrayList<>()).add(pair);
        }
        return new InstanceView(byClasses, byClass, List.of());
    }

    private static InterruptUse use(Lock lock, InterruptUse.Kind kind, long line) {
        Acquisition taken = taken(lock, line);
        return new InterruptUse(lock.name(), kind, Mode.read(lock.mode()), taken, taken.origin());
    }

    private static InstancePair pair(Lock outer, Lock inner, long line) {
        return new InstancePair(
                taken(outer, line),
                false,
                taken(inner, line + 1),
                false,
                false,
                1,
                1,
                List.of(),
                List.of());
    }

    private static Acquisition taken(Lock lock, long line) {
        Origin origin = new Origin(line, 1000 * line, 1, "worker", 0, 0);
        return new Acquisition(origin, lock.name(), lock.address(), lock.mode());
    }
}
