package org.lockreplay.replay.mpx;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Which entries of a directory have which table, in any state but FREED.
 *
 * <p>Cost: O(log n) for each question and change. Not thread-safe.
 */
final class EntriesByTable {

    private final Map<Long, NavigableSet<Long>> indices = new HashMap<>();

    EntriesByTable(NavigableMap<Long, Entry> entries) {
        entries.forEach(this::add);
    }

    /** The indices of those that have this table, in order. */
    NavigableSet<Long> of(long table) {
        return indices.getOrDefault(table, Collections.emptyNavigableSet());
    }

    void add(long index, Entry entry) {
        OptionalLong table = tableOf(entry);
        if (table.isPresent()) {
            indices.computeIfAbsent(table.getAsLong(), any -> new TreeSet<>()).add(index);
        }
    }

    void remove(long index, Entry entry) {
        OptionalLong table = tableOf(entry);
        if (table.isPresent()) {
            NavigableSet<Long> with = indices.get(table.getAsLong());
            with.remove(index);
            if (with.isEmpty()) {
                indices.remove(table.getAsLong());
            }
        }
    }

    private static OptionalLong tableOf(Entry entry) {
        return entry.is(EntryState.FREED) ? OptionalLong.empty() : entry.table();
    }
}
