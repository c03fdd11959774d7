package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.event.EventBatch;
import org.lockreplay.replay.mm.Task;

/**
 * The critical sections in the system call of one task that can be told apart only as it ends: the
 * forms of {@code brk} and {@code mremap}, and whether memory was unmapped outside of {@code
 * bd_sem}. Not thread-safe.
 */
final class Unsettled {

    private record Open(Sections.Section section, Sections.Kind kind) {}

    private final Sections sections;
    private final List<Open> open = new ArrayList<>();

    /** Memory can have been unmapped inside {@code bd_sem}. */
    private boolean writtenInside;

    Unsettled(Sections sections) {
        this.sections = sections;
    }

    /** Begins a section, which is settled at once if it can be. */
    Sections.Section begin(
            Sections.Kind kind, Task task, boolean tried, EventBatch batch, int row) {
        writtenInside |= !kind.bdSem() && !kind.read() && kind.outer() != Hold.NONE;
        boolean later =
                !kind.path().equals(EntryPath.PAGE_FAULT)
                        && !kind.path().equals(EntryPath.UNKNOWN)
                        && EntryPath.showsLater(task, isBareWrite(kind));
        if (!later) {
            return sections.begin(kind, tried, batch, row);
        }
        Sections.Section section = sections.beginUnsettled(tried, batch, row);
        open.add(new Open(section, kind));
        return section;
    }

    boolean any() {
        return !open.isEmpty();
    }

    /** The call ends, and this is what it unmapped. */
    void settle(Task task, List<Unmapping> unmapped, boolean failed) {
        BareUnmap bare = writtenInside || failed ? BareUnmap.NO : bare(unmapped);
        for (Open each : open) {
            Sections.Kind kind = each.kind();
            settle(
                    each,
                    EntryPath.ended(kind.path(), task, unmapped, failed),
                    isBareWrite(kind) ? bare : BareUnmap.NO);
        }
        clear();
    }

    /** How the call ended will never be known. */
    void giveUp() {
        if (open.isEmpty()) {
            writtenInside = false;
            return;
        }
        for (Open each : open) {
            settle(
                    each,
                    each.kind().path(),
                    isBareWrite(each.kind()) && !writtenInside ? BareUnmap.UNSURE : BareUnmap.NO);
        }
        clear();
    }

    /** The task is back in user space. */
    void clear() {
        writtenInside = false;
        if (!open.isEmpty()) {
            open.clear();
        }
    }

    private void settle(Open one, String path, BareUnmap bare) {
        Sections.Kind kind = one.kind();
        sections.settle(
                one.section(),
                new Sections.Kind(path, kind.bdSem(), kind.read(), kind.outer(), bare));
    }

    private static boolean isBareWrite(Sections.Kind kind) {
        return !kind.bdSem() && !kind.read() && kind.outer() == Hold.NONE;
    }

    private static BareUnmap bare(List<Unmapping> unmapped) {
        BareUnmap bare = BareUnmap.NO;
        for (Unmapping each : unmapped) {
            if (each.hit()) {
                return BareUnmap.SURE;
            }
            if (!each.isConditional() && !each.free()) {
                bare = BareUnmap.UNSURE;
            }
        }
        return bare;
    }
}
