package org.lockreplay.parser.ftrace;

import java.util.List;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Mode;
import org.lockreplay.parser.dialect.Column;
import org.lockreplay.parser.dialect.DialectEvent;
import org.lockreplay.parser.dialect.Key;
import org.lockreplay.parser.dialect.Source;

/**
 * Reads the events of one name as a dialect says; belongs to one parser.
 *
 * <p>A value that the kernel hid, {@code (____ptrval____)}, is 0 and makes the event a {@link
 * Mode#HIDDEN} one. Cost: one pass over the arguments for each field that may be there; no object.
 */
final class DialectDecoder implements ArgumentDecoder {

    private static final String NUMBER_BEHIND = "a number behind '%s'";
    private static final String NAME_BEHIND = "a name behind '%s'";
    private static final String TOO_LONG = "a length that ends below 2^64";

    private final NameTable names;
    private final Value[] values;
    private final FieldScanner scanner = new FieldScanner();
    private String expected = "";
    private long value;
    private boolean hidden;
    private int missing;

    /** What is needed of a {@link Source} for each event. */
    private record Value(Column column, List<Key> keys, boolean constant, long number, int name) {}

    DialectDecoder(DialectEvent event, NameTable names) {
        this.names = names;
        values = event.sources().stream().map(this::value).toArray(Value[]::new);
    }

    private Value value(Source source) {
        boolean name = source.column().place() == Column.Place.NAME;
        String constant = source.constant().orElse("");
        return new Value(
                source.column(),
                source.keys(),
                source.constant().isPresent(),
                name || constant.isEmpty() ? 0 : Long.parseLong(constant),
                name ? names.intern(constant) : 0);
    }

    @Override
    public String expected() {
        return expected;
    }

    @Override
    public boolean decode(Arguments arguments, EventBatch batch, int row) {
        scanner.set(arguments);
        hidden = false;
        missing = 0;
        for (Value wanted : values) {
            boolean read =
                    wanted.column().place() == Column.Place.NAME
                            ? name(wanted, batch, row)
                            : number(wanted, batch, row);
            if (!read) {
                return false;
            }
        }
        if (hidden) {
            batch.setMode(row, batch.mode(row) | Mode.HIDDEN);
        }
        return true;
    }

    private boolean name(Value wanted, EventBatch batch, int row) {
        int name = wanted.name();
        boolean found = wanted.constant();
        for (int i = 0; i < wanted.keys().size(); i++) {
            if (scanner.findText(wanted.keys().get(i))) {
                name = names.intern(scanner.text(), scanner.valueFrom(), scanner.valueTo());
                found = true;
                break;
            }
        }
        batch.setName(row, name);
        return found || !wanted.column().required() || fail(NAME_BEHIND, wanted);
    }

    private boolean number(Value wanted, EventBatch batch, int row) {
        boolean found = find(wanted);
        if (wanted.column().place() == Column.Place.END && !found) {
            return endByLength(wanted, batch, row);
        }
        if (!found && wanted.column().required()) {
            return fail(NUMBER_BEHIND, wanted);
        }
        switch (wanted.column().place()) {
            case PAYLOAD, END -> payload(found, batch);
            case ADDRESS -> batch.setAddress(row, value);
            case READ -> setMode(found, Mode.READ, batch, row);
            case TRY -> setMode(found, Mode.TRY, batch, row);
            case LENGTH -> {
                // looked at where the end is missing
            }
            case NAME -> throw new IllegalStateException("a name is no number");
        }
        return true;
    }

    /** Numbers behind a missing one keep their places: it is 0 then. */
    private void payload(boolean found, EventBatch batch) {
        if (!found) {
            missing++;
            return;
        }
        for (; missing > 0; missing--) {
            batch.addPayload(0);
        }
        batch.addPayload(value);
    }

    /** The end of the range whose start is the number in front of it, and whose length is last. */
    private boolean endByLength(Value end, EventBatch batch, int row) {
        Value length = values[values.length - 1];
        if (!find(length)) {
            return fail(NUMBER_BEHIND, end.keys().isEmpty() ? length : end);
        }
        long start = batch.payload(row, 0);
        value += start;
        if (Long.compareUnsigned(value, start) < 0) {
            expected = TOO_LONG;
            return false;
        }
        payload(true, batch);
        return true;
    }

    private void setMode(boolean found, int bit, EventBatch batch, int row) {
        if (found && value != 0) {
            batch.setMode(row, batch.mode(row) | bit);
        }
    }

    private boolean find(Value wanted) {
        for (int i = 0; i < wanted.keys().size(); i++) {
            if (scanner.findNumber(wanted.keys().get(i))) {
                value = scanner.value();
                hidden |= scanner.hidden();
                return true;
            }
        }
        value = wanted.number();
        return wanted.constant();
    }

    private boolean fail(String sentence, Value wanted) {
        // built only for a line that cannot be read
        expected = sentence.formatted(wanted.keys().get(0).before());
        return false;
    }
}
