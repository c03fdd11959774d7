package org.lockreplay.replay.mpx;

import org.lockreplay.replay.mm.AddressSpace;
import org.lockreplay.replay.mm.Moment;

/**
 * What later lines show to be uncertain of one address space: its states and its history are held
 * against it when they are told.
 *
 * <p>Not thread-safe.
 */
final class Hindsight {

    private final AddressSpace space;
    private final LateDoubts lateDoubts = new LateDoubts();
    private final PartialFrees partialFrees;
    private boolean absent;
    private boolean absentAlways;
    private boolean missesFilling;
    private boolean missesClearing;

    /** The first line that shows that the kernel tells which entries it clears; 0 if none does. */
    private long clearingTold;

    /** Of an address space that is new, or that nothing is known of. */
    Hindsight(AddressSpace space) {
        this(space, new PartialFrees());
    }

    /** Of a copy made by a fork. */
    Hindsight(AddressSpace space, Hindsight parent) {
        this(space, parent.partialFrees);
    }

    private Hindsight(AddressSpace space, PartialFrees partialFrees) {
        this.space = space;
        this.partialFrees = partialFrees;
    }

    // ---- what shows so ----

    /** This line shows that a valid entry may have been cleared by an earlier event. */
    void doubtSince(long index, Moment since, long line) {
        lateDoubts.add(index, since, line);
    }

    /** A search that began at {@code since}, and is over at this line, freed part of an entry. */
    void freedInPart(long index, long since, long line) {
        partialFrees.add(index, since, line);
    }

    /** The recording is over, and showed no zap: what was not zapped is not known to be freed. */
    void missZaps() {
        partialFrees.missZaps();
    }

    /**
     * The recording is over, and showed nothing that fills entries, or nothing that clears them.
     */
    void missChanges(boolean filling, boolean clearing) {
        missesFilling = filling;
        missesClearing = clearing;
    }

    /**
     * The kernel tells which entries it clears, as this line shows first: what was taken for freed
     * before may never have been cleared.
     */
    void tellsClearing(long line) {
        clearingTold = line;
    }

    /**
     * What its tasks did on CPUs that are not recorded is unknown.
     *
     * @param always not only since one of them is known to have been away
     */
    void doubtAbsent(boolean always) {
        absent = true;
        absentAlways = always;
    }

    // ---- what is uncertain ----

    /** Whether entries of which nothing was seen may have been filled. */
    boolean missesFilling() {
        return missesFilling;
    }

    /** Whether something that was not recorded may have changed it before this line. */
    boolean mayBeChangedUnseen(long line) {
        return space.mayBeChangedUnseen(line)
                || absentAlways
                || (absent && space.mayBeChangedElsewhere(line));
    }

    /** Whether what was freed up to this line may, as later ones show, still be there. */
    private boolean mayKeepFreed(long line) {
        return line < clearingTold;
    }

    /** The same for an entry that was freed by this event. */
    boolean mayKeepFreed(HistoryEvent event) {
        long line = event.at().line();
        return mayKeepFreed(line)
                || (event.index().isPresent()
                        && partialFrees.mayBeKeptAt(event.index().getAsLong(), line));
    }

    /** An entry as it was after this line, as far as that is certain now. */
    DirectoryEntry sure(DirectoryEntry entry, long line) {
        if (entry.state() == EntryState.FREED
                && (mayKeepFreed(line)
                        || partialFrees.mayBeKept(entry.index(), entry.since().line()))) {
            return entry.maybeFreed(entry.since());
        }
        if (missesClearing && entry.state() == EntryState.VALID) {
            return entry.doubted();
        }
        return entry.state() == EntryState.VALID
                ? lateDoubts.of(entry, line).map(entry::maybeFreed).orElse(entry)
                : entry;
    }
}
