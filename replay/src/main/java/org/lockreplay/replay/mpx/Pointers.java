package org.lockreplay.replay.mpx;

import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Mode;
import org.lockreplay.replay.mm.AddressRange;

/**
 * Whether a recording prints pointers as they are or hashed ({@code %p} since Linux 4.15).
 *
 * <p>Tables and searched ranges consist of whole pages, and hashes do not; and no kernel puts a
 * table below 4 GiB while the directory is above. Once a hash was seen, all pointers of the
 * recording are hashes.
 */
final class Pointers {

    private static final long OFFSET_IN_PAGE = AddressRange.PAGE - 1;
    private static final long LOW_ADDRESSES = 0xffff_ffffL;

    private boolean hashed;

    boolean hashed() {
        return hashed;
    }

    /** The range that an event prints; empty if it is hashed or hidden. */
    Optional<AddressRange> range(EventBatch batch, int row) {
        long start = batch.payload(row, 0);
        long end = batch.payload(row, 1);
        Optional<AddressRange> range = AddressRange.ofBounds(start, end);
        hashed |= ((start | end) & OFFSET_IN_PAGE) != 0;
        return hashed || Mode.hidden(batch.mode(row)) ? Optional.empty() : range;
    }

    /** Why an event's range is none although pointers are real, in a sentence; empty if it is. */
    Optional<String> refusal(EventBatch batch, int row) {
        long start = batch.payload(row, 0);
        long end = batch.payload(row, 1);
        boolean none = AddressRange.ofBounds(start, end).isEmpty();
        return none && !hashed && !Mode.hidden(batch.mode(row))
                ? Optional.of(refusal(batch.line(row), start, end))
                : Optional.empty();
    }

    private static String refusal(long line, long start, long end) {
        return "line %d: the range [0x%x:0x%x] ends before it begins; what the system call unmaps"
                        .formatted(line, start, end)
                + " is taken in its place";
    }

    /** A printed address; empty where the kernel hid it, which identifies nothing. */
    static OptionalLong unlessHidden(EventBatch batch, int row, long printed) {
        return Mode.hidden(batch.mode(row)) ? OptionalLong.empty() : OptionalLong.of(printed);
    }

    /** Takes notice of a new table. */
    void table(long table, long directory) {
        boolean low = (table & ~LOW_ADDRESSES) == 0 && (directory & ~LOW_ADDRESSES) != 0;
        hashed |= low || (table & OFFSET_IN_PAGE) != 0;
    }
}
