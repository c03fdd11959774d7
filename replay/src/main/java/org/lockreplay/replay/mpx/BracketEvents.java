package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.IntervalMap;

/**
 * The {@code mpx_pre_unmap} and {@code mpx_post_unmap} of one task since it came into the kernel.
 * Not thread-safe.
 */
final class BracketEvents {

    /** A range that is not told may be any. */
    private final List<Optional<AddressRange>> open = new ArrayList<>();

    private final List<Optional<AddressRange>> closed = new ArrayList<>();
    private boolean endedOnly;

    void begin(Optional<AddressRange> range) {
        open.add(range);
    }

    void end() {
        if (open.isEmpty()) {
            endedOnly = true;
        } else {
            closed.add(open.remove(open.size() - 1));
        }
    }

    boolean isOpen() {
        return !open.isEmpty();
    }

    boolean any() {
        return endedOnly || !open.isEmpty() || !closed.isEmpty();
    }

    /** What this memory, which the task unmapped, has of a bracket, or of several together. */
    Bracket around(List<AddressRange> unmapped) {
        IntervalMap<Boolean> left = new IntervalMap<>();
        unmapped.forEach(part -> left.set(part, true));
        if (takes(closed, left)) {
            return Bracket.WHOLE;
        }
        if (takes(open, left)) {
            return Bracket.NOT_ENDED;
        }
        if (endedOnly) {
            return Bracket.NOT_BEGUN;
        }
        return any() ? Bracket.ELSEWHERE : Bracket.NONE;
    }

    /** What an unmap has of which nothing but this is told. */
    Bracket alone() {
        if (!closed.isEmpty()) {
            return Bracket.WHOLE;
        }
        return open.isEmpty() ? Bracket.NOT_BEGUN : Bracket.NOT_ENDED;
    }

    void clear() {
        open.clear();
        closed.clear();
        endedOnly = false;
    }

    /** Takes these ranges away; answers whether nothing is left. */
    private static boolean takes(List<Optional<AddressRange>> ranges, IntervalMap<Boolean> left) {
        for (Optional<AddressRange> range : ranges) {
            range.map(BracketEvents::pages).ifPresentOrElse(left::clear, left::clear);
        }
        return left.intervals().isEmpty();
    }

    private static AddressRange pages(AddressRange range) {
        return new AddressRange(
                range.first() & -AddressRange.PAGE, range.last() | (AddressRange.PAGE - 1));
    }
}
