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
    private final Map<String, V> plain = new HashMap<>();
    private final List<Row<V>> patterns = new ArrayList<>();
    private final List<Row<V>> plainPatterns = new ArrayList<>();

    /** Adds a name or pattern; answers false, and changes nothing, if it is there already. */
    boolean add(String name, V value) {
        if (exact.putIfAbsent(name, value) != null) {
            return false;
        }
        NamePattern pattern = new NamePattern(name);
        if (pattern.isExact()) {
            plain.putIfAbsent(LockName.plain(name), value);
        } else {
            patterns.add(new Row<>(pattern, value));
            if (name.charAt(0) == '&') {
                plainPatterns.add(new Row<>(new NamePattern(name.substring(1)), value));
            }
        }
        return true;
    }

    /** The value of a name that is written as here. */
    Optional<V> find(String name) {
        return Optional.ofNullable(exact.get(name)).or(() -> first(patterns, name));
    }

    /**
     * The value of a name, however its {@link LockName} is written: what is written as here wins
     * among exact names, and among patterns.
     */
    Optional<V> findInAnyForm(String name) {
        String bare = LockName.plain(name);
        return Optional.ofNullable(exact.get(name))
                .or(() -> Optional.ofNullable(plain.get(bare)))
                .or(() -> first(patterns, name))
                .or(() -> bare.equals(name) ? Optional.empty() : first(patterns, bare))
                .or(() -> first(plainPatterns, bare));
    }

    private static <V> Optional<V> first(List<Row<V>> rows, String name) {
        for (Row<V> row : rows) {
            if (row.pattern().matches(name)) {
                return Optional.of(row.value());
            }
        }
        return Optional.empty();
    }
}
