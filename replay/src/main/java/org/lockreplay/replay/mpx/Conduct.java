package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.Moment;

/**
 * What one task has done since it was last in user space: the system call or the exception that it
 * is in, and the two semaphores that it took.
 *
 * <p>Where {@link #known} is false, the task's way into the kernel was not seen: what it did not
 * do, as far as this tells, it may have done before. Not thread-safe.
 */
final class Conduct {

    /** The bits of {@code bndstatus} that say which exception it is; the others are an address. */
    static final int CODE = 3;

    static final int NO_EXCEPTION = 0;
    static final int VIOLATION = 1;
    static final int MISSING_TABLE = 2;

    private final HeldSemaphores held = new HeldSemaphores();

    /** Sections of which it is not known yet what they are. */
    final Unsettled unsettled;

    /** Began with an event that says that the task came from user space. */
    boolean known;

    /** The code of the bounds exception that it is in, or {@link #NO_EXCEPTION}. */
    int exception = NO_EXCEPTION;

    /** How {@code bd_sem} was taken since; the stronger one of two. */
    Hold bdSemTaken = Hold.NONE;

    /** It gave {@code bd_sem} back, and was not seen to take it. */
    boolean bdSemUntaken;

    /** Name of the call that it is in, to tell its end from that of another one; 0 if in none. */
    int call;

    /** How another event calls it, by number if the first one does by name; 0 if none does. */
    int otherName;

    /** What the task was about when its call ended. */
    String path = "";

    Moment began = new Moment(0, 0);

    /** How often it has asked for {@code mmap_sem} for write. */
    int writes;

    /** The kernel has answered with a SIGSEGV of its own. */
    boolean refused;

    /** A page fault happened since, in the kernel. */
    boolean faulted;

    /** The same, one that may ask for {@code mmap_sem}. */
    boolean faulting;

    final BracketEvents brackets = new BracketEvents();

    /** Where in the call its memory may have been unmapped. */
    final UnmapSections unmapSections = new UnmapSections();

    boolean prctlNested;

    /** A table was allocated in the exception that it is in. */
    boolean allocated;

    boolean searchedUntold;
    final List<AddressRange> searched = new ArrayList<>();
    final List<Long> marked = new ArrayList<>();
    final List<Long> invalidated = new ArrayList<>();

    /** The entries of which part of the table was zapped. */
    final List<Long> zapped = new ArrayList<>();

    /** A bounds exception inside the call, to be reported when the call's end was seen. */
    Optional<Breach> exceptionInCall = Optional.empty();

    /** The {@code mmap_sem}, held for write, under which a page fault happened. */
    Optional<Held> faultedUnder = Optional.empty();

    /** The table that did not go into its entry, until its end is seen. */
    Optional<Breach> loser = Optional.empty();

    Conduct(Sections sections) {
        unsettled = new Unsettled(sections);
    }

    /** The task comes into the kernel from user space. */
    void begin(Moment at) {
        reset();
        known = true;
        began = at;
    }

    /** The task is in user space, or nothing is known of it. */
    void reset() {
        unsettled.giveUp();
        known = false;
        exception = NO_EXCEPTION;
        bdSemTaken = Hold.NONE;
        bdSemUntaken = false;
        call = 0;
        otherName = 0;
        path = "";
        writes = 0;
        refused = false;
        faulted = false;
        faulting = false;
        if (brackets.any()) {
            brackets.clear();
        }
        unmapSections.clear();
        prctlNested = false;
        allocated = false;
        searchedUntold = false;
        exceptionInCall = Optional.empty();
        faultedUnder = Optional.empty();
        loser = Optional.empty();
        held.clear();
        if (!searched.isEmpty()) {
            searched.clear();
        }
        if (!marked.isEmpty()) {
            marked.clear();
        }
        if (!invalidated.isEmpty()) {
            invalidated.clear();
        }
        if (!zapped.isEmpty()) {
            zapped.clear();
        }
    }

    // ---- calls ----

    boolean inCall() {
        return call != 0;
    }

    boolean inCall(int name) {
        return name == call || name == otherName;
    }

    /** Another event tells of its call; numbers are negative, and a name tells people more. */
    void callAlso(int name) {
        otherName = Math.min(call, name);
        call = Math.max(call, name);
    }

    // ---- semaphores ----

    void take(Held taken) {
        unmapSections.taken(taken, held.any(true));
        held.add(taken);
        if (taken.bdSem() && bdSemTaken != Hold.WRITE) {
            bdSemTaken = taken.mode();
        }
    }

    /** The task owns what it asked for. */
    void own(long lock, long time) {
        Optional<Held> found = held.first(lock);
        if (found.isPresent() && found.get().section().isPresent()) {
            found.get().section().get().own(time);
        }
    }

    /** The last hold of this lock ends; answers it. */
    Optional<Held> release(long lock, long time) {
        Optional<Held> released = held.release(lock);
        if (released.isPresent()) {
            unmapSections.released(released.get());
            Optional<Sections.Section> section = released.get().section();
            if (section.isPresent()) {
                section.get().end(time);
            }
            faulting = false;
        }
        return released;
    }

    /** Whether it holds one of this kind of the two semaphores. */
    boolean holdsAny(boolean bdSem) {
        return held.any(bdSem);
    }

    /** The first of the two semaphores that it holds, of this kind. */
    Optional<Held> holds(boolean bdSem) {
        return held.first(bdSem);
    }

    Optional<Held> holds(long lock) {
        return held.first(lock);
    }

    Hold mode(boolean bdSem) {
        Optional<Held> found = held.first(bdSem);
        return found.isPresent() ? found.get().mode() : Hold.NONE;
    }

    /** Whether something told of an unmap: a search, or the bracket around it. */
    boolean searches() {
        return searchedUntold || !searched.isEmpty() || brackets.any();
    }

    /** Whether a search in this call was, or may have been, of this memory. */
    boolean searched(AddressRange range) {
        if (searchedUntold) {
            return true;
        }
        for (int i = 0; i < searched.size(); i++) {
            if (searched.get(i).intersects(range)) {
                return true;
            }
        }
        return false;
    }
}
