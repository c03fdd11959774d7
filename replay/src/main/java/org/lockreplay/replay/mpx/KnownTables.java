package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.Moment;

/**
 * The tables of one address space of which something is known: mapped or not, marked for removal or
 * not, and the entry that they were put into last.
 *
 * <p>Cost: O(log n) for each question and change. Not thread-safe.
 */
final class KnownTables {

    /** The home of a table that is in no entry. */
    static final long NO_ENTRY = -1;

    private final NavigableMap<Long, Known> tables = new TreeMap<>();
    private final NavigableSet<Long> marked = new TreeSet<>();

    /**
     * @param home index of the entry that it was put into last, or {@link #NO_ENTRY}
     * @param since the event by which it became so
     */
    record Known(boolean mapped, boolean marked, long home, Moment since) {}

    KnownTables() {}

    KnownTables(KnownTables other) {
        tables.putAll(other.tables);
        marked.addAll(other.marked);
    }

    Optional<Known> find(long table) {
        return Optional.ofNullable(tables.get(table));
    }

    boolean isMapped(long table) {
        Known known = tables.get(table);
        return known != null && known.mapped();
    }

    boolean isMarked(long table) {
        return marked.contains(table);
    }

    /** A mapped table, in the entry {@code home} if that is one. */
    void map(long table, long home, Moment at) {
        set(table, new Known(true, isMarked(table), home, at));
    }

    void mark(long table, Moment at) {
        Known before = find(table).orElse(new Known(true, false, NO_ENTRY, at));
        set(table, new Known(before.mapped(), true, before.home(), at));
    }

    /** The table is unmapped; its mark, if it had one, is gone with it. */
    void unmap(long table, Moment at) {
        Known known = tables.get(table);
        set(table, new Known(false, false, known == null ? NO_ENTRY : known.home(), at));
    }

    void forget(long table) {
        tables.remove(table);
        marked.remove(table);
    }

    void forgetAll() {
        tables.clear();
        marked.clear();
    }

    /** The mapped tables with a byte in the range. */
    List<Long> within(AddressRange range, long tableBytes) {
        if (range.first() < 0) {
            return List.of();
        }
        long last = range.last() < 0 ? Long.MAX_VALUE : range.last();
        Long next = tables.ceilingKey(range.first() - tableBytes + 1);
        if (next == null || next > last) {
            return List.of();
        }
        List<Long> within = new ArrayList<>();
        while (next != null && next <= last) {
            if (isMapped(next)) {
                within.add(next);
            }
            next = tables.higherKey(next);
        }
        return within;
    }

    /** The marked table that this address is in. */
    Optional<Long> markedAt(long address, long tableBytes) {
        return Optional.ofNullable(marked.floor(address))
                .filter(table -> address - table < tableBytes)
                .filter(this::isMapped);
    }

    List<Long> marked() {
        return List.copyOf(marked);
    }

    List<Long> mapped() {
        return tables.keySet().stream().filter(this::isMapped).toList();
    }

    /** Hands on which tables there are, mapped and marked or not. */
    void encode(LongConsumer out) {
        out.accept(tables.size());
        tables.forEach(
                (table, known) -> {
                    out.accept(table);
                    out.accept((known.mapped() ? 1 : 0) | (known.marked() ? 2 : 0));
                });
    }

    private void set(long table, Known known) {
        tables.put(table, known);
        if (known.marked()) {
            marked.add(table);
        } else {
            marked.remove(table);
        }
    }
}
