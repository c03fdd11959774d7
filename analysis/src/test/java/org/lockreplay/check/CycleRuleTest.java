package org.lockreplay.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.lockreplay.check.Judged.only;
import static org.lockreplay.story.Lock.hidden;
import static org.lockreplay.story.Lock.read;
import static org.lockreplay.story.Lock.tried;
import static org.lockreplay.story.Lock.write;
import static org.lockreplay.story.TraceStory.trace;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.replay.lock.ShownType;
import org.lockreplay.story.Lock;
import org.lockreplay.story.TraceStory;
import org.lockreplay.summary.LockOrderSummary;

class CycleRuleTest {

    private static final Lock A = write("mtx_a", 1);
    private static final Lock B = write("mtx_b", 2);

    @Test
    void twoTasksThatTakeTwoLocksInTwoOrdersCanDeadlock() {
        Finding finding = only(abba("a.trace").summary());
        assertThat(finding.id()).isEqualTo("cycle");
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.certainty()).isEqualTo(Certainty.INSTANCE);
        assertThat(finding.classes()).containsExactly("mtx_a", "mtx_b");
        assertThat(finding.facts()).isEmpty();
        assertThat(finding.evidence()).hasSize(2);
    }

    @Test
    void everyPairOfSitesIsCountedInWhateverModes() {
        LockOrderSummary summary =
                trace("a")
                        .times(5)
                        .tasks(2)
                        .nest(A, B)
                        .times(7)
                        .nest(read("mtx_a", 1), B)
                        .nest(A, tried("mtx_b", 2))
                        .times(1)
                        .nest(B, A)
                        .summary()
                        .merge(trace("b").times(10).tasks(4).nest(A, B).summary());
        Finding finding = only(summary);
        assertThat(finding.sites())
                .containsExactly(
                        new SitePair("mtx_a", false, "mtx_b", false, 15, 6),
                        new SitePair("mtx_a", true, "mtx_b", false, 7, 2),
                        new SitePair("mtx_b", false, "mtx_a", false, 1, 2));
        assertThat(finding.witnesses()).isEqualTo(23);
    }

    @Test
    void ofACircleOfOneClassTheModesAreTheSites() {
        Finding finding =
                only(
                        trace("a")
                                .times(4)
                                .nest(write("&o->lock", 1), write("&o->lock", 2))
                                .nest(write("&o->lock", 2), write("&o->lock", 1))
                                .summary());
        assertThat(finding.sites())
                .extracting(SitePair::outer, SitePair::inner, SitePair::outerRead)
                .containsExactly(tuple("&o->lock", "&o->lock", false));
        assertThat(finding.witnesses()).isEqualTo(8);
    }

    @Test
    void theMessageOfALongCircleNamesItsBeginningAndItsEnd() {
        TraceStory story = trace("t");
        for (int lock = 0; lock < 1000; lock++) {
            int next = (lock + 1) % 1000;
            story.nest(write("l" + (1000 + lock), lock), write("l" + (1000 + next), next));
        }
        Finding finding = only(story.summary());
        assertThat(finding.message())
                .startsWith("possible circular locking dependency: l1000 -> l1001 -> ")
                .contains("l1011 -> … 984 more … -> l1996 -> ")
                .endsWith(" -> l1999 -> l1000");
        assertThat(finding.classes()).hasSize(1000);
        assertThat(finding.evidence()).hasSize(1000);
    }

    @Test
    void withoutFlagsACircleByAReaderOfAnRwlockIsAWarning() {
        Finding finding = only(byReader("a").summary());
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.facts())
                .contains(
                        "incomplete: only if tasklist_lock is not read in an interrupt, which lines"
                                + " without flags do not tell");
        TraceStory flagged = trace("b").nest(write("sp_b", 2), read("tasklist_lock", 1));
        Finding known = only(byReader("a").summary().merge(flagged.summary()));
        assertThat(known.severity()).isEqualTo(Severity.ERROR);
        assertThat(known.facts()).contains("if readers of tasklist_lock queue");
    }

    @Test
    void whereFlagsDoNotTellOfBottomHalvesACircleByAReaderOfAnRwlockIsAWarning() {
        Finding finding = only(byReader(trace("a").withoutSoftirqFlags()).summary());
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.facts())
                .contains(
                        "incomplete: only if tasklist_lock is not read with bottom halves off,"
                                + " which the flags of its lines do not tell");
        assertThat(only(byReader(trace("a")).summary()).severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    void withoutFlagsACircleOfReadersOfOneClassIsAWarning() {
        Finding finding =
                only(
                        trace("a")
                                .withoutFlags()
                                .nest(read("tasklist_lock", 1), read("tasklist_lock", 2))
                                .nest(read("tasklist_lock", 2), read("tasklist_lock", 1))
                                .summary());
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.facts()).anyMatch(fact -> fact.contains("lines without flags"));
    }

    @Test
    void withoutFlagsACircleOfWritersStaysAnError() {
        Finding finding = only(trace("a").withoutFlags().nest(A, B).nest(B, A).summary());
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    }

    /** Held for read, and read again inside the other lock. */
    private static TraceStory byReader(String path) {
        return byReader(trace(path).withoutFlags());
    }

    private static TraceStory byReader(TraceStory story) {
        Lock reader = read("tasklist_lock", 1);
        Lock spin = write("sp_b", 2);
        return story.nest(reader, spin).nest(spin, reader);
    }

    @Test
    void otherAddressesLeaveTheClassesToCloseTheCircle() {
        LockOrderSummary summary = onTwoTasks(A, B, B, write("mtx_a", 3));
        assertThat(only(summary).certainty()).isEqualTo(Certainty.CLASS);
        assertThat(only(summary).severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    void addressesOfTwoTracesProveNothing() {
        LockOrderSummary summary =
                trace("a").nest(A, B).summary().merge(trace("b").nest(B, A).summary());
        assertThat(only(summary).certainty()).isEqualTo(Certainty.CLASS);
    }

    @Test
    void aTraceThatClosesTheCircleByItselfProvesItWhateverOthersSaw() {
        LockOrderSummary summary =
                trace("a").nest(write("mtx_a", 8), B).summary().merge(abba("b").summary());
        assertThat(only(summary).certainty()).isEqualTo(Certainty.INSTANCE);
        assertThat(only(summary).evidence()).extracting(Evidence::trace).containsOnly("b");
    }

    @Test
    void hiddenAddressesProveNothing() {
        LockOrderSummary summary =
                trace("a")
                        .nest(hidden("mtx_a"), hidden("mtx_b"))
                        .nest(hidden("mtx_b"), hidden("mtx_a"))
                        .summary();
        assertThat(only(summary).certainty()).isEqualTo(Certainty.CLASS);
    }

    @Test
    void aTrylockDoesNotCloseACircle() {
        LockOrderSummary summary = trace("a").nest(A, B).nest(B, tried("mtx_a", 1)).summary();
        assertThat(Judged.findings(summary)).isEmpty();
    }

    @Test
    void aTrylockThatHoldsDoes() {
        LockOrderSummary summary = trace("a").nest(A, B).nest(tried("mtx_b", 2), A).summary();
        assertThat(only(summary).severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    void aLockHeldOverAllOfItMakesItANote() {
        Finding finding = only(abba(trace("a").under(write("gate", 9))).summary());
        assertThat(finding.severity()).isEqualTo(Severity.NOTE);
        assertThat(finding.facts()).containsExactly("guarded by gate");
    }

    @Test
    void aLockHeldOverPartOfItDoesNotAndIsNamedInTheAdvice() {
        LockOrderSummary summary =
                trace("a")
                        .under(write("gate", 9))
                        .nest(A, B)
                        .under()
                        .by("other", 7, 1)
                        .nest(B, A)
                        .summary();
        assertThat(only(summary).severity()).isEqualTo(Severity.ERROR);
        assertThat(only(summary).advice())
                .contains(
                        "gate is held over all of it but mtx_b -> mtx_a: taken there too, it would"
                                + " break the circle.");
    }

    @Test
    void aTraceWithoutTheGuardTakesItAway() {
        LockOrderSummary summary =
                abba(trace("a").under(write("gate", 9)))
                        .summary()
                        .merge(trace("b").nest(A, B).summary());
        assertThat(only(summary).severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    void oneTaskAloneIsAFactAndANoteOnlyWhereTasksAreRoles() {
        LockOrderSummary summary = trace("a").by("t", 5, 0).nest(A, B).nest(B, A).summary();
        assertThat(only(summary).severity()).isEqualTo(Severity.ERROR);
        assertThat(only(summary).facts()).containsExactly("one task only");
        Report report = Checker.check(summary, CheckOptions.shipped().withTasksAsRoles());
        assertThat(report.findings().get(0).severity()).isEqualTo(Severity.NOTE);
    }

    @Test
    void idleTasksOfTwoCpusAndInterruptsAreNotOneTask() {
        LockOrderSummary idle =
                trace("a").by("<idle>", 0, 0).nest(A, B).by("<idle>", 0, 1).nest(B, A).summary();
        assertThat(only(idle).facts()).isEmpty();
        LockOrderSummary interrupt =
                trace("a").by("t", 5, 0).nest(A, B).inContext("d.h1.").nest(B, A).summary();
        assertThat(only(interrupt).facts()).isEmpty();
    }

    @Test
    void whatOnlyAGenericNameJoinsIsAWarning() {
        LockOrderSummary summary = onTwoTasks(A, write("lock", 2), write("lock", 3), A);
        assertThat(only(summary).severity()).isEqualTo(Severity.WARNING);
        assertThat(only(summary).facts())
                .containsExactly("incomplete: joined only by the generic name lock");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kn->active",
                "s_active",
                "subsys mutex",
                "&of->mutex",
                "&ei->i_data_sem",
                "&q->q_usage_counter(io)",
                "(work_completion)(&dev->work)",
                "(work_completion)(&(&priv->poll_work)->work)",
                "(&dev->timer)",
                "&priv->lock"
            })
    void aNameOfManyClassesJoinsNothingByItself(String name) {
        assertThat(only(onTwoTasks(A, write(name, 2), write(name, 3), A)).facts())
                .containsExactly("incomplete: joined only by the generic name " + name);
        assertThat(only(onTwoTasks(A, write(name, 2), write(name, 2), A)).severity())
                .isEqualTo(Severity.ERROR);
    }

    /** drivers/base/core.c: lockdep_set_novalidate_class(&dev->mutex). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "&dev->mutex",
                "dev->mutex",
                "&__lockdep_no_validate__",
                "&b->write_lock",
                "b->c.lock"
            })
    void aLockThatLockdepIsToldNotToValidateIsInNoCircle(String name) {
        Lock device = write(name, 7);
        Lock other = write(name, 8);
        LockOrderSummary summary =
                trace("a")
                        .by("probe", 5, 0)
                        .nest(device, A)
                        .nest(device, other)
                        .by("unregister", 6, 1)
                        .nest(A, device)
                        .nest(other, device)
                        .summary();
        Report report = Checker.check(summary, CheckOptions.shipped());
        assertThat(report.findings()).isEmpty();
        assertThat(report.notJudged())
                .filteredOn(limit -> limit.id().equals("cycle"))
                .singleElement()
                .satisfies(limit -> assertThat(limit.reason()).endsWith("both ways: " + name))
                .satisfies(limit -> assertThat(limit.partly()).isTrue());
    }

    @Test
    void aLockThatLockdepDoesNotValidateIsGuardAllTheSame() {
        Lock device = write("&dev->mutex", 7);
        LockOrderSummary summary =
                trace("a")
                        .under(device)
                        .by("probe", 5, 0)
                        .nest(A, B)
                        .by("unregister", 6, 1)
                        .nest(B, A)
                        .summary();
        assertThat(only(summary).facts()).contains("guarded by &dev->mutex");
    }

    /** Parent and child of then may be child and parent by now, or somebody else altogether. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "&mm->mmap_lock",
                "&mm->mmap_sem",
                "&dentry->d_lock",
                "&type->i_mutex_dir_key",
                "slock-AF_INET",
                "&u->lock",
                "ptlock_ptr(page)"
            })
    void aCircleOfOneClassInMemoryThatIsUsedAgainIsAWarning(String name) {
        Finding finding =
                only(onTwoTasks(write(name, 1), write(name, 2), write(name, 2), write(name, 1)));
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.facts())
                .containsExactly(
                        "incomplete: only if no "
                                + name
                                + " became another one, or came to another place, in between");
    }

    /** hrtimers_cpu_dying takes the locks of two CPUs while the others stand still. */
    @ParameterizedTest
    @ValueSource(strings = {"hrtimer_bases.lock", "&base->lock"})
    void aCircleOfLocksThatOneTaskAtATimeNestsIsAWarning(String name) {
        Finding finding =
                only(onTwoTasks(write(name, 1), write(name, 2), write(name, 2), write(name, 1)));
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.facts())
                .containsExactly("incomplete: only if two tasks may nest " + name + " at a time");
    }

    @Test
    void aCircleOfOneClassIsAnErrorOtherwise() {
        String name = "&o->lock";
        assertThat(
                        only(onTwoTasks(
                                        write(name, 1),
                                        write(name, 2),
                                        write(name, 2),
                                        write(name, 1)))
                                .severity())
                .isEqualTo(Severity.ERROR);
    }

    @Test
    void addressesProveAGenericNameToo() {
        LockOrderSummary summary = onTwoTasks(A, write("lock", 2), write("lock", 2), A);
        assertThat(only(summary).severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    void aReaderOfAnUnknownLockIsNamedWhereItDecides() {
        LockOrderSummary summary = onTwoTasks(A, read("&odd->lock", 2), read("&odd->lock", 2), A);
        assertThat(only(summary).severity()).isEqualTo(Severity.WARNING);
        assertThat(only(summary).facts())
                .containsExactly("incomplete: only if &odd->lock is not a recursive reader");
    }

    @Test
    void aReaderThatTheTraceShowsWaitingIsAsGoodAsKnown() {
        LockOrderSummary summary = onTwoTasksThatShowWaiting(read("&odd->lock", 2));
        assertThat(only(summary).severity()).isEqualTo(Severity.ERROR);
        assertThat(only(summary).facts())
                .containsExactly("if &odd->lock is not a recursive reader");
    }

    @Test
    void whatIsKnownToBeRecursiveStaysSo() {
        LockOrderSummary summary = onTwoTasksThatShowWaiting(read("tomoyo_ss", 2));
        assertThat(Judged.findings(summary)).isEmpty();
    }

    @Test
    void theSameReaderIsNoMatterWhereTheHolderIsAWriter() {
        LockOrderSummary summary = onTwoTasks(A, read("&odd->lock", 2), write("&odd->lock", 2), A);
        assertThat(only(summary).facts()).isEmpty();
    }

    @Test
    void aReaderOfARwsemWaitsWithoutAnIf() {
        LockOrderSummary summary =
                onTwoTasks(read("rws_a", 1), read("rws_b", 2), read("rws_b", 2), read("rws_a", 1));
        assertThat(only(summary).severity()).isEqualTo(Severity.ERROR);
        assertThat(only(summary).facts()).isEmpty();
    }

    @Test
    void oneCircleOfClassesIsOneFindingWhateverTheModes() {
        LockOrderSummary summary =
                trace("a")
                        .nest(read("rws_a", 1), write("rws_b", 2))
                        .nest(write("rws_a", 1), write("rws_b", 2))
                        .times(5)
                        .nest(read("rws_b", 2), write("rws_a", 1))
                        .times(1)
                        .nest(write("rws_b", 2), write("rws_a", 1))
                        .summary();
        assertThat(Judged.findings(summary)).hasSize(1);
        assertThat(only(summary).evidence().get(1).count()).isEqualTo(5);
    }

    @Test
    void theOrderThatIsSeenLeastIsNamedInTheAdvice() {
        LockOrderSummary summary =
                trace("a").times(99).nest(A, B).times(1).by("other", 7, 1).nest(B, A).summary();
        assertThat(only(summary).advice())
                .contains(
                        "The odd one out is mtx_b -> mtx_a (1 of 100 nestings of these pairs):"
                                + " look there first.");
    }

    @Test
    void locksOfOneClassNestedBothWaysAreAnErrorThatLockdepMisses() {
        LockOrderSummary summary =
                onTwoTasks(
                        write("&o->lock", 1),
                        write("&o->lock", 2),
                        write("&o->lock", 2),
                        write("&o->lock", 1));
        assertThat(only(summary).id()).isEqualTo("cycle");
        assertThat(only(summary).severity()).isEqualTo(Severity.ERROR);
        assertThat(only(summary).classes()).containsExactly("&o->lock");
    }

    @Test
    void underALockOfOneClassEachNothingKeepsThemApart() {
        LockOrderSummary summary =
                trace("a")
                        .under(write("&mm->mmap_lock", 8))
                        .nest(write("ptl", 1), write("ptl", 2))
                        .under(write("&mm->mmap_lock", 9))
                        .by("other", 7, 1)
                        .nest(write("ptl", 2), write("ptl", 1))
                        .summary();
        assertThat(only(summary).severity()).isEqualTo(Severity.ERROR);
        assertThat(only(summary).facts())
                .containsExactly("each nesting under a &mm->mmap_lock of its own");
    }

    @Test
    void aWwMutexBacksOffByItself() {
        LockOrderSummary summary =
                onTwoTasks(
                        write("crtc_ww_class_mutex", 1),
                        write("crtc_ww_class_mutex", 2),
                        write("crtc_ww_class_mutex", 2),
                        write("crtc_ww_class_mutex", 1));
        assertThat(only(summary).severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void theFingerprintKnowsNeitherAddressesNorTasksNorLinesNorModes() {
        String print = only(abba("a.trace").summary()).fingerprint();
        LockOrderSummary other =
                trace("b.trace")
                        .by("x", 9, 3)
                        .nest(read("mtx_b", 77), write("mtx_a", 78))
                        .nest(write("mtx_a", 79), write("mtx_b", 80))
                        .summary();
        assertThat(only(other).fingerprint()).isEqualTo(print).matches("[0-9a-f]{16}");
        assertThat(Fingerprint.of("cycle", List.of("mtx_b", "mtx_a"))).isEqualTo(print);
        assertThat(Fingerprint.of("recursion", List.of("mtx_b", "mtx_a"))).isNotEqualTo(print);
    }

    /** Two tasks, each with one lock inside another. */
    private static LockOrderSummary onTwoTasks(Lock outer, Lock inner, Lock outer2, Lock inner2) {
        return trace("a").nest(outer, inner).by("other", 7, 1).nest(outer2, inner2).summary();
    }

    /** One of them reads inside, one outside; and somebody got the lock for read. */
    private static LockOrderSummary onTwoTasksThatShowWaiting(Lock reader) {
        return trace("a")
                .show(reader, ShownType.Shown.READER)
                .nest(A, reader)
                .by("other", 7, 1)
                .nest(reader, A)
                .summary();
    }

    private static TraceStory abba(String path) {
        return abba(trace(path));
    }

    private static TraceStory abba(TraceStory story) {
        return story.by("k61 t-1", 46, 0).nest(A, B).by("k61 t-2", 47, 1).nest(B, A);
    }
}
