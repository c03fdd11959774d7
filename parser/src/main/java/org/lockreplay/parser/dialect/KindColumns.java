package org.lockreplay.parser.dialect;

import static org.lockreplay.parser.dialect.Column.address;
import static org.lockreplay.parser.dialect.Column.payload;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.lockreplay.event.EventKind;
import org.lockreplay.parser.dialect.Column.Place;

/**
 * The kinds of events that a dialect can speak of, and the columns of each, in the order in which
 * {@link EventKind} numbers the payload.
 */
final class KindColumns {

    private static final Column NAME = new Column("name", Place.NAME, true);
    private static final Column READ = new Column("read", Place.READ, false);
    private static final Column TRY = new Column("try", Place.TRY, false);
    private static final Column LOCK = address("address");

    private static final Column END = new Column("end", Place.END, true);

    /** Of a range whose end is not given. */
    static final Column LENGTH = new Column("length", Place.LENGTH, false);

    private static final Map<EventKind, List<Column>> COLUMNS = columns();

    private KindColumns() {}

    /** The kind of this name, if a dialect can speak of it. */
    static Optional<EventKind> kind(String name) {
        return COLUMNS.keySet().stream().filter(kind -> name(kind).equals(name)).findFirst();
    }

    /** What dialect files call a kind: {@code unmap-search}. */
    static String name(EventKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<Column> of(EventKind kind) {
        return COLUMNS.get(kind);
    }

    private static Map<EventKind, List<Column>> columns() {
        Map<EventKind, List<Column>> columns = new EnumMap<>(EventKind.class);
        locks(columns);
        tasks(columns);
        systemCalls(columns);
        memory(columns);
        return columns;
    }

    private static void locks(Map<EventKind, List<Column>> columns) {
        columns.put(EventKind.LOCK_ACQUIRE, List.of(LOCK, NAME, READ, TRY));
        columns.put(EventKind.LOCK_CONTENDED, List.of(LOCK, NAME));
        columns.put(EventKind.LOCK_ACQUIRED, List.of(LOCK, NAME));
        columns.put(EventKind.LOCK_RELEASE, List.of(LOCK, NAME.optional()));
        columns.put(EventKind.CONTENTION_BEGIN, List.of(LOCK, payload("flags").optional()));
        columns.put(EventKind.CONTENTION_END, List.of(LOCK, payload("result").optional()));
        columns.put(EventKind.MMAP_LOCK_START, List.of(LOCK, READ));
        columns.put(EventKind.MMAP_LOCK_RETURNED, List.of(LOCK, READ, payload("success")));
        columns.put(EventKind.MMAP_LOCK_RELEASED, List.of(LOCK, READ));
    }

    private static void tasks(Map<EventKind, List<Column>> columns) {
        columns.put(EventKind.SWITCH, List.of(payload("previous"), payload("next")));
        columns.put(EventKind.FORK, List.of(payload("child")));
        columns.put(EventKind.EXIT, List.of(payload("pid")));
        columns.put(EventKind.EXEC, List.of(payload("pid"), payload("old")));
        columns.put(EventKind.IRQ_ENTRY, List.of(payload("irq")));
        columns.put(EventKind.IRQ_EXIT, List.of(payload("irq")));
        columns.put(EventKind.SOFTIRQ_ENTRY, List.of(payload("vector")));
        columns.put(EventKind.SOFTIRQ_EXIT, List.of(payload("vector")));
        columns.put(EventKind.IRQ_DISABLE, List.of());
        columns.put(EventKind.IRQ_ENABLE, List.of());
        columns.put(
                EventKind.SIGNAL_GENERATE,
                List.of(payload("signal"), payload("code"), payload("pid")));
    }

    private static void systemCalls(Map<EventKind, List<Column>> columns) {
        List<Column> arguments = new ArrayList<>();
        for (int number = 0; number < 6; number++) {
            arguments.add(payload("argument" + number).optional());
        }
        columns.put(EventKind.SYSCALL_ENTER, joined(List.of(NAME), arguments));
        columns.put(EventKind.SYSCALL_EXIT, List.of(NAME, payload("result")));
        columns.put(EventKind.RAW_SYSCALL_ENTER, joined(List.of(payload("number")), arguments));
        columns.put(EventKind.RAW_SYSCALL_EXIT, List.of(payload("number"), payload("result")));
    }

    private static List<Column> joined(List<Column> first, List<Column> then) {
        List<Column> all = new ArrayList<>(first);
        all.addAll(then);
        return List.copyOf(all);
    }

    private static void memory(Map<EventKind, List<Column>> columns) {
        List<Column> fault = List.of(address("address"), payload("error").optional());
        List<Column> range = List.of(payload("start"), END, LENGTH);
        columns.put(EventKind.PAGE_FAULT_USER, fault);
        columns.put(EventKind.PAGE_FAULT_KERNEL, fault);
        columns.put(EventKind.BOUNDS_FAULT, List.of(payload("bndcfgu"), payload("bndstatus")));
        columns.put(
                EventKind.BOUNDS_VIOLATION,
                List.of(address("address"), payload("lower"), payload("upper")));
        columns.put(EventKind.TABLE_NEW, List.of(address("table")));
        columns.put(EventKind.UNMAP_SEARCH, range);
        columns.put(EventKind.UNMAP_ZAP, range);
        columns.put(EventKind.PRE_UNMAP, range);
        columns.put(EventKind.POST_UNMAP, List.of());
        columns.put(EventKind.ENTRY_INVALIDATE, List.of(address("entry"), payload("table")));
        columns.put(
                EventKind.ENTRY_CMPXCHG,
                List.of(
                        address("entry"),
                        payload("expected"),
                        payload("new"),
                        payload("found").optional()));
        columns.put(EventKind.VMA_MARK, range);
        columns.put(EventKind.VMA_UNMAP, range);
    }
}
