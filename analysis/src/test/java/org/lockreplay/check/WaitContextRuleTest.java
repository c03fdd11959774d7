package org.lockreplay.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.check.Judged.findings;
import static org.lockreplay.check.Judged.only;
import static org.lockreplay.replay.lock.InterruptUse.Kind.IN_HARDIRQ;
import static org.lockreplay.replay.lock.InterruptUse.Kind.IN_SOFTIRQ;
import static org.lockreplay.story.Lock.read;
import static org.lockreplay.story.Lock.tried;
import static org.lockreplay.story.Lock.write;
import static org.lockreplay.story.TraceStory.trace;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lockreplay.replay.lock.ShownType;
import org.lockreplay.story.Lock;
import org.lockreplay.story.TraceStory;
import org.lockreplay.summary.LockOrderSummary;

/** The wait types of lockdep: what may be asked for where. */
class WaitContextRuleTest {

    @ParameterizedTest
    @CsvSource({
        "sp_a, mtx_a",
        "sp_a, rws_a",
        "raw_a, mtx_a",
        "tasklist_lock, rtm_a",
        "rcu_read_lock, mtx_a",
        "rcu_read_lock_bh, mtx_a",
        "rcu_read_lock_sched, mtx_a",
        "crngs.lock, mtx_a",
        "&base->lock, cpu_hotplug_lock"
    })
    void aSleepingLockInsideWhatMustNotSleepIsAnError(String outer, String inner) {
        Finding finding = only(trace("a").nest(write(outer, 1), write(inner, 2)).summary());
        assertThat(finding.id()).isEqualTo("wait-context");
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.classes()).containsExactly(outer, inner);
    }

    @ParameterizedTest
    @CsvSource({"raw_a, sp_a", "rcu_read_lock_sched, sp_a", "raw_a, tasklist_lock"})
    void aSpinlockInsideARawOneMattersOnPreemptRt(String outer, String inner) {
        Finding finding = only(trace("a").nest(write(outer, 1), write(inner, 2)).summary());
        assertThat(finding.id()).isEqualTo("wait-context");
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.facts())
                .anyMatch(fact -> fact.startsWith("on PREEMPT_RT only, where a "));
    }

    @ParameterizedTest
    @CsvSource({
        "mtx_a, sp_a",
        "mtx_a, rws_a",
        "sp_a, sp_b",
        "sp_a, raw_a",
        "raw_a, rcu_read_lock",
        "rcu_read_lock, sp_a",
        "rcu_read_lock_bh, sp_a",
        "rcu_read_lock_sched, raw_a",
        "foo_srcu, mtx_a",
        "sp_a, nobody_knows",
        "nobody_knows, mtx_a",
        "sp_a, fs_reclaim",
        "raw_a, &base->lock",
        "&x->seqcount, mtx_a"
    })
    void theseAreAllowedOrNotKnown(String outer, String inner) {
        assertThat(findings(trace("a").nest(write(outer, 1), write(inner, 2)).summary())).isEmpty();
    }

    @Test
    void whoTriesDoesNotWait() {
        assertThat(findings(trace("a").nest(write("sp_a", 1), tried("mtx_a", 2)).summary()))
                .isEmpty();
        assertThat(only(trace("a").nest(tried("sp_a", 1), write("mtx_a", 2)).summary()).id())
                .isEqualTo("wait-context");
    }

    @ParameterizedTest
    @CsvSource({
        "raw_a, fill_pool_map-wait-type-override, sp_a",
        "raw_a, printk_legacy_map-wait-type-override, sp_a",
        "sp_a, put_task_map-wait-type-override, mtx_a",
        "raw_a, sched_map-wait-type-override, sp_a",
        "raw_a, new_map-wait-type-override, mtx_a"
    })
    void anOverrideSaysWhatMayNestAfterIt(String outer, String map, String inner) {
        assertThat(findings(overridden(outer, map, inner).summary())).isEmpty();
    }

    @Test
    void whatAnOverrideForbidsIsFoundInside() {
        String map = "sched_map-wait-type-override";
        assertThat(findings(overridden("raw_a", map, "mtx_a").summary()))
                .extracting(Finding::classes)
                .containsExactlyInAnyOrder(List.of("raw_a", "mtx_a"), List.of(map, "mtx_a"));
    }

    @Test
    void anOverrideDoesNotExcuseWhatWasAlsoTakenWithoutIt() {
        String map = "fill_pool_map-wait-type-override";
        assertThat(
                        only(overridden("raw_a", map, "sp_a")
                                        .nest(read("raw_a", 1), write("sp_a", 3))
                                        .summary())
                                .classes())
                .containsExactly("raw_a", "sp_a");
    }

    @Test
    void anOverrideDoesNotExcuseWhatCameBeforeIt() {
        Lock outer = write("raw_a", 1);
        Lock map = tried("fill_pool_map-wait-type-override", 2);
        Lock inner = write("sp_a", 3);
        assertThat(
                        only(trace("a")
                                        .nest(outer, inner)
                                        .nest(outer, map)
                                        .nest(map, inner)
                                        .summary())
                                .classes())
                .containsExactly("raw_a", "sp_a");
    }

    @Test
    void anOverrideDoesNotExcuseALockTakenInsideIt() {
        Lock map = tried("fill_pool_map-wait-type-override", 1);
        Lock outer = write("raw_a", 2);
        Lock inner = write("sp_a", 3);
        assertThat(
                        only(trace("a")
                                        .nest(map, outer)
                                        .nest(map, inner)
                                        .nest(outer, inner)
                                        .summary())
                                .classes())
                .containsExactly("raw_a", "sp_a");
    }

    /** Both run queues count as outer locks, of the map and of what is taken inside it. */
    @ParameterizedTest
    @CsvSource({"put_task_map-wait-type-override, 0", "sched_map-wait-type-override, 2"})
    void anOverrideTakenInAnInterruptSaysWhatMaySleepThere(String map, int findings) {
        LockOrderSummary seen =
                trace("a")
                        .inContext("d.h2.")
                        .nest(tried(map, 1), write("mtx_a", 2))
                        .use(write("mtx_a", 2), IN_HARDIRQ)
                        .summary();
        assertThat(findings(seen)).hasSize(findings);
    }

    @Test
    void anOverrideOfTheInterruptedTaskDoesNotExcuseWhatTheInterruptAsksFor() {
        Lock map = tried("put_task_map-wait-type-override", 1);
        Lock mutex = write("mtx_a", 2);
        TraceStory ofTask = trace("a").nest(map, mutex).inContext("d.h2.").use(mutex, IN_HARDIRQ);
        assertThat(only(ofTask.summary()).classes()).containsExactly("mtx_a");
        TraceStory ofSoftirq = trace("a").inContext("..s2.").nest(map, mutex).inContext("d.h2.");
        assertThat(only(ofSoftirq.use(mutex, IN_HARDIRQ).summary()).classes())
                .containsExactly("mtx_a");
    }

    @Test
    void anOverrideDoesNotExcuseWhatTheInterruptAskedForBefore() {
        Lock map = tried("put_task_map-wait-type-override", 1);
        Lock mutex = write("mtx_a", 2);
        TraceStory story = trace("a").inContext("d.h2.").use(mutex, IN_HARDIRQ).nest(map, mutex);
        assertThat(only(story.summary()).classes()).containsExactly("mtx_a");
    }

    @Test
    void anOverrideInsideTwoLocksOfOneClassCountsForBoth() {
        assertThat(findings(insideTwo(2, 2).summary()))
                .extracting(Finding::id)
                .containsExactly("same-class");
        assertThat(findings(insideTwo(2, 3).summary()))
                .extracting(Finding::id)
                .containsExactly("wait-context", "same-class");
        assertThat(findings(insideTwo(3, 3).summary()))
                .extracting(Finding::id)
                .containsExactly("wait-context", "same-class");
    }

    private static TraceStory insideTwo(long entered, long taken) {
        Lock map = tried("fill_pool_map-wait-type-override", 3);
        return trace("a")
                .nest(write("raw_a", 1), write("raw_a", 2))
                .times(entered)
                .nest(write("raw_a", 1), map)
                .times(1)
                .nest(map, write("sp_a", 4))
                .times(taken)
                .nest(write("raw_a", 1), write("sp_a", 4));
    }

    private static TraceStory overridden(String outer, String map, String inner) {
        return trace("a")
                .nest(write(outer, 1), tried(map, 2))
                .nest(tried(map, 2), write(inner, 3))
                .nest(write(outer, 1), write(inner, 3));
    }

    @Test
    void anInterruptMustNotSleep() {
        Finding hard = only(trace("a").use(write("mtx_a", 1), IN_HARDIRQ).summary());
        assertThat(hard.id()).isEqualTo("wait-context");
        assertThat(hard.message()).endsWith("asked for in hardirq");
        Finding soft = only(trace("a").use(read("rws_a", 1), IN_SOFTIRQ).summary());
        assertThat(soft.message()).endsWith("asked for in softirq");
    }

    @Test
    void aSpinlockInHardirqIsNotJudged() {
        Report report =
                Checker.check(
                        trace("a").use(write("sp_a", 1), IN_HARDIRQ).summary(),
                        CheckOptions.shipped());
        assertThat(report.findings()).isEmpty();
        assertThat(report.notJudged())
                .anyMatch(
                        limit ->
                                limit.id().equals("wait-context")
                                        && limit.reason().startsWith("spinlocks in hardirq"));
    }

    @Test
    void whatTheTraceShowsOutranksTheCatalogue() {
        Lock lock = write("sp_x", 1);
        assertThat(
                        findings(
                                trace("a")
                                        .show(lock, ShownType.Shown.MUTEX)
                                        .nest(write("sp_a", 2), lock)
                                        .summary()))
                .extracting(finding -> finding.id() + " " + finding.severity())
                .containsExactly("wait-context ERROR", "lock-type NOTE");
    }

    @Test
    void aLockThatWaitsAsExpectedIsNoNews() {
        assertThat(
                        findings(
                                trace("a")
                                        .show(write("mtx_a", 1), ShownType.Shown.MUTEX)
                                        .show(write("sp_a", 2), ShownType.Shown.SPINLOCK)
                                        .show(write("raw_a", 2), ShownType.Shown.SPINLOCK)
                                        .show(write("rwl_a", 3), ShownType.Shown.RWLOCK)
                                        .show(write("rws_a", 4), ShownType.Shown.RWSEM)
                                        .show(write("sb_writers", 5), ShownType.Shown.PERCPU_RWSEM)
                                        .show(write("nobody_knows", 6), ShownType.Shown.MUTEX)
                                        .summary()))
                .isEmpty();
    }

    @Test
    void aTypeThatOnlyTheTraceKnowsCountsToo() {
        Lock lock = write("nobody_knows", 1);
        assertThat(
                        only(trace("a")
                                        .show(lock, ShownType.Shown.SPINLOCK)
                                        .nest(lock, write("mtx_a", 2))
                                        .summary())
                                .classes())
                .containsExactly("nobody_knows", "mtx_a");
    }

    @Test
    void oneNameForLocksOfTwoTypesIsOfNoType() {
        Lock lock = write("nobody_knows", 1);
        assertThat(
                        findings(
                                trace("a")
                                        .show(lock, ShownType.Shown.SPINLOCK)
                                        .show(lock, ShownType.Shown.MUTEX)
                                        .nest(lock, write("mtx_a", 2))
                                        .summary()))
                .isEmpty();
    }
}
