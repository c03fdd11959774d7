package org.lockreplay.replay.mpx;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Names;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.CallKind;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.SystemCall;
import org.lockreplay.replay.mm.Task;

/**
 * Holds what the tasks of a trace do against M6 to M11, and hands the effects of what they do to
 * the model, which judges the rest.
 *
 * <p>Does nothing until something of MPX or of {@code bd_sem} was seen. What a task did not do is
 * held against it only where its way into the kernel was seen and nothing was lost since. Not
 * thread-safe.
 */
final class Judge {

    private final MpxSpaces spaces;
    private final Breaches breaches;
    private final Conducts conducts;
    private final EntryPaths entryPaths;
    private final RaceLosers losers;
    private final Scheme scheme;
    private final UnmapRules unmaps;

    Judge(
            MpxSpaces spaces,
            Breaches breaches,
            Conducts conducts,
            EntryPaths entryPaths,
            Scheme scheme,
            UnmapRules unmaps) {
        this.spaces = spaces;
        this.breaches = breaches;
        this.conducts = conducts;
        this.entryPaths = entryPaths;
        losers = new RaceLosers(breaches);
        this.scheme = scheme;
        this.unmaps = unmaps;
    }

    /** Something of MPX was seen: from here on there is something to judge. */
    void begin() {
        conducts.activate();
    }

    // ---- the ways into the kernel and back ----

    /**
     * A system call begins; {@code name} tells it from others.
     *
     * @param told another event has told so, with another name
     */
    void callBegins(Task task, int name, boolean told, EventBatch batch, int row) {
        if (conducts.active() || Attribution.prctl(task).isPresent()) {
            begin();
            Moment at = Moment.of(batch, row);
            Conduct conduct = conducts.of(task.pid());
            if (told && conduct.inCall()) {
                conduct.callAlso(name);
                return;
            }
            losers.over(conduct);
            conduct.begin(at);
            conduct.call = name;
        }
    }

    /**
     * A system call is about to end: judges what its task did in it, with the memory as it was
     * before.
     *
     * @param names of calls, of which {@code name} is one
     * @return what it unmapped
     */
    List<Unmapping> callEnds(Task task, Names names, int name, long result) {
        show(task.call().kind());
        if (!conducts.active()) {
            return List.of();
        }
        Conduct conduct = conducts.of(task.pid());
        conduct.path = Attribution.path(task, conduct);
        if (conduct.inCall(name) && conduct.exceptionInCall.isPresent()) {
            breaches.add(conduct.exceptionInCall.get());
        }
        boolean known = conduct.known && conduct.inCall(name);
        if (task.call().kind() == CallKind.PRCTL) {
            prctlEnds(task, conduct, known, result);
        }
        if (task.call().kind().changesMemory()) {
            breaches.saw(Sign.CALLS);
        }
        Optional<MpxSpace> space = spaces.of(task);
        boolean relevant = space.isPresent() && space.get().isRelevant();
        if (!relevant && !conduct.unsettled.any()) {
            return List.of();
        }
        List<Unmapping> all = Unmapping.of(task, result);
        boolean failed = SystemCall.failed(result);
        if (known && conduct.unsettled.any()) {
            conduct.unsettled.settle(task, all, failed);
        }
        if (known && !failed) {
            entryPaths.call(task, conduct, space, all, names);
        }
        if (!relevant) {
            return List.of();
        }
        callEnds(task, space.get(), names, failed, conduct, known, all);
        return all;
    }

    private void callEnds(
            Task task,
            MpxSpace space,
            Names names,
            boolean failed,
            Conduct conduct,
            boolean known,
            List<Unmapping> all) {
        if (known && failed) {
            unmaps.failed(task, space, conduct);
        }
        if (space.management() == Management.ON && !space.assumed()) {
            unmaps.during(all, task, conduct, known);
            if (known && conduct.searches() && !UnmapRanges.mayUnmap(task)) {
                unmaps.elsewhere(EntryPath.of(task, conduct, names), conduct);
            }
        }
    }

    private void prctlEnds(Task task, Conduct conduct, boolean known, long result) {
        Optional<MpxOperation> operation = Attribution.prctl(task);
        if (operation.isPresent()) {
            breaches.saw(Sign.PRCTLS);
            if (result == 0) {
                entryPaths.prctl(task);
            }
            if (known && result == 0) {
                scheme.act(operation.get(), conduct, operation.get().label());
            }
        }
    }

    /** A call of this kind is traced: one by which memory is unmapped, or attached. */
    private void show(CallKind call) {
        switch (call) {
            case MMAP, OLD_MMAP -> breaches.saw(Sign.MMAPS);
            case MUNMAP -> breaches.saw(Sign.MUNMAPS);
            case MREMAP -> breaches.saw(Sign.MREMAPS);
            case BRK -> breaches.saw(Sign.BRKS);
            case SHMAT -> breaches.saw(Sign.ATTACHMENTS);
            case SHMDT -> breaches.saw(Sign.DETACHMENTS);
            default -> {}
        }
    }

    /** The call has ended, and the memory is as it left it. */
    void callEnded(Task task, List<Unmapping> all) {
        if (!conducts.active()) {
            return;
        }
        Conduct conduct = conducts.of(task.pid());
        Optional<MpxSpace> space = spaces.of(task);
        if (space.isPresent()) {
            unmaps.after(all, task, space.get(), conduct);
        }
        conduct.reset();
    }

    /** The task comes into the kernel anew: what it got in an exception before is judged. */
    void exceptionOver(Task task, MpxSpace space) {
        if (conducts.active()) {
            unmaps.afterException(task, space);
        }
    }

    /** A bounds exception with this code. */
    void exception(Task task, int code, Moment at) {
        Conduct conduct = conducts.of(task.pid());
        breaches.saw(Sign.EXCEPTIONS);
        losers.over(conduct);
        MpxOperation operation =
                code == Conduct.VIOLATION ? MpxOperation.VIOLATION : MpxOperation.ALLOCATION;
        entryPaths.exception(code);
        if (conduct.holdsAny(true) || conduct.holdsAny(false)) {
            exceptionUnderSemaphore(operation, conduct);
        }
        if (task.call().going() && conduct.known && conduct.inCall()) {
            exceptionInCall(operation, conduct, at);
        } else {
            conduct.begin(at);
        }
        conduct.exception = code;
    }

    private void exceptionUnderSemaphore(MpxOperation operation, Conduct conduct) {
        Optional<Held> held = conduct.holds(true).or(() -> conduct.holds(false));
        OperationRules.begin(operation, Optional.empty(), conduct.mode(true), conduct.mode(false))
                .ifPresent(way -> breaches.add(way, operation.label(), held.map(Held::since)));
    }

    /** It is one in the kernel only if the call goes on behind it. */
    private void exceptionInCall(MpxOperation operation, Conduct conduct, Moment at) {
        Breach inside =
                breaches.breach(
                        Way.EXCEPTION_IN_KERNEL,
                        operation.label(),
                        Optional.empty(),
                        Optional.of(conduct.began));
        int call = conduct.call;
        int otherName = conduct.otherName;
        conduct.begin(at);
        conduct.call = call;
        conduct.otherName = otherName;
        conduct.exceptionInCall = Optional.of(inside);
    }

    /** A page fault; one of user space says where the task is. */
    void pageFault(boolean user, EventBatch batch, int row) {
        if (!conducts.active()) {
            return;
        }
        Conduct conduct = conducts.of(batch.pid(row));
        breaches.saw(Sign.PAGE_FAULTS);
        if (user) {
            losers.over(conduct);
            conduct.begin(Moment.of(batch, row));
        } else {
            conduct.faulted = true;
            conduct.faulting = true;
            conduct.faultedUnder = conduct.holds(false).filter(held -> held.mode() == Hold.WRITE);
        }
    }

    /** Whether a page fault, as the task read an entry, may have made it leave all as it was. */
    boolean mayGiveUp(Task task) {
        return conducts.active() && conducts.of(task.pid()).faulted;
    }

    // ---- what happens in an operation ----

    /** A violation was reported to the program. */
    void violation(int pid) {
        Conduct conduct = conducts.of(pid);
        if (conduct.exception == Conduct.VIOLATION) {
            scheme.act(MpxOperation.VIOLATION, conduct, MpxOperation.VIOLATION.label());
        }
    }

    /** A table was allocated. */
    void tableNew(int pid) {
        breaches.saw(Sign.TABLES);
        scheme.allocated(conducts.of(pid));
    }

    /** The kernel looks for tables. */
    void search(Task task, Optional<AddressRange> range) {
        Conduct conduct = conducts.of(task.pid());
        breaches.saw(Sign.SEARCHES);
        if (range.isPresent()) {
            conduct.searched.add(range.get());
        } else {
            conduct.searchedUntold = true;
        }
    }

    /** {@code mpx_pre_unmap} or {@code mpx_post_unmap}. */
    void bracket(Task task, boolean begins, Optional<AddressRange> range) {
        Conduct conduct = conducts.of(task.pid());
        breaches.saw(Sign.BRACKETS);
        breaches.saw(begins ? Sign.BRACKET_BEGINNINGS : Sign.BRACKET_ENDS);
        if (begins && conduct.brackets.isOpen()) {
            breaches.add(Way.NESTED, Attribution.path(task, conduct), Optional.of(conduct.began));
        }
        if (begins) {
            conduct.brackets.begin(range);
        } else {
            conduct.brackets.end();
        }
    }

    /** The kernel tried to put a table into an entry. */
    void exchange(Task task, OptionalLong entry, long table, boolean won) {
        Conduct conduct = conducts.of(task.pid());
        breaches.saw(Sign.EXCHANGES);
        if (won && (table & -AddressRange.PAGE) != 0) {
            scheme.allocated(conduct);
        }
        if (!won) {
            losers.lost(conduct, entry, table);
        }
    }

    /**
     * A table was removed.
     *
     * @return whether a mark of it was due: the loser of a race frees its own without one, and what
     *     was done before the task was seen is not known
     */
    boolean removed(int pid, long table) {
        Conduct conduct = conducts.of(pid);
        removedUnnamed(pid);
        boolean own = conduct.exception != Conduct.NO_EXCEPTION || conduct.loser.isPresent();
        if (!own) {
            scheme.stillHeld(conduct);
        }
        losers.removed(conduct, table);
        return !own && conduct.known;
    }

    /** A table that the trace does not name was removed. */
    void removedUnnamed(int pid) {
        breaches.saw(Sign.REMOVALS);
        conducts.of(pid).unmapSections.removed();
    }

    void marked(int pid, long table) {
        breaches.saw(Sign.MARKS);
        scheme.stillHeld(conducts.of(pid));
        conducts.of(pid).marked.add(table);
    }

    /** Part of the table of an entry was zapped: the kernel says that memory of it stays. */
    void zapped(int pid, OptionalLong entry) {
        breaches.saw(Sign.ZAPS);
        if (entry.isPresent()) {
            conducts.of(pid).zapped.add(entry.getAsLong());
        }
    }

    void invalidated(int pid, OptionalLong entry, Moment at) {
        if (!breaches.seen(Sign.INVALIDATIONS)) {
            // what was taken for cleared before may have been left
            if (spaces.tellClearing(at.line())) {
                breaches.saw(Sign.EARLY_SEARCHES);
            }
        }
        breaches.saw(Sign.INVALIDATIONS);
        entry.ifPresent(index -> conducts.of(pid).invalidated.add(index));
    }

    /** The kernel sends a SIGSEGV of its own, whatever for. */
    void signalled(int pid) {
        if (conducts.active()) {
            conducts.of(pid).refused = true;
        }
    }

    /** The kernel sends SIGSEGV for a table or an unmap. */
    void refused(Task task, Way way) {
        Conduct conduct = conducts.of(task.pid());
        breaches.add(
                way,
                Attribution.path(task, conduct),
                conduct.known ? Optional.of(conduct.began) : Optional.empty());
    }
}
