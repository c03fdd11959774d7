package org.lockreplay.protocol.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.lockreplay.protocol.DeclaredOrder;
import org.lockreplay.protocol.PartialOrder;

/**
 * A lock protocol: its locks, what tasks do with them, and what is claimed of that. Immutable.
 *
 * <p>Every name in it that refers to a lock, a routine or an operation refers to one that is there.
 *
 * @param title a line for people
 * @param sources where it comes from
 * @param orders chains of levels, the outermost first; locks of one level in any order
 * @param faultLock the lock that a page fault asks for, for read
 * @param bracket the lock that brackets an unmap, held for write
 * @param routines steps that several operations share
 * @param operations those of the protocol first, then those of the environment
 */
public record Protocol(
        String name,
        String title,
        List<String> sources,
        List<ProtocolLock> locks,
        List<List<List<String>>> orders,
        Optional<String> faultLock,
        Optional<String> bracket,
        Map<String, List<Step>> routines,
        List<Operation> operations,
        List<AllowedNesting> nestings,
        List<Property> properties,
        List<Variant> variants) {

    public Protocol {
        sources = List.copyOf(sources);
        locks = List.copyOf(locks);
        orders = orders.stream().map(Protocol::copyOfChain).toList();
        routines = new LinkedHashMap<>(routines);
        operations = List.copyOf(operations);
        nestings = List.copyOf(nestings);
        properties = List.copyOf(properties);
        variants = List.copyOf(variants);
    }

    @Override
    public Map<String, List<Step>> routines() {
        return new LinkedHashMap<>(routines);
    }

    /** The lock of this name, which must be there. */
    public ProtocolLock lock(String lock) {
        return locks.stream().filter(one -> one.name().equals(lock)).findFirst().orElseThrow();
    }

    /** The place of a lock in {@link #locks}. */
    public int lockNumber(String lock) {
        return locks.indexOf(lock(lock));
    }

    public Optional<Operation> operation(String operation) {
        return operations.stream().filter(one -> one.name().equals(operation)).findFirst();
    }

    public Optional<Variant> variant(String variant) {
        return variants.stream().filter(one -> one.name().equals(variant)).findFirst();
    }

    /** The number that {@link #nestings} gives to a lock inside another, if it is there. */
    public OptionalInt nestingCase(
            String outer, LockMode outerMode, String inner, LockMode innerMode) {
        return nestings.stream()
                .filter(
                        each ->
                                each.outer().equals(outer)
                                        && each.inner().equals(inner)
                                        && each.outerMode() == outerMode
                                        && each.innerMode() == innerMode)
                .mapToInt(AllowedNesting::number)
                .findFirst();
    }

    /** Whether one of its properties is of this rule. */
    public boolean judges(Rule rule) {
        return properties.stream().anyMatch(property -> property.rule() == rule);
    }

    /** What the chains of {@link #orders} say together, by {@link #lockNumber}. */
    public PartialOrder order() {
        PartialOrder order = new PartialOrder(locks.size());
        for (List<List<String>> chain : orders) {
            for (int level = 1; level < chain.size(); level++) {
                for (String outer : chain.get(level - 1)) {
                    for (String inner : chain.get(level)) {
                        order.before(lockNumber(outer), lockNumber(inner));
                    }
                }
            }
        }
        return order;
    }

    /** The order to hold traces against; empty if none is declared. */
    public Optional<DeclaredOrder> declaredOrder() {
        return orders.isEmpty() ? Optional.empty() : Optional.of(ordered());
    }

    /** The locks by the names that traces have; without an order, none comes before another. */
    public DeclaredOrder ordered() {
        List<List<String>> names = new ArrayList<>();
        for (ProtocolLock lock : locks) {
            names.add(lock.aliases().isEmpty() ? List.of(lock.name()) : lock.aliases());
        }
        return DeclaredOrder.of(name, names, order());
    }

    /**
     * This protocol with a variant's change in it, under the name {@code protocol+variant}.
     *
     * @throws IllegalArgumentException if a step that it changes is not there exactly once
     */
    public Protocol with(Variant variant) {
        Protocol changed = this;
        for (Edit edit : variant.edits()) {
            changed = new Editing(edit, changed.routines()).apply(changed);
        }
        return new Protocol(
                name + "+" + variant.name(),
                title + ", " + variant.what(),
                sources,
                locks,
                orders,
                faultLock,
                bracket,
                changed.routines,
                changed.operations,
                nestings,
                properties,
                List.of());
    }

    private static List<List<String>> copyOfChain(List<List<String>> chain) {
        return chain.stream().map(List::copyOf).toList();
    }

    Protocol withBodies(Map<String, List<Step>> otherRoutines, List<Operation> otherOperations) {
        return new Protocol(
                name,
                title,
                sources,
                locks,
                orders,
                faultLock,
                bracket,
                otherRoutines,
                otherOperations,
                nestings,
                properties,
                variants);
    }
}
