package org.lockreplay.replay.mpx;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is asked of a replay beside what was broken.
 *
 * @param lines take the state after all events up to and including each of these lines
 * @param times the same for times
 * @param history whose history to keep, if any
 * @param memoryOf the pids whose memory is asked for, in every state that is taken
 * @param states whether to tell the state of each bounds directory at all, its page faults included
 * @param sections whether to count critical sections of the two semaphores, and ways into the
 *     kernel
 * @param alias the name under which a lock class is watched; {@code mmap_sem} is the lock of an
 *     address space
 */
public record Questions(
        List<Long> lines,
        List<AskedTime> times,
        Optional<HistoryScope> history,
        List<Integer> memoryOf,
        boolean states,
        boolean sections,
        UnaryOperator<String> alias) {

    /** Nothing but the state at the end. */
    public static final Questions NONE =
            new Questions(
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    List.of(),
                    true,
                    true,
                    lockClass -> lockClass.endsWith("mmap_sem") ? "mmap_sem" : lockClass);

    public Questions {
        lines = lines.stream().sorted().distinct().toList();
        times = times.stream().sorted().distinct().toList();
        memoryOf = memoryOf.stream().sorted().distinct().toList();
    }

    public Questions atLines(List<Long> asked) {
        return new Questions(asked, times, history, memoryOf, states, sections, alias);
    }

    public Questions atTimes(List<AskedTime> asked) {
        return new Questions(lines, asked, history, memoryOf, states, sections, alias);
    }

    public Questions historyOf(HistoryScope scope) {
        return new Questions(lines, times, Optional.of(scope), memoryOf, states, sections, alias);
    }

    public Questions memoryOf(List<Integer> pids) {
        return new Questions(lines, times, history, pids, states, sections, alias);
    }

    public Questions callingLocks(UnaryOperator<String> names) {
        return new Questions(lines, times, history, memoryOf, states, sections, names);
    }

    /** Without the state at the end either, for who only wants to know what was broken. */
    public Questions withoutStates() {
        return new Questions(lines, times, history, memoryOf, false, sections, alias);
    }

    /** Without the critical sections, for who compares them with no protocol. */
    public Questions withoutSections() {
        return new Questions(lines, times, history, memoryOf, states, false, alias);
    }
}
