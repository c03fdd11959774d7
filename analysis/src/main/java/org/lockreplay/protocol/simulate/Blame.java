package org.lockreplay.protocol.simulate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.program.Deed;
import org.lockreplay.protocol.program.Place;
import org.lockreplay.protocol.program.Rules;
import org.lockreplay.replay.mpx.MpxOperation;

/**
 * Whose doing it is that a rule is broken, and whether who reads the trace can tell; changes as the
 * run goes on.
 *
 * <p>Sets of rules are bits of {@link Rules}.
 */
final class Blame {

    /** Rules about the state of the memory, which stay broken from step to step. */
    private static final int OF_MEMORY =
            Rules.bit(Rule.M1) | Rules.bit(Rule.M3) | Rules.bit(Rule.M4) | Rules.bit(Rule.M5);

    /**
     * Broken by what leaves no event: whoever else works on the entry, and a page fault that may
     * make the kernel give up, leave open what happened.
     */
    private static final int IN_SILENCE = Rules.bit(Rule.M12);

    /** Not broken to the eye by a page fault that gets its lock at once: it has only tried. */
    private static final int BY_WAITING = Rules.bit(Rule.M10);

    private final Discipline discipline;
    private final boolean[] uncertain;
    private final boolean[] effective;
    private final boolean[] faulted;
    private final int[] broken;

    /** Of which entries the trace tells for certain that they have a table, and which. */
    private final boolean[] told = new boolean[Place.ENTRIES];

    private int brokenBefore;
    private int brokenInAll;
    private int plainly;

    Blame(Discipline discipline, int tasks) {
        this.discipline = discipline;
        uncertain = new boolean[tasks];
        effective = new boolean[tasks];
        faulted = new boolean[tasks];
        broken = new int[tasks];
    }

    /** The rules that were broken on the way. */
    int broken() {
        return brokenInAll | Arrays.stream(broken).reduce(0, (one, other) -> one | other);
    }

    /**
     * Those that were broken in an operation that came to its end, and that did something, with no
     * unmap beside it that has to do with the same directory entry.
     */
    int plainly() {
        return plainly;
    }

    /**
     * A task begins an operation.
     *
     * @param something whether there is anything to do for it
     */
    void begins(int task, boolean something) {
        effective[task] = something;
    }

    /**
     * A task did a step. One that is given a lock by it goes on with what it does alone, so that
     * what is broken then may be of any of those, or of the one that gave the lock back. It counts
     * as theirs, and as plainly nobody's, unless it is about the memory and one of them alone
     * changed that. What was wrong with the memory before is not of this step.
     *
     * @param found what the step, or the state behind it, breaks
     */
    void step(int acting, int found, List<Deed> deeds) {
        boolean tries = deeds.stream().anyMatch(Blame::isTried);
        int fresh = found & ~(brokenBefore & OF_MEMORY) & (tries ? ~BY_WAITING : -1);
        brokenBefore = found;
        Set<Integer> actors = new TreeSet<>(Set.of(acting));
        Set<Integer> changers = new TreeSet<>();
        for (Deed deed : deeds) {
            if (deed.kind() == Deed.Kind.GRANTED) {
                actors.add(deed.task());
            } else if (deed.kind() == Deed.Kind.CHANGES) {
                changers.add(deed.task());
            }
            faulted[deed.task()] |= deed.kind() == Deed.Kind.FAULTS;
        }
        boolean ofOne = changers.size() == 1;
        int ofMemory = fresh & OF_MEMORY;
        (ofOne ? changers : actors).forEach(task -> broken[task] |= ofMemory);
        actors.forEach(task -> broken[task] |= fresh & ~OF_MEMORY);
        boolean open = (ofOne ? fresh & ~OF_MEMORY : fresh) != 0 && actors.size() > 1;
        actors.forEach(task -> uncertain[task] |= open);
    }

    private static boolean isTried(Deed deed) {
        return deed.kind() == Deed.Kind.ACQUIRES && deed.fault();
    }

    /**
     * What a task was doing is over; the discipline still knows of it.
     *
     * @return what was broken in it
     */
    int ends(int task, Begun over) {
        int found = broken[task];
        boolean plain = discipline.isAlone(task) && !faulted[task];
        Optional<Integer> entry =
                over.region() < 0 ? Optional.empty() : Optional.of(Place.entry(over.region()));
        brokenInAll |= found;
        if (effective[task] && !uncertain[task] && discipline.isUndisturbed(task)) {
            boolean certain = plain && entry.filter(one -> told[one]).isPresent();
            plainly |= found & (certain ? -1 : ~IN_SILENCE);
        }
        entry.ifPresent(one -> told[one] = isToldAfter(task, over, told[one], plain));
        broken[task] = 0;
        uncertain[task] = false;
        faulted[task] = false;
        return found;
    }

    /**
     * An exception for a missing table tells that the entry was empty, and its end what is in it.
     */
    private boolean isToldAfter(int task, Begun over, boolean before, boolean plain) {
        Optional<MpxOperation> role = over.operation().role();
        boolean fills = role.filter(MpxOperation.ALLOCATION::equals).isPresent();
        boolean clears = role.filter(MpxOperation.REMOVAL::equals).isPresent();
        if (fills) {
            return discipline.isAlone(task);
        }
        return before && (plain || !clears);
    }
}
