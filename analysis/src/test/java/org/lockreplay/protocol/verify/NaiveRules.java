package org.lockreplay.protocol.verify;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lockreplay.protocol.file.Effect;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.ProtocolLock;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.file.Step;
import org.lockreplay.protocol.file.Test;
import org.lockreplay.replay.mpx.MpxOperation;

/** What one task may do with what it holds, as the rules say it in words. */
final class NaiveRules {

    private final Protocol protocol;
    private final Optional<String> bracket;

    NaiveRules(Protocol protocol) {
        this.protocol = protocol;
        bracket = protocol.bracket();
    }

    /** Whether it makes a difference on which region an operation works. */
    static boolean needsPlace(Operation operation) {
        return operation.when().stream().anyMatch(NaiveRules::needsPlace)
                || needPlace(operation.steps());
    }

    private static boolean needPlace(List<Step> steps) {
        return steps.stream()
                .anyMatch(
                        step -> {
                            if (step instanceof Step.Change one) {
                                return one.effect().usesRegion() || one.effect().usesEntry();
                            }
                            if (step instanceof Step.If one) {
                                return needsPlace(one.test())
                                        || needPlace(one.yes())
                                        || needPlace(one.no());
                            }
                            if (step instanceof Step.Maybe one) {
                                return needPlace(one.steps());
                            }
                            if (step instanceof Step.Repeat one) {
                                return needsPlace(one.again()) || needPlace(one.steps());
                            }
                            return step instanceof Step.Try one
                                    && (needPlace(one.taken()) || needPlace(one.failed()));
                        });
    }

    private static boolean needsPlace(Test test) {
        return test.condition().usesRegion() || test.condition().usesEntry();
    }

    /** A lock is asked for. */
    Set<Rule> asks(NaiveTask task, String lock, boolean tried) {
        Set<Rule> broken = EnumSet.noneOf(Rule.class);
        if (task.holds(lock) && !tried) {
            broken.add(Rule.RECURSION);
        }
        for (ProtocolLock outer : protocol.locks()) {
            boolean wrong =
                    protocol.order()
                            .isBefore(protocol.lockNumber(lock), protocol.lockNumber(outer.name()));
            if (task.holds(outer.name()) && wrong) {
                broken.add(Rule.M10);
            }
        }
        boolean prctl = task.role().filter(MpxOperation::isPrctl).isPresent();
        boolean inBracket = bracket.filter(b -> !b.equals(lock)).filter(task::holds).isPresent();
        if (prctl && inBracket) {
            broken.add(Rule.M11);
        }
        return broken;
    }

    /** User memory is touched, with page faults on. */
    Set<Rule> touches(NaiveTask task) {
        boolean violation = task.role().equals(Optional.of(MpxOperation.VIOLATION));
        return violation ? acts(task) : Set.of();
    }

    /** Something is done to the memory or the directory, before it is. */
    Set<Rule> changes(NaiveState state, int number, Effect effect) {
        NaiveTask task = state.task(number);
        Set<Rule> broken = EnumSet.noneOf(Rule.class);
        switch (effect) {
            case RESOLVE, MAP, REMOVAL_OVER, FREE_TABLE -> {
                // no business of the bracket
            }
            case UNMAP -> {
                if (bracket.isPresent() && state.memory().managed() && !isBracketed(task)) {
                    broken.add(Rule.M8);
                }
            }
            default -> broken.addAll(acts(task));
        }
        if (bracket.isPresent()) {
            broken.addAll(ofBracket(state, number, effect));
        }
        return broken;
    }

    private Set<Rule> ofBracket(NaiveState state, int number, Effect effect) {
        NaiveTask task = state.task(number);
        Set<Rule> broken = EnumSet.noneOf(Rule.class);
        boolean comes =
                switch (effect) {
                    case ALLOCATE_TABLE -> task.hand() < 0;
                    case CMPXCHG_ENTRY, STORE_ENTRY -> task.hand() >= 0;
                    default -> false;
                };
        boolean otherHasBracket = false;
        for (int other = 0; other < state.tasks().size(); other++) {
            otherHasBracket |= other != number && isBracketed(state.task(other));
        }
        if (comes && otherHasBracket) {
            broken.add(Rule.TABLES_KEPT_OUT);
        }
        int entry = Math.max(task.region(), 0) / 2;
        int marks =
                switch (effect) {
                    case MARK_TABLE, MARK_VMA -> task.hand();
                    case MARK_ENTRY -> state.memory().entries().getOrDefault(entry, -1);
                    default -> -1;
                };
        boolean isMarked = state.memory().tables().contains(marks);
        boolean removes = effect == Effect.REMOVE_MARKED && !state.memory().marked().isEmpty();
        if ((isMarked || removes) && !isBracketed(task)) {
            broken.add(Rule.MARK_PROTECTED);
        }
        if (isMarked && state.memory().hasOthers(marks)) {
            broken.add(Rule.MARK_ALONE);
        }
        return broken;
    }

    /** The role's own business. */
    private Set<Rule> acts(NaiveTask task) {
        if (bracket.isEmpty() || task.role().isEmpty()) {
            return Set.of();
        }
        boolean reads = task.holds(bracket.get(), LockMode.READ) && !isBracketed(task);
        boolean right =
                switch (task.role().get()) {
                    case ENABLE, DISABLE, REMOVAL -> isBracketed(task);
                    case VIOLATION, ALLOCATION -> reads;
                    case ENVIRONMENT -> !reads && !isBracketed(task);
                };
        return right ? Set.of() : Set.of(Rule.M6);
    }

    private boolean isBracketed(NaiveTask task) {
        return bracket.filter(lock -> task.writes().contains(lock)).isPresent();
    }

    /** An operation ends. */
    static Set<Rule> ends(NaiveTask task) {
        Set<Rule> broken = EnumSet.noneOf(Rule.class);
        if (task.holdsAnything() || task.faultsOff()) {
            broken.add(Rule.BALANCED);
        }
        if (task.hand() >= 0) {
            broken.add(Rule.M2);
        }
        return broken;
    }
}
