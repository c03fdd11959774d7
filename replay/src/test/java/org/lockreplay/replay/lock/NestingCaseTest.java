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
        assertThat(Brief.cases(seen)).containsExactly("bd_sem -> mmap_sem(read) 3 try 1 by 2 {=3}");
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
        assertThat(Brief.cases(seen)).containsExactly("mmap_sem -> bd_sem(read) 1 try 0 by 1 {=1}");
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
        assertThat(Brief.cases(seen)).containsExactly("bd_sem -> mmap_sem 1 try 0 by 1 {=1}");
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
        assertThat(Brief.cases(seen)).containsExactly("mmap_sem -> bd_sem 1 try 0 by 1 {=1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 enter munmap | | munmap",
                "7 enter mmap2 0 4096 3 2 | | mmap",
                "7 enter mmap 0 4096 3 50 | | mmap(MAP_FIXED)",
                "7 enter mmap 0 4096 3 1048626 | | mmap",
                "7 enter mremap 0 4096 8192 1 | | mremap",
                "7 enter mremap 0 4096 8192 3 4096 | | mremap(MREMAP_FIXED)",
                "7 enter brk 0 | | brk",
                "7 enter shmat 1 0 16384 | | shmat(SHM_REMAP)",
                "7 enter ipc 21 1 0 | | shmat",
                "7 enter ipc 22 1 0 | | shmdt",
                "7 enter ipc 1 1 0 | | ipc",
                "7 enter prctl 43 | | prctl(PR_MPX_ENABLE_MANAGEMENT)",
                "7 enter prctl 44 | | prctl(PR_MPX_DISABLE_MANAGEMENT)",
                "7 enter prctl 1 | | prctl",
                "7 enter write | | write",
                "7 enter-raw 11 | | ''",
                "7 bounds 1 | read | #BR(1)",
                "7 bounds 2 | read | #BR(2)",
                "7 bounds 0 | read | #BR",
                "7 bounds 2 | | ''",
                "7 other | read | ''"
            })
    void thePathIsToldByTheSystemCallOrTheLastBoundsException(
            String before, String mode, String path) {
        LockObservations seen =
                TraceScript.replay(
                        """
                        %s
                        7 acquire %s &mm->bd_sem@1
                        7 acquire read &mm->mmap_sem@2
                        """
                                .formatted(before, mode == null ? "" : mode));
        assertThat(seen.nestingCases().get(0).paths()).containsOnlyKeys(path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 enter prctl 43 | 7 leave prctl | ''",
                "7 enter prctl 43 | 7 user-fault | ''",
                "7 enter prctl 43 | 7 bounds 2 | #BR(2)",
                "7 bounds 2 | 7 enter munmap | munmap",
                "7 bounds 2 | 7 user-fault | ''",
                "7 enter munmap | 7 enter-raw 11 | munmap",
                "7 enter-raw 11 | 7 enter munmap | munmap",
                "7 bounds 2 | lost 0 | ''"
            })
    void theLastWayIntoTheKernelCounts(String first, String second, String path) {
        LockObservations seen =
                TraceScript.replay(
                        """
                        %s
                        %s
                        7 acquire read &mm->bd_sem@1
                        7 acquire read &mm->mmap_sem@2
                        """
                                .formatted(first, second));
        assertThat(seen.nestingCases().get(0).paths()).containsOnlyKeys(path);
    }
}
