package org.lockreplay.protocol.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;

/**
 * For which locks tasks asked while they held others, in what they did so far, ready to wait; and
 * what that shows of a mistake in the protocol, even where nobody had to wait: asking for a lock
 * that is held, and orders of locks that make a circle. What the protocol without the mistake can
 * do by its steps shows nothing.
 *
 * <p>A try shows nothing, nor does a page fault that gets its lock at once, which has tried. Not
 * thread-safe.
 */
public final class SeenWaits {

    private final Protocol protocol;
    private final Set<LockWait> sound;
    private final List<Holds> held;
    private final boolean[] beside;
    private final Set<LockWait> all = new LinkedHashSet<>();

    /** Those in operations that are not of the environment. */
    private final Set<LockWait> own = new LinkedHashSet<>();

    private SeenWaits(Protocol protocol, Set<LockWait> sound, int tasks) {
        this.protocol = protocol;
        this.sound = sound;
        int locks = protocol.locks().size();
        held = new ArrayList<>(Collections.nCopies(tasks, Holds.none(locks)));
        beside = new boolean[tasks];
    }

    /** What a protocol without a mistake can do; immutable. */
    public static final class Sound {

        private final Program program;
        private final Set<LockWait> waits = new LinkedHashSet<>();

        private Sound(Program program) {
            this.program = program;
        }

        /**
         * By the steps of a program.
         *
         * @return empty if too many ways lead through an operation to tell
         */
        public static Optional<Sound> of(Program program) {
            Sound sound = new Sound(program);
            int locks = program.protocol().locks().size();
            StaticWalk walk =
                    new StaticWalk(
                            program,
                            (operation, holds, ask) -> {
                                if (ask.kind() == Instruction.Kind.LOCK) {
                                    sound.waits.add(
                                            LockWait.of(ask.lock(), ask.mode(), holds, locks));
                                }
                            });
            return walk.run() ? Optional.of(sound) : Optional.empty();
        }

        /** Nothing seen yet of tasks that go through this protocol with a mistake in it. */
        public SeenWaits nothingSeen(int tasks) {
            return new SeenWaits(program.protocol(), waits, tasks);
        }
    }

    /** A task does this. */
    public void see(Deed deed) {
        int task = deed.task();
        Holds holds = held.get(task);
        switch (deed.kind()) {
            case BEGINS ->
                    beside[task] = deed.operation().filter(Operation::environment).isPresent();
            case ACQUIRES -> {
                if (!deed.fault()) {
                    asks(task, deed.lock(), deed.mode());
                }
                held.set(task, holds.taken(deed.lock(), deed.mode()));
            }
            case WAITS -> asks(task, deed.lock(), deed.mode());
            case GRANTED, TRIES_WELL -> held.set(task, holds.taken(deed.lock(), deed.mode()));
            case RELEASES -> held.set(task, holds.released(deed.lock()));
            case DOWNGRADES -> held.set(task, holds.downgraded(deed.lock()));
            default -> {
                // no lock is asked for or given back
            }
        }
    }

    private void asks(int task, int lock, LockMode mode) {
        LockWait wait = LockWait.of(lock, mode, held.get(task), protocol.locks().size());
        all.add(wait);
        if (!beside[task]) {
            own.add(wait);
        }
    }

    /** How many kinds of waits were seen; what is shown changes only with it. */
    public int count() {
        return all.size() + own.size();
    }

    /**
     * Whether the orders of locks make a circle in which tasks can wait for each other, or one for
     * itself.
     *
     * @param environment whether what the environment does counts
     */
    public boolean showCircle(boolean environment) {
        Set<LockWait> seen = environment ? all : own;
        WaitCircles circles = new WaitCircles(protocol, seen);
        return seen.stream()
                .anyMatch(wait -> isMistaken(wait, over -> circles.leadsThrough(wait, over)));
    }

    /** Whether a task asked for a lock that it holds, other than as a reader that never waits. */
    public boolean showRecursion() {
        return all.stream()
                .anyMatch(wait -> isMistaken(wait, over -> over == wait.lock() && waits(wait)));
    }

    private boolean waits(LockWait again) {
        return again.mode() == LockMode.WRITE
                || again.writes(again.lock())
                || protocol.locks().get(again.lock()).kind().isFair();
    }

    /** Whether a lock that is held is like this, and the protocol has it under none like this. */
    private boolean isMistaken(LockWait wait, Predicate<Integer> shows) {
        for (int over = 0; over < protocol.locks().size(); over++) {
            if (wait.holds(over) && !isSound(wait, over) && shows.test(over)) {
                return true;
            }
        }
        return false;
    }

    private boolean isSound(LockWait wait, int over) {
        return sound.stream().anyMatch(one -> wait.isCoveredBy(one, over));
    }
}
