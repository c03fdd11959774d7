package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NestingCaseTest {

    @Test
    void oneOfThePairInsideTheOtherIsACaseTrylocksIncluded() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire &mm->bd_sem@1
                        7 acquire read &mm->mmap_sem@2
                        7 release &mm->mmap_sem@2
                        7 acquire try read &mm->mmap_sem@2
                        8 acquire &mm->bd_sem@3
                        8 acquire read &mm->mmap_lock@4
                        """);
        assertThat(Brief.cases(seen))
                .containsExactly("bd_sem -> mmap_sem(read) 3 try 1 by 2 {unknown=3}");
        assertThat(seen.nestingCases().get(0).heldOuter().origin().line()).isEqualTo(1);
        assertThat(seen.nestingCases().get(0).takenInner().origin().line()).isEqualTo(2);
    }

    @Test
    void theInverseOrderIsARowOfItsOwn() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire &mm->mmap_sem@2
                        7 acquire read &mm->bd_sem@1
                        """);
        assertThat(Brief.cases(seen))
                .containsExactly("mmap_sem -> bd_sem(read) 1 try 0 by 1 {unknown=1}");
    }

    @Test
    void otherLocksBetweenThemDoNotMatter() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire x@8
                        7 acquire &mm->bd_sem#2/1@1
                        7 acquire y@9
                        7 acquire &mm->mmap_sem/1@2
                        7 acquire z@7
                        """);
        assertThat(Brief.cases(seen))
                .containsExactly("bd_sem -> mmap_sem 1 try 0 by 1 {unknown=1}");
    }

    @Test
    void twoSemaphoresInOneModeAreOneCase() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire &mm->mmap_sem@2
                        7 acquire &mm->mmap_sem@3
                        7 acquire &mm->bd_sem@1
                        """);
        assertThat(Brief.cases(seen))
                .containsExactly("mmap_sem -> bd_sem 1 try 0 by 1 {unknown=1}");
    }

    @ParameterizedTest
    @CsvSource({
        "7 enter munmap, , entry-removal",
        "7 enter mmap, , entry-removal",
        "7 enter mremap, , entry-removal",
        "7 enter brk, , entry-removal",
        "7 enter shmdt, , entry-removal",
        "7 enter prctl, , prctl",
        "7 enter write, , unknown",
        "7 enter-raw 11, , unknown",
        "7 bounds 1, read, bounds-violation",
        "7 bounds 2, read, entry-allocation",
        "7 bounds 0, read, entry-allocation",
        "7 bounds 2, , unknown",
        "7 other, read, unknown"
    })
    void theOperationIsToldByTheSystemCallOrTheLastBoundsException(
            String before, String mode, String operation) {
        LockObservations seen =
                TraceScript.replay(
                        """
                        %s
                        7 acquire %s &mm->bd_sem@1
                        7 acquire read &mm->mmap_sem@2
                        """
                                .formatted(before, mode == null ? "" : mode));
        assertThat(seen.nestingCases().get(0).operations()).containsOnlyKeys(operation);
    }

    @ParameterizedTest
    @CsvSource({
        "7 enter prctl, 7 leave prctl, unknown",
        "7 enter prctl, 7 user-fault, unknown",
        "7 enter prctl, 7 bounds 2, entry-allocation",
        "7 bounds 2, 7 enter munmap, entry-removal",
        "7 bounds 2, 7 user-fault, unknown",
        "7 enter munmap, 7 enter-raw 11, entry-removal",
        "7 enter-raw 11, 7 enter munmap, entry-removal",
        "7 bounds 2, lost 0, unknown"
    })
    void theLastWayIntoTheKernelCounts(String first, String second, String operation) {
        LockObservations seen =
                TraceScript.replay(
                        """
                        %s
                        %s
                        7 acquire read &mm->bd_sem@1
                        7 acquire read &mm->mmap_sem@2
                        """
                                .formatted(first, second));
        assertThat(seen.nestingCases().get(0).operations()).containsOnlyKeys(operation);
    }
}
