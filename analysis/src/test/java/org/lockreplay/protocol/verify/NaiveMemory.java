package org.lockreplay.protocol.verify;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.lockreplay.protocol.file.Condition;
import org.lockreplay.protocol.file.Effect;
import org.lockreplay.protocol.file.Rule;

/**
 * The directory, its tables and the memory of a program as plain sets and a map: what {@link
 * Effect} says in words, and nothing that the model of the replay does; immutable.
 *
 * @param counted {@code bd_remove_vmas}
 * @param regions which of 0, 1 and 2 are mapped; 0 and 1 share entry 0, 2 has entry 1
 * @param entries the table of each entry that has one
 * @param tables those that are mapped
 * @param marked those that are marked for removal
 */
record NaiveMemory(
        boolean managed,
        int counted,
        Set<Integer> regions,
        Map<Integer, Integer> entries,
        Set<Integer> tables,
        Set<Integer> marked) {

    static final int REGIONS = 3;

    static final NaiveMemory FIRST =
            new NaiveMemory(true, 0, Set.of(0, 1, 2), Map.of(), Set.of(), Set.of());

    /**
     * What an effect does.
     *
     * @param table in hand behind it; -1 for none
     * @param broken by it, not by the state behind it
     * @param full whether there was no room for one more table
     */
    record Done(NaiveMemory memory, int table, Set<Rule> broken, boolean full) {}

    boolean holds(Condition condition, int region) {
        return switch (condition) {
            case MANAGED -> managed;
            case MAPPED -> regions.contains(region);
            case ENTRY_VALID -> entries.containsKey(region / 2);
            case ENTRY_SHARED -> isShared(region);
            case TABLES_MARKED -> counted != 0;
            case TABLE_IN_HAND, DENIED -> throw new IllegalArgumentException("of a task");
        };
    }

    private boolean isShared(int region) {
        return region < 2 && regions.contains(1 - region);
    }

    /** What is wrong with it, whatever runs. */
    Set<Rule> broken() {
        Set<Rule> broken = EnumSet.noneOf(Rule.class);
        for (int table : entries.values()) {
            if (!tables.contains(table)) {
                broken.add(Rule.M1);
            }
            if (marked.contains(table)) {
                broken.add(Rule.M4);
            }
        }
        if (counted != marked.size()) {
            broken.add(Rule.M5);
        }
        return broken;
    }

    /** Whether a table is mapped that is in no entry. */
    boolean hasOrphan() {
        return !entries.values().containsAll(tables);
    }

    /** Whether M3 is broken when nothing runs. */
    boolean leaks() {
        boolean outlived =
                entries.keySet().stream()
                        .anyMatch(
                                entry -> regions.stream().noneMatch(region -> region / 2 == entry));
        return hasOrphan() || managed && outlived;
    }

    /** Whether the VMA of this table, or the only VMA that there is, has one that is to stay. */
    boolean hasOthers(int table) {
        return tables.stream().anyMatch(other -> other != table && !marked.contains(other));
    }

    Done after(Effect effect, int region, int hand, int most) {
        Change change = new Change(this, hand);
        change.make(effect, region, most);
        return change.done();
    }

    /** Some effect being done to a memory. */
    private static final class Change {
        private final Set<Rule> broken = EnumSet.noneOf(Rule.class);
        private boolean managed;
        private int counted;
        private final Set<Integer> regions;
        private final Map<Integer, Integer> entries;
        private final Set<Integer> tables;
        private final Set<Integer> marked;
        private int hand;
        private boolean full;

        Change(NaiveMemory from, int hand) {
            managed = from.managed;
            counted = from.counted;
            regions = new HashSet<>(from.regions);
            entries = new HashMap<>(from.entries);
            tables = new HashSet<>(from.tables);
            marked = new TreeSet<>(from.marked);
            this.hand = hand;
        }

        Done done() {
            NaiveMemory memory =
                    new NaiveMemory(
                            managed,
                            counted,
                            Set.copyOf(regions),
                            Map.copyOf(entries),
                            Set.copyOf(tables),
                            Set.copyOf(marked));
            return new Done(memory, hand, broken, full);
        }

        void make(Effect effect, int region, int most) {
            int entry = region / 2;
            switch (effect) {
                case MANAGE -> {
                    managed = true;
                    tables.removeAll(entries.values());
                    marked.removeAll(entries.values());
                    entries.clear();
                }
                case UNMANAGE -> managed = false;
                case MAP -> regions.add(region);
                case UNMAP -> regions.remove(region);
                case ALLOCATE_TABLE -> allocate(most);
                case CMPXCHG_ENTRY -> {
                    if (!entries.containsKey(entry)) {
                        store(entry);
                    }
                }
                case STORE_ENTRY -> store(entry);
                case FREE_TABLE -> {
                    unmap(hand);
                    hand = -1;
                }
                case INVALIDATE_ENTRY, FREE_ENTRY -> giveUp(entry, region, effect);
                case MARK_TABLE -> {
                    mark(hand);
                    hand = -1;
                }
                case MARK_VMA -> {
                    if (tables.contains(hand)) {
                        mark(hand);
                        Set<Integer> others = new TreeSet<>(tables);
                        others.removeAll(marked);
                        others.forEach(this::mark);
                    }
                    hand = -1;
                }
                case MARK_ENTRY -> mark(entries.getOrDefault(entry, -1));
                case COUNT_ONE_MORE -> counted++;
                case COUNT_ONE_LESS -> counted--;
                case REMOVE_MARKED -> {
                    for (int table : Set.copyOf(marked)) {
                        counted--;
                        unmap(table);
                    }
                }
                case REMOVAL_OVER -> {
                    if (counted != 0 || !marked.isEmpty()) {
                        broken.add(Rule.M5);
                    }
                }
                case SEARCH, ZAP_TABLE, RESOLVE -> {
                    // nothing that a state has
                }
            }
        }

        private void allocate(int most) {
            if (hand < 0) {
                hand =
                        IntStream.range(0, most)
                                .filter(table -> !tables.contains(table))
                                .filter(table -> !entries.containsValue(table))
                                .findFirst()
                                .orElse(-1);
                full = hand < 0;
                if (!full) {
                    tables.add(hand);
                }
            }
        }

        private void store(int entry) {
            if (hand < 0) {
                return;
            }
            if (entries.containsKey(entry) || entries.containsValue(hand)) {
                broken.add(Rule.M2);
            }
            if (marked.contains(hand)) {
                broken.add(Rule.M4);
            }
            entries.put(entry, hand);
            hand = -1;
        }

        /** The table is unmapped by the kernel. */
        private void unmap(int table) {
            if (entries.containsValue(table)) {
                broken.add(Rule.M1);
            }
            tables.remove(table);
            marked.remove(table);
        }

        private void giveUp(int entry, int region, Effect how) {
            Integer table = entries.get(entry);
            if (table == null) {
                return;
            }
            if (region < 2 && regions.contains(1 - region)) {
                broken.add(Rule.M12);
            }
            entries.remove(entry);
            if (how == Effect.FREE_ENTRY) {
                unmap(table);
            } else {
                hand = table;
            }
        }

        private void mark(int table) {
            if (tables.contains(table)) {
                counted++;
                if (!marked.add(table)) {
                    broken.add(Rule.M5);
                }
            }
        }
    }
}
