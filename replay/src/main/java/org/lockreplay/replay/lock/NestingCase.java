package org.lockreplay.replay.lock;

import java.util.SortedMap;

/**
 * How often one semaphore of the watched pair was taken inside the other, trylocks included.
 *
 * @param outer alias of the outer semaphore ({@code bd_sem})
 * @param inner alias of the inner one ({@code mmap_sem})
 * @param count how often, of which {@code tries} by trylock
 * @param tasks by how many distinct tasks
 * @param paths how often by which way of the task into the kernel, in the words of {@link
 *     org.lockreplay.replay.mm.KernelPath}; the empty one is not known
 * @param heldOuter the first time: where the outer one was acquired
 * @param takenInner the first time: the inner acquisition
 */
public record NestingCase(
        String outer,
        boolean outerRead,
        String inner,
        boolean innerRead,
        long count,
        long tries,
        int tasks,
        SortedMap<String, Long> paths,
        Acquisition heldOuter,
        Acquisition takenInner) {}
