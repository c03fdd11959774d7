package org.lockreplay.replay.lock;

import java.util.SortedSet;
import java.util.function.UnaryOperator;
import org.lockreplay.replay.SeenCpus;

/** The parts of one {@link LockReplay}, and which of them know which. */
final class LockParts {

    final LockClasses classes;
    final Scrutiny scrutiny;
    final HeldAtLines heldAtLines;
    final SeenCpus seenCpus = new SeenCpus();
    final Undecided undecided = new Undecided(seenCpus);
    final Schedule schedule;
    final Nestings nestings;
    final WatchedPair watchedPair;
    final InterruptUses interrupts;
    final BottomHalves bottomHalves = new BottomHalves();
    final ShownTypes shownTypes;
    final Acquisitions acquisitions;
    final Releases releases;
    final ReleaseTracing releaseTracing = new ReleaseTracing();
    final TracedKinds traced = new TracedKinds();
    final MmapLocks mmapLocks;
    final ExitChecks exitChecks;
    final TaskBorders taskBorders;
    final DeadlockChecks deadlocks;

    /**
     * @param alias the name under which a lock class is watched, or the class itself
     * @param foldAt how many lock chains to keep at a time; no result depends on it
     * @param scrutinised what to keep lock by lock
     * @param lines at which to write down what is held
     */
    LockParts(UnaryOperator<String> alias, int foldAt, Wanted scrutinised, SortedSet<Long> lines) {
        classes = new LockClasses(alias);
        heldAtLines = new HeldAtLines(lines, classes);
        scrutiny = new Scrutiny(classes, scrutinised);
        ChainTrie trie = new ChainTrie(classes, scrutiny);
        schedule = new Schedule(trie, undecided, seenCpus);
        nestings = new Nestings(classes, trie, scrutiny, foldAt);
        watchedPair = new WatchedPair(classes);
        interrupts = new InterruptUses(classes, schedule, scrutiny.uses());
        shownTypes = new ShownTypes(classes);
        SystemCalls calls = new SystemCalls();
        acquisitions =
                new Acquisitions(
                        schedule,
                        nestings,
                        watchedPair,
                        calls,
                        undecided,
                        scrutiny.lives(),
                        interrupts);
        releases = new Releases(classes, schedule, undecided, acquisitions.uses());
        mmapLocks = new MmapLocks(classes);
        exitChecks = new ExitChecks(classes, schedule, undecided);
        taskBorders = new TaskBorders(schedule, scrutiny, exitChecks, calls);
        deadlocks = new DeadlockChecks(classes, schedule, seenCpus);
    }
}
