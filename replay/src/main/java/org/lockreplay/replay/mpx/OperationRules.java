package org.lockreplay.replay.mpx;

import java.util.Optional;

/**
 * What the proposal demands of one task and its two semaphores: M6 to M11, each as a question about
 * one step.
 *
 * <p>A scheduler asks at every step; a replay asks where it is certain of all arguments. Stateless.
 */
public final class OperationRules {

    private OperationRules() {}

    /** M9: an operation begins in a task that is in {@code current} and holds what it holds. */
    public static Optional<Way> begin(
            MpxOperation next, Optional<MpxOperation> current, Hold bdSem, Hold mmapSem) {
        boolean exception = next == MpxOperation.VIOLATION || next == MpxOperation.ALLOCATION;
        boolean busy = current.isPresent() || bdSem != Hold.NONE || mmapSem != Hold.NONE;
        if (exception && busy) {
            return Optional.of(Way.EXCEPTION_IN_KERNEL);
        }
        boolean nested =
                next != MpxOperation.ENVIRONMENT
                        && current.filter(c -> c != MpxOperation.ENVIRONMENT).isPresent();
        return nested ? Optional.of(Way.NESTED) : Optional.empty();
    }

    /** M6: the operation does what {@code bd_sem} is for, and holds it like this. */
    public static Optional<Way> act(MpxOperation operation, Hold bdSem) {
        if (bdSem == operation.bdSem()) {
            return Optional.empty();
        }
        return Optional.of(bdSem == Hold.NONE ? Way.NOT_HELD : Way.WRONG_MODE);
    }

    /** M7: a page fault, taken with page faults enabled, asks for {@code mmap_sem}. */
    public static Optional<Way> fault(Hold mmapSem) {
        return mmapSem == Hold.WRITE ? Optional.of(Way.FAULT_UNDER_WRITE) : Optional.empty();
    }

    /** M8: memory is unmapped. */
    public static Optional<Way> unmap(boolean managed, boolean bracketed) {
        return managed && !bracketed ? Optional.of(Way.NO_BRACKET) : Optional.empty();
    }

    /** M10: the task asks for {@code bd_sem} and would wait for it. */
    public static Optional<Way> askForBdSem(Hold mmapSem) {
        return mmapSem == Hold.NONE ? Optional.empty() : Optional.of(Way.INVERSE);
    }

    /** M11: the task asks for {@code mmap_sem}, by whatever means. */
    public static Optional<Way> askForMmapSem(MpxOperation operation, Hold bdSem) {
        return operation.isPrctl() && bdSem != Hold.NONE
                ? Optional.of(Way.PRCTL_NESTS)
                : Optional.empty();
    }
}
