package org.lockreplay.replay.mpx;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;

/**
 * A directory entry as the recorded program itself read it, and wrote into the trace.
 *
 * @param entry 0, or the table with the valid bit
 */
record DirectoryMarker(
        long line, int pid, String what, long address, long index, long entryAddress, long entry) {

    private static final Pattern FORM =
            Pattern.compile(
                    "mpxw bde (.*) addr=(\\p{XDigit}+) index=(\\p{XDigit}+)"
                            + " bde_at=(\\p{XDigit}+) entry=(\\p{XDigit}+) bte_off=\\p{XDigit}+\\s*");

    static Optional<DirectoryMarker> of(EventBatch batch, int row) {
        if (batch.kind(row) != EventKind.MARKER) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(batch.arguments(row));
        return form.matches()
                ? Optional.of(
                        new DirectoryMarker(
                                batch.line(row),
                                batch.pid(row),
                                form.group(1),
                                hex(form.group(2)),
                                hex(form.group(3)),
                                hex(form.group(4)),
                                hex(form.group(5))))
                : Optional.empty();
    }

    boolean valid() {
        return entry != 0;
    }

    long table() {
        return entry & ~1L;
    }

    private static long hex(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }
}
