package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.Moment;

/**
 * The tables of one address space of which something is known: mapped or not, marked for removal or
 * not, and the entry that they were put into last.
 *
 * <p>Cost: O(log n) for each question and change, but the first change behind a copy, which is
 * O(n). Not thread-safe.
 */
final class KnownTables {

    /** The home of a table that is in no entry. */
    static final long NO_ENTRY = -1;

    private final SharedEntries<Known> tables;
    private final NavigableSet<Long> marked = new TreeSet<>();

    /**
     * @param home index of the entry that it was put into last, or {@link #NO_ENTRY}
     * @param since the event by which it became so
     */
    record Known(boolean mapped, boolean marked, long home, Moment since) {}

    KnownTables() {
        tables = new SharedEntries<>();
    }

    KnownTables(KnownTables other) {
        tables = new SharedEntries<>(other.tables);
        marked.addAll(other.marked);
    }

    Optional<Known> find(long table) {
        return Optional.ofNullable(tables.read().get(table));
    }

    /** The entry that it was put into last, or {@link #NO_ENTRY}. */
    long home(long table) {
        Known known = tables.read().get(table);
        return known == null ? NO_ENTRY : known.home();
    }

    boolean isMapped(long table) {
        Known known = tables.read().get(table);
        return known != null && known.mapped();
    }

    /** Whether a known table is as it is since before this line. */
    boolean isSinceBefore(long table, long line) {
        return tables.read().get(table).since().line() < line;
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
        Known known = tables.read().get(table);
        set(table, new Known(false, false, known == null ? NO_ENTRY : known.home(), at));
    }

    void forget(long table) {
        tables.write().remove(table);
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
        Long next = tables.read().ceilingKey(range.first() - tableBytes + 1);
        if (next == null || next > last) {
            return List.of();
        }
        List<Long> within = new ArrayList<>();
        while (next != null && next <= last) {
            if (isMapped(next)) {
                within.add(next);
            }
            next = tables.read().higherKey(next);
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
        return tables.read().keySet().stream().filter(this::isMapped).toList();
    }

    /** Hands on which tables there are, mapped and marked or not. */
    void encode(LongConsumer out) {
        out.accept(tables.read().size());
        tables.read()
                .forEach(
                        (table, known) -> {
                            out.accept(table);
                            out.accept((known.mapped() ? 1 : 0) | (known.marked() ? 2 : 0));
                        });
    }

    private void set(long table, Known known) {
        tables.write().put(table, known);
        if (known.marked()) {
            marked.add(table);
        } else {
            marked.remove(table);
        }
    }
}
