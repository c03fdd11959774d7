package org.lockreplay.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lock names and patterns, each with a value: an exact name wins, then the first pattern. */
final class NameTable<V> {

    private record Row<V>(NamePattern pattern, V value) {}

    private final Map<String, V> exact = new HashMap<>();
    private final List<Row<V>> patterns = new ArrayList<>();

    /** Adds a name or pattern; answers false, and changes nothing, if it is there already. */
    boolean add(String name, V value) {
        if (exact.putIfAbsent(name, value) != null) {
            return false;
        }
        NamePattern pattern = new NamePattern(name);
        if (!pattern.isExact()) {
            patterns.add(new Row<>(pattern, value));
        }
        return true;
    }

    Optional<V> find(String name) {
        V value = exact.get(name);
        if (value != null) {
            return Optional.of(value);
        }
        for (Row<V> row : patterns) {
            if (row.pattern().matches(name)) {
                return Optional.of(row.value());
            }
        }
        return Optional.empty();
    }
}
