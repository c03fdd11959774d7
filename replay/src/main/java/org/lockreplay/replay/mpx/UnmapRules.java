package org.lockreplay.replay.mpx;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.CallKind;
import org.lockreplay.replay.mm.SystemCall;
import org.lockreplay.replay.mm.Task;

/**
 * What has to be done about an unmap: its bracket (M8, M6), and what may be left of tables when it
 * is over (M1, M3, M5).
 *
 * <p>Not thread-safe.
 */
final class UnmapRules {

    private final MpxSpaces spaces;
    private final Breaches breaches;
    private final Scheme scheme;
    private final UnmapTally unmaps = new UnmapTally();

    UnmapRules(MpxSpaces spaces, Breaches breaches, Scheme scheme) {
        this.spaces = spaces;
        this.breaches = breaches;
        this.scheme = scheme;
    }

    /** The unmaps of managed address spaces, by path. */
    List<UnmapCount> counts(List<Breach> found) {
        return unmaps.counts(found, breaches);
    }

    /**
     * A call is about to end which unmapped this, with the memory as it was before.
     *
     * @param known the task's way into the call was seen
     */
    void during(List<Unmapping> all, Task task, Conduct conduct, boolean known) {
        boolean removal = false;
        for (Unmapping unmapping : all) {
            Bracket bracket = bracket(unmapping, conduct);
            judge(unmapping, bracket, task, conduct, known);
            removal |= bracket != Bracket.NONE;
        }
        if (known && removal) {
            // M6 of an unmap: whoever has a bracket has the semaphore for write
            scheme.act(MpxOperation.REMOVAL, conduct, MpxOperation.REMOVAL.label());
        }
    }

    /** The kernel told of unmaps in a call of which it is not known what it unmaps, like ioctl. */
    void elsewhere(String path, Conduct conduct) {
        if (conduct.searched.isEmpty()) {
            unmaps.count(path, conduct.brackets.any() ? conduct.brackets.alone() : Bracket.WHOLE);
        }
        for (AddressRange range : conduct.searched) {
            unmaps.count(
                    path,
                    breaches.seen(Sign.BRACKETS)
                            ? conduct.brackets.around(List.of(range))
                            : Bracket.WHOLE);
        }
    }

    /** The call has ended, and the memory is as it left it. */
    void after(List<Unmapping> all, Task task, MpxSpace space, Conduct conduct) {
        for (Unmapping unmapping : all) {
            afterUnmap(unmapping, task, space, conduct);
        }
        afterBracket(space, conduct);
    }

    /**
     * M12 for a call that failed, which had entries cleared for what it did not unmap. From Linux
     * 5.2 on, the kernel looks for tables first.
     */
    void failed(Task task, MpxSpace space, Conduct conduct) {
        SystemCall call = task.call();
        if (call.kind() != CallKind.MUNMAP || !isAlone(task)) {
            return;
        }
        if (conduct.invalidated.isEmpty()) {
            if (!conduct.faulted) {
                space.searches().judgeFailed(task);
            }
        } else {
            AddressRange.ofLength(call.argument(0), AddressRange.pages(call.argument(1)))
                    .ifPresent(range -> space.memory().failed(range, conduct));
        }
    }

    /** M8, and the count of the unmap by its path. */
    private void judge(
            Unmapping unmapping, Bracket bracket, Task task, Conduct conduct, boolean known) {
        if (unmapping.isConditional() ? !unmapping.hit() : unmapping.free()) {
            return;
        }
        boolean certain =
                known && unmapping.hit() && isJudged(unmapping, task) && showsLocks(conduct);
        unmaps.count(unmapping.label(), bracket);
        if (known && unmapping.hit() && !tellsBrackets() && !unmapping.table() && isAlone(task)) {
            breaches.saw(Sign.EARLY_UNMAPS);
        }
        if (OperationRules.unmap(certain, bracket == Bracket.WHOLE).isPresent()) {
            bracket.broken().ifPresent(way -> add(way, unmapping, task, conduct));
        }
    }

    private void add(Way way, Unmapping unmapping, Task task, Conduct conduct) {
        Breach breach =
                breaches.breach(
                        way,
                        unmapping.label(),
                        Optional.of(unmapping.range()),
                        Optional.of(conduct.began));
        breaches.add(
                task.space(),
                spaces.madeFor(task).memory().withEntryOf(unmapping.range(), breach),
                isToldByBdSem() ? Footing.ofTaking(Hold.WRITE) : List.of());
    }

    private Bracket bracket(Unmapping unmapping, Conduct conduct) {
        if (breaches.seen(Sign.BRACKETS)) {
            return conduct.brackets.around(unmapping.toBracket());
        }
        return Bracket.of(
                isToldByBdSem()
                        ? conduct.bdSemTaken != Hold.NONE && !conduct.unmapSections.onlyBeside()
                        : conduct.searched(unmapping.range()));
    }

    /** Whether {@code bd_sem} stands for brackets. */
    private boolean isToldByBdSem() {
        return breaches.seen(Sign.BD_SEM) && !breaches.seen(Sign.BRACKETS);
    }

    /** Whether {@code bd_sem} would have been seen, if the call took it. */
    private boolean showsLocks(Conduct conduct) {
        boolean matters = isToldByBdSem() || conduct.bdSemUntaken;
        return !matters || breaches.showsLocks(conduct.began.line());
    }

    /** Whether anything was seen so far that would tell of a bracket. */
    private boolean tellsBrackets() {
        return breaches.seen(Sign.BRACKETS)
                || breaches.seen(Sign.BD_SEM)
                || breaches.seen(Sign.SEARCHES);
    }

    /** Where only searches tell of brackets, none is made for a table, nor seen by a sharer. */
    private boolean isJudged(Unmapping unmapping, Task task) {
        boolean bySearch = !breaches.seen(Sign.BRACKETS) && !breaches.seen(Sign.BD_SEM);
        return !bySearch || (breaches.seen(Sign.SEARCHES) && !unmapping.table() && isAlone(task));
    }

    /**
     * M1 and M3 for the memory that went.
     *
     * <p>A kernel that tells which entries it clears has left those that are valid still, even if
     * it looked for them. Where nothing is mapped, the kernel has nothing to look for.
     */
    private void afterUnmap(Unmapping unmapping, Task task, MpxSpace space, Conduct conduct) {
        String path = unmapping.path().label();
        space.memory().unmapped(unmapping.range(), conduct.began, path);
        boolean tells = breaches.seen(Sign.SEARCHES) || breaches.seen(Sign.INVALIDATIONS);
        boolean looked = conduct.searched(unmapping.range());
        if (!tells && space.management() != Management.OFF) {
            space.memory().unmappedUnseen(unmapping.reach(), conduct.began);
        } else if (conduct.known && isAlone(task)) {
            if (!looked && unmapping.hit()) {
                space.memory().atRest(unmapping.range(), path);
            } else if (!conduct.zapped.isEmpty() && looked && tellsLeftByZaps(unmapping, task)) {
                space.memory().leftByZaps(unmapping.range(), conduct, path);
            } else if (breaches.seen(Sign.INVALIDATIONS)) {
                space.memory().left(unmapping.range(), conduct, path);
            }
        }
    }

    /**
     * M3 for the table that a task got in the exception which is over now: its memory may have gone
     * while the task waited.
     */
    void afterException(Task task, MpxSpace space) {
        OptionalLong late = space.allocations().takeLate(task);
        if (late.isPresent() && isAlone(task)) {
            space.allocations().atRest(late.getAsLong());
        }
    }

    /** M3 and M5 for what a bracket left behind. */
    private static void afterBracket(MpxSpace space, Conduct conduct) {
        if (!conduct.marked.isEmpty() || !conduct.invalidated.isEmpty()) {
            space.removals().over(conduct.marked, conduct.invalidated, conduct.path);
        }
    }

    /**
     * Whether the kernel zapped nothing but for what is mapped still: no other task had a table
     * where there was room, and all that was done in this memory is in the trace.
     */
    private boolean tellsLeftByZaps(Unmapping unmapping, Task task) {
        boolean plain =
                unmapping.path() == UnmapPath.MUNMAP
                        || unmapping.path() == UnmapPath.BRK_SHRINK
                        || unmapping.path() == UnmapPath.MREMAP_SHRINK;
        return plain
                && !breaches.seen(Sign.INVALIDATIONS)
                && task.space().whole()
                && !task.space().shared();
    }

    /** Whether no other task of the address space may be changing its memory, or its management. */
    private boolean isAlone(Task task) {
        return !task.space().doubtful() && !task.anySharer(UnmapRules::mayChange);
    }

    private static boolean mayChange(Task task) {
        CallKind kind = task.call().kind();
        return kind.changesMemory() || kind == CallKind.MAPS_UNSEEN || kind == CallKind.PRCTL;
    }
}
