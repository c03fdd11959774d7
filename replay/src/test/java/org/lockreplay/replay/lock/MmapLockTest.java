package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MmapLockTest {

    @Test
    void withoutLockEventsTheTracepointsStandInForTheSemaphore() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 got 5
                        7 acquire a@1
                        7 release a@1
                        7 let-go 5
                        7 got read 5
                        7 acquire a@1
                        """);
        assertThat(Brief.nestings(seen))
                .containsExactly("&mm->mmap_lock -> a 1 by 1", "&mm->mmap_lock(read) -> a 1 by 1");
        assertThat(seen.classes()).contains(new ClassUse("&mm->mmap_lock", 2, 1, 0));
        assertThat(seen.coverage().lockEvents()).isEqualTo(6);
        assertThat(seen.coverage().unknownReleases()).isZero();
    }

    @Test
    void aFailedTrylockTakesNothing() {
        assertThat(TraceScript.replay("7 failed 5\n7 acquire a@1\n").nestings()).isEmpty();
    }

    @Test
    void aSecondReturnOfAHeldMmIsItsDowngrade() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 got 5
                        7 got read 5
                        7 let-go 5
                        7 acquire a@1
                        """);
        assertThat(seen.nestings()).isEmpty();
        assertThat(seen.recursions()).isEmpty();
        assertThat(seen.classes()).contains(new ClassUse("&mm->mmap_lock", 1, 0, 0));
    }

    @Test
    void forkHoldsTwoOfThem() {
        LockObservations seen = TraceScript.replay("7 got 5\n7 got 6\n7 let-go 6\n7 let-go 5\n");
        assertThat(Brief.instances(seen)).containsExactly("&mm->mmap_lock 5 -> 6 1 by 1");
        assertThat(seen.coverage().unknownReleases()).isZero();
    }

    @Test
    void oneLockEventOfTheSemaphoreAndTheTracepointsAddNothingMore() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire &mm->mmap_sem@9
                        7 got 5
                        7 acquire a@1
                        7 let-go 5
                        7 release &mm->mmap_sem@9
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("&mm->mmap_sem -> a 1 by 1");
        assertThat(seen.coverage().unknownReleases()).isZero();
        assertThat(seen.coverage().lockEvents()).isEqualTo(3);
    }

    @Test
    void aStandInThatIsStillHeldThenIsReleasedByItsTracepoint() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 got 5
                        8 acquire &mm->mmap_lock@9
                        7 let-go 5
                        7 acquire a@1
                        """);
        assertThat(seen.nestings()).isEmpty();
    }

    @Test
    void theEndOfAHoldThatBeganBeforeTheTraceIsUnknown() {
        assertThat(TraceScript.replay("7 let-go 5\n").coverage().unknownReleases()).isEqualTo(1);
    }
}
