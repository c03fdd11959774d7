package org.lockreplay.protocol.file;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonValue;
import org.lockreplay.protocol.PartialOrder;

/** Reads the chains of an order, and refuses one that contradicts those before it. Used once. */
final class OrderReader {

    private final List<String> locks;
    private final StepReader steps;
    private final PartialOrder declared;

    OrderReader(List<ProtocolLock> locks, StepReader steps) {
        this.locks = locks.stream().map(ProtocolLock::name).toList();
        this.steps = steps;
        declared = new PartialOrder(locks.size());
    }

    /** All chains of a file: its {@code order}, or its {@code orders}. */
    List<List<List<String>>> orders(Members file) throws JsonException {
        List<List<List<String>>> orders = new ArrayList<>();
        file.optional("order", this::chain).ifPresent(orders::add);
        orders.addAll(
                file.list(
                        "orders",
                        list -> {
                            if (!orders.isEmpty()) {
                                throw list.unexpected("'order' or 'orders'", "both");
                            }
                            return chain(list);
                        }));
        return orders;
    }

    private List<List<String>> chain(JsonValue list) throws JsonException {
        Set<String> seen = new LinkedHashSet<>();
        List<List<String>> chain = new ArrayList<>();
        Members.elements(list, level -> chain.add(level(level, chain, seen)));
        return chain;
    }

    /** One lock, or several in any order among themselves. */
    private List<String> level(JsonValue level, List<List<String>> chain, Set<String> seen)
            throws JsonException {
        List<String> outer = chain.isEmpty() ? List.of() : chain.get(chain.size() - 1);
        return level.isList()
                ? Members.elements(level, lock -> ordered(lock, outer, seen))
                : List.of(ordered(level, outer, seen));
    }

    private String ordered(JsonValue value, List<String> outer, Set<String> seen)
            throws JsonException {
        String lock = steps.lockName(value);
        Members.once(value, seen);
        int inner = locks.indexOf(lock);
        for (String other : outer) {
            int before = locks.indexOf(other);
            if (declared.isBefore(inner, before)) {
                throw value.unexpected(
                        "an order that agrees with what is declared before",
                        "'%s' inside '%s', which belongs inside '%s'".formatted(lock, other, lock));
            }
            declared.before(before, inner);
        }
        return lock;
    }
}
