package org.lockreplay.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.check.Judged.only;
import static org.lockreplay.story.Lock.read;
import static org.lockreplay.story.Lock.tried;
import static org.lockreplay.story.Lock.write;
import static org.lockreplay.story.TraceStory.trace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lockreplay.protocol.DeclaredOrder;
import org.lockreplay.replay.lock.Imbalance;
import org.lockreplay.story.Lock;
import org.lockreplay.summary.LockOrderSummary;

class OtherRulesTest {

    private static final Lock BD = write("&mm->bd_sem", 1);
    private static final Lock MMAP = write("&mm->mmap_sem", 2);

    @Test
    void aHeldMutexAskedForAgainIsAnError() {
        Finding finding = only(trace("a").recurse(write("mtx_a", 1), write("mtx_a", 1)).summary());
        assertThat(finding.id()).isEqualTo("recursion");
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.classes()).containsExactly("mtx_a");
    }

    @Test
    void twoReadsOfARwsemAreAnErrorToo() {
        Finding finding = only(trace("a").recurse(read("rws_a", 1), read("rws_a", 1)).summary());
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.facts()).isEmpty();
    }

    @Test
    void rcuMayNest() {
        Lock rcu = read("rcu_read_lock", 1);
        assertThat(Judged.findings(trace("a").recurse(rcu, rcu).summary())).isEmpty();
    }

    @Test
    void aRwlockMayBeReadAgainInInterruptOnly() {
        Lock rwlock = read("tasklist_lock", 1);
        assertThat(Judged.findings(trace("a").inContext("d.h1.").recurse(rwlock, rwlock).summary()))
                .isEmpty();
        assertThat(only(trace("a").recurse(rwlock, rwlock).summary()).facts())
                .containsExactly("if readers of tasklist_lock queue");
    }

    @Test
    void withoutFlagsAnRwlockReadAgainMayBeAnInterruptsAndIsAWarning() {
        Lock rwlock = read("tasklist_lock", 1);
        Finding finding = only(trace("a").withoutFlags().recurse(rwlock, rwlock).summary());
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.facts())
                .containsExactly(
                        "incomplete: only if tasklist_lock is not read in an interrupt, which lines"
                                + " without flags do not tell");
    }

    @Test
    void withoutFlagsWhatWaitsAtEveryLevelStaysAnError() {
        Lock reader = read("rws_a", 1);
        assertThat(only(trace("a").withoutFlags().recurse(reader, reader).summary()).severity())
                .isEqualTo(Severity.ERROR);
        Lock writer = write("tasklist_lock", 2);
        assertThat(only(trace("b").withoutFlags().recurse(writer, writer).summary()).severity())
                .isEqualTo(Severity.ERROR);
    }

    @Test
    void aReadUnderAWriteIsNeverLegal() {
        LockOrderSummary summary =
                trace("a").recurse(write("rcu_read_lock", 1), read("rcu_read_lock", 1)).summary();
        assertThat(only(summary).severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    void anUnknownReaderIsNamed() {
        LockOrderSummary summary =
                trace("a").recurse(read("&odd->lock", 1), read("&odd->lock", 1)).summary();
        assertThat(only(summary).message()).endsWith("if &odd->lock is not a recursive reader");
        assertThat(only(summary).severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void aWwMutexRefusesAtRunTime() {
        Lock lock = write("reservation_ww_class_mutex", 1);
        assertThat(only(trace("a").recurse(lock, lock).summary()).severity())
                .isEqualTo(Severity.WARNING);
    }

    @Test
    void allRecursionsOfAClassAreOneFinding() {
        LockOrderSummary summary =
                trace("a")
                        .recurse(write("mtx_a", 1), write("mtx_a", 1))
                        .recurse(read("mtx_a", 1), write("mtx_a", 1))
                        .summary();
        assertThat(only(summary).evidence()).hasSize(2);
    }

    @Test
    void locksOfOneClassInOneOrderAreANote() {
        LockOrderSummary summary =
                trace("a")
                        .times(4)
                        .nest(write("&o->lock", 1), write("&o->lock", 2))
                        .nest(write("&o->lock", 1), write("&o->lock", 3))
                        .summary();
        assertThat(only(summary).id()).isEqualTo("same-class");
        assertThat(only(summary).severity()).isEqualTo(Severity.NOTE);
        assertThat(only(summary).facts()).containsExactly("2 pairs of locks");
        assertThat(only(summary).evidence().get(0).count()).isEqualTo(8);
    }

    @Test
    void aReaderMayHaveComeBackUnlessItsKindOfReaderWaits() {
        for (String name : List.of("rws_a", "tasklist_lock")) {
            assertThat(only(balancedReader(name)).facts())
                    .containsExactly("the task took and released this lock before");
        }
        for (String name : List.of("rcu_read_lock", "nobody_knows")) {
            assertThat(Judged.findings(balancedReader(name))).isEmpty();
        }
    }

    @Test
    void whatCanBeTakenTwiceMayBeHeldFromBeforeTheTrace() {
        for (String name : List.of("fs_reclaim", "reservation_ww_class_mutex")) {
            assertThat(Judged.findings(released(name, Imbalance.Reason.SEEN_BALANCED))).isEmpty();
            assertThat(only(released(name, Imbalance.Reason.TASK_BORN_IN_TRACE)).severity())
                    .isEqualTo(Severity.ERROR);
        }
        assertThat(only(released("mtx_a", Imbalance.Reason.SEEN_BALANCED)).severity())
                .isEqualTo(Severity.ERROR);
    }

    private static LockOrderSummary released(String name, Imbalance.Reason reason) {
        return trace("a").releaseUnheld(write(name, 1), reason).summary();
    }

    private static LockOrderSummary balancedReader(String name) {
        return trace("a")
                .releaseUnheld(read(name, 1), Imbalance.Reason.SEEN_BALANCED_READ)
                .summary();
    }

    @Test
    void aReleaseOfWhatIsNotHeldIsAnErrorWithItsReason() {
        Finding finding = only(trace("a").releaseUnheld(write("sp_a", 1)).summary());
        assertThat(finding.id()).isEqualTo("unbalanced");
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.facts()).containsExactly("the task's whole life is in the trace");
        assertThat(finding.evidence().get(0).lockOfKnownMode()).isEmpty();
    }

    @Test
    void aLockHeldByATaskThatEndsIsAnErrorWithBothPlaces() {
        Finding finding = only(trace("a").leaveWith(write("mtx_a", 1), "exit").summary());
        assertThat(finding.id()).isEqualTo("held-at-exit");
        assertThat(finding.evidence())
                .extracting(Evidence::event)
                .containsExactly("acquired", "exit");
    }

    @Test
    void everyWayOfLeavingWithOneClassIsOneFinding() {
        LockOrderSummary summary =
                trace("a")
                        .leaveWith(write("mtx_a", 1), "exit")
                        .leaveWith(write("mtx_a", 1), "sys_read")
                        .summary();
        assertThat(only(summary).evidence()).hasSize(4);
    }

    @Test
    void aNestingAgainstADeclaredOrderIsAnErrorUnlessItIsATrylock() throws IOException {
        CheckOptions options = CheckOptions.shipped().withOrder(order("outer", "inner"));
        LockOrderSummary wrong = trace("a").nest(write("inner", 1), write("outer", 2)).summary();
        Finding finding = Checker.check(wrong, options).findings().get(0);
        assertThat(finding.id()).isEqualTo("order-violation");
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.classes()).containsExactly("inner", "outer");
        assertThat(finding.message()).contains("which test wants the other way round");
        LockOrderSummary tries = trace("a").nest(write("inner", 1), tried("outer", 2)).summary();
        assertThat(Checker.check(tries, options).findings()).isEmpty();
    }

    @Test
    void theProposalsInverseOrderIsAnErrorWithBothOrdersShown() {
        LockOrderSummary summary =
                trace("a")
                        .times(30)
                        .nestSemaphores(BD, MMAP, 0, "munmap")
                        .times(5)
                        .nestSemaphores(MMAP, BD, 1, "")
                        .summary();
        Finding finding = only(summary);
        assertThat(finding.id()).isEqualTo("mpx-order");
        assertThat(finding.classes()).containsExactly("mmap_sem", "bd_sem");
        assertThat(finding.message()).contains("4 times");
        assertThat(finding.evidence())
                .extracting(Evidence::event)
                .containsExactly("nested", "right-order");
    }

    @Test
    void anInverseOrderByTrylocksAloneIsNone() {
        LockOrderSummary summary = trace("a").times(5).nestSemaphores(MMAP, BD, 5, "").summary();
        assertThat(Judged.findings(summary)).isEmpty();
    }

    @Test
    void theFourCasesAreNumberedByTheirModesAndAddUpOverTraces() {
        Lock reads = read("&mm->bd_sem", 1);
        Lock faults = read("&mm->mmap_sem", 2);
        LockOrderSummary one =
                trace("a")
                        .times(3)
                        .tasks(2)
                        .nestSemaphores(reads, faults, 1, "#BR(2)")
                        .nestSemaphores(BD, MMAP, 0, "munmap")
                        .summary();
        LockOrderSummary two =
                trace("b")
                        .times(4)
                        .nestSemaphores(reads, faults, 4, "#BR(1)")
                        .nestSemaphores(MMAP, BD, 4, "")
                        .summary();
        List<CaseRow> rows =
                Checker.check(two.merge(one), CheckOptions.shipped()).nestingCases().rows();
        assertThat(rows)
                .extracting(
                        row ->
                                "%d: %d/%d %s"
                                        .formatted(
                                                row.number().orElse(0),
                                                row.seen().count(),
                                                row.seen().tries(),
                                                row.operations()))
                .containsExactly(
                        "1: 7/5 {bounds-fault=3, bounds-violation=4}",
                        "4: 3/0 {unmap=3}",
                        "0: 4/4 {unknown=4}");
        assertThat(rows.get(0).seen().tasks()).isEqualTo(3);
        assertThat(rows.get(0).seen().witness().trace()).isEqualTo("a");
    }

    private static DeclaredOrder order(String outer, String inner) throws IOException {
        String text =
                "{\"schema\":\"lockreplay-order/1\",\"name\":\"test\",\"order\":[\"%s\",\"%s\"]}"
                        .formatted(outer, inner);
        return DeclaredOrder.read(
                "order.json", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
