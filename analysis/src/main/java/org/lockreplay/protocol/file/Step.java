package org.lockreplay.protocol.file;

import java.util.List;

/**
 * One step of an operation; immutable.
 *
 * <p>Every step has a name, by which a schedule shows it and a variant finds it.
 */
public sealed interface Step {

    String name();

    /** Takes a lock, waiting for it. */
    record Lock(String name, String lock, LockMode mode) implements Step {}

    /**
     * Takes a lock if nobody is in the way, and goes through {@code taken}; otherwise goes through
     * {@code failed}.
     */
    record Try(String name, String lock, LockMode mode, List<Step> taken, List<Step> failed)
            implements Step {
        public Try {
            taken = List.copyOf(taken);
            failed = List.copyOf(failed);
        }
    }

    /** Gives a lock back. */
    record Unlock(String name, String lock) implements Step {}

    /** Goes on as a reader. */
    record Downgrade(String name, String lock) implements Step {}

    /** Reads or writes user memory, which may fault, or be refused while page faults are off. */
    record Touch(String name) implements Step {}

    /** Switches page faults of this task off or on. */
    record PageFaults(String name, boolean on) implements Step {}

    /** Does something to the address space or its directory. */
    record Change(String name, Effect effect) implements Step {}

    /** Goes one way or the other. */
    record If(String name, Test test, List<Step> yes, List<Step> no) implements Step {
        public If {
            yes = List.copyOf(yes);
            no = List.copyOf(no);
        }
    }

    /** May be done or left out. */
    record Maybe(String name, List<Step> steps) implements Step {
        public Maybe {
            steps = List.copyOf(steps);
        }
    }

    /** Is done once, and again as long as the test holds. */
    record Repeat(String name, List<Step> steps, Test again) implements Step {
        public Repeat {
            steps = List.copyOf(steps);
        }
    }

    /** Goes through a routine of the protocol. */
    record Call(String name, String routine) implements Step {}

    /** Begins another operation before this one is over. */
    record Begin(String name, String operation) implements Step {}
}
