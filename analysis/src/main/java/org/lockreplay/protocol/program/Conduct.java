package org.lockreplay.protocol.program;

import java.util.List;
import java.util.Optional;
import org.lockreplay.protocol.PartialOrder;
import org.lockreplay.protocol.file.AllowedNesting;
import org.lockreplay.protocol.file.Effect;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.replay.mpx.Hold;
import org.lockreplay.replay.mpx.MpxOperation;
import org.lockreplay.replay.mpx.OperationRules;
import org.lockreplay.replay.mpx.Way;

/**
 * The rules about what one task does with the locks that it holds; each question answers the rules
 * that are broken, as bits. Works on the words of the tasks.
 */
final class Conduct {

    private static final int NOBODY = -1;

    /** An allowed nesting, with locks by their numbers. */
    private record Allowed(
            int number, int outer, LockMode outerMode, int inner, LockMode innerMode) {}

    private final Protocol protocol;
    private final PartialOrder order;
    private final List<Allowed> allowed;
    private final long[] words;
    private final int bracket;
    private final int faultLock;

    Conduct(Program program, long[] words) {
        protocol = program.protocol();
        order = protocol.order();
        allowed = protocol.nestings().stream().map(this::allowed).toList();
        this.words = words;
        bracket = protocol.bracket().map(protocol::lockNumber).orElse(NOBODY);
        faultLock = protocol.faultLock().map(protocol::lockNumber).orElse(NOBODY);
    }

    /** An operation begins inside another. */
    int begins(Instruction begin) {
        Optional<MpxOperation> outer = begin.scope().role();
        if (outer.isPresent() && outer.get() == MpxOperation.ENVIRONMENT) {
            return 0;
        }
        return Rules.bit(Rule.M9);
    }

    /**
     * A task asks for a lock and would wait for it.
     *
     * @param tried it does not wait: the handling of a page fault tries first
     */
    int asks(int task, Instruction ask, boolean tried) {
        long word = words[task];
        boolean again = TaskWord.held(word, ask.lock()) > 0;
        int broken = again && !tried ? Rules.bit(Rule.RECURSION) : 0;
        for (int outer = 0; outer < protocol.locks().size(); outer++) {
            int held = TaskWord.held(word, outer);
            if (held > 0 && outer != ask.lock()) {
                broken |= order.isBefore(ask.lock(), outer) ? Rules.bit(Rule.M10) : 0;
                broken |= isAllowed(outer, held, ask) ? 0 : Rules.bit(Rule.NESTINGS);
            }
        }
        if (bracket >= 0 && ask.lock() != bracket && ask.scope().role().isPresent()) {
            broken |= bits(OperationRules.askForMmapSem(ask.scope().role().get(), hold(word)));
        }
        return broken;
    }

    /** User memory is touched with page faults on. */
    int touches(int task, Instruction touch) {
        boolean reads = touch.scope().role().filter(MpxOperation.VIOLATION::equals).isPresent();
        return reads ? acts(task, touch) : 0;
    }

    /** User memory faults. */
    int faults(int task) {
        if (faultLock < 0) {
            return 0;
        }
        return bits(OperationRules.fault(hold(words[task], faultLock)));
    }

    /** A task changes the address space or its tables. */
    int changes(int task, Instruction change, Facts facts) {
        Effect effect = change.effect();
        boolean own =
                switch (effect) {
                    case RESOLVE, MAP, UNMAP, REMOVAL_OVER -> true;
                    default -> false;
                };
        int broken = own || effect == Effect.FREE_TABLE ? 0 : acts(task, change);
        if (bracket < 0) {
            return broken;
        }
        boolean bracketed = hold(words[task]) == Hold.WRITE;
        int hand = TaskWord.hand(words[task]);
        return switch (effect) {
            case UNMAP -> broken | bits(OperationRules.unmap(facts.managed(), bracketed));
            case ALLOCATE_TABLE -> hand < 0 ? broken | newTable(task) : broken;
            case CMPXCHG_ENTRY, STORE_ENTRY -> hand >= 0 ? broken | newTable(task) : broken;
            case MARK_TABLE, MARK_VMA -> broken | marks(hand, bracketed, facts);
            case MARK_ENTRY ->
                    broken | marks(facts.slots().get(entry(words[task])), bracketed, facts);
            case REMOVE_MARKED ->
                    facts.anyMarked() && !bracketed
                            ? broken | Rules.bit(Rule.MARK_PROTECTED)
                            : broken;
            default -> broken;
        };
    }

    /**
     * A table is marked, with all that share its VMA or alone.
     *
     * @param slot of the table, which may be gone; -1 if there is none
     */
    private static int marks(int slot, boolean bracketed, Facts facts) {
        if (slot < 0 || (facts.tables() >> slot & 1) == 0) {
            return 0;
        }
        boolean others = (facts.unmarked() & ~(1 << slot)) != 0;
        return (bracketed ? 0 : Rules.bit(Rule.MARK_PROTECTED))
                | (others ? Rules.bit(Rule.MARK_ALONE) : 0);
    }

    private static int entry(long word) {
        return Place.entry(TaskWord.region(word));
    }

    /** An operation ends. */
    int ends(long word) {
        boolean balanced = !TaskWord.holdsAnything(word) && !TaskWord.faultsOff(word);
        return (balanced ? 0 : Rules.bit(Rule.BALANCED))
                | (TaskWord.hand(word) < 0 ? 0 : Memory.bit(Way.LOSER_KEPT.invariant()));
    }

    private int acts(int task, Instruction action) {
        Optional<MpxOperation> role = action.scope().role();
        if (bracket < 0 || role.isEmpty()) {
            return 0;
        }
        return bits(OperationRules.act(role.get(), hold(words[task])));
    }

    private int newTable(int task) {
        for (int other = 0; other < words.length; other++) {
            if (other != task && hold(words[other]) == Hold.WRITE) {
                return Rules.bit(Rule.TABLES_KEPT_OUT);
            }
        }
        return 0;
    }

    private boolean isAllowed(int outer, int held, Instruction ask) {
        LockMode outerMode = held == TaskWord.WRITTEN ? LockMode.WRITE : LockMode.READ;
        Optional<List<Integer>> cases = ask.scope().cases();
        for (Allowed one : allowed) {
            if (one.outer() == outer
                    && one.outerMode() == outerMode
                    && one.inner() == ask.lock()
                    && one.innerMode() == ask.mode()
                    && (cases.isEmpty() || cases.get().contains(one.number()))) {
                return true;
            }
        }
        return false;
    }

    private Allowed allowed(AllowedNesting nesting) {
        return new Allowed(
                nesting.number(),
                protocol.lockNumber(nesting.outer()),
                nesting.outerMode(),
                protocol.lockNumber(nesting.inner()),
                nesting.innerMode());
    }

    private Hold hold(long word) {
        return hold(word, bracket);
    }

    private static Hold hold(long word, int lock) {
        int held = TaskWord.held(word, lock);
        if (held == 0) {
            return Hold.NONE;
        }
        return held == TaskWord.WRITTEN ? Hold.WRITE : Hold.READ;
    }

    private static int bits(Optional<Way> broken) {
        return broken.map(way -> Memory.bit(way.invariant())).orElse(0);
    }
}
