package org.lockreplay.replay.mpx;

import java.util.Optional;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;
import org.lockreplay.replay.mm.AddressSpaces;
import org.lockreplay.replay.mm.CallKind;
import org.lockreplay.replay.mm.Task;

/**
 * What tasks may not do when they ask for one of the two semaphores (M7, M9, M10, M11), what must
 * be done when they give it back (M5), and which critical sections there are.
 *
 * <p>Not thread-safe.
 */
final class SemaphoreRules {

    private final AddressSpaces addressSpaces;
    private final MpxSpaces spaces;
    private final Breaches breaches;
    private final Semaphores semaphores;
    private final Conducts conducts;
    private boolean mmapSemTraced;
    private int kept;

    SemaphoreRules(
            AddressSpaces addressSpaces,
            MpxSpaces spaces,
            Breaches breaches,
            Semaphores semaphores,
            Conducts conducts) {
        this.addressSpaces = addressSpaces;
        this.spaces = spaces;
        this.breaches = breaches;
        this.semaphores = semaphores;
        this.conducts = conducts;
    }

    /** Whether lock events show {@code mmap_sem}. */
    boolean mmapSemTraced() {
        return mmapSemTraced;
    }

    /** Another recording begins, which may show other events. */
    void beginRecording() {
        semaphores.beginRecording();
        mmapSemTraced = false;
        kept = 0;
    }

    /** A lock event. */
    void lock(EventKind kind, EventBatch batch, int row) {
        boolean unnamed = kind == EventKind.LOCK_RELEASE && batch.name(row) == Names.EMPTY;
        if (kind == EventKind.LOCK_ACQUIRE) {
            semaphores.sawAcquisition();
            breaches.sawLock();
        }
        int which = unnamed ? Semaphores.NEITHER : semaphores.of(batch, row);
        if (which == Semaphores.BD_SEM && kind == EventKind.LOCK_ACQUIRE) {
            conducts.activate();
            breaches.saw(Sign.BD_SEM);
        }
        mmapSemTraced |= which == Semaphores.MMAP_SEM;
        if (!conducts.active() || (which == Semaphores.NEITHER && !unnamed)) {
            return;
        }
        if (kind == EventKind.LOCK_ACQUIRE) {
            ask(which == Semaphores.BD_SEM, batch, row);
        } else if (kind == EventKind.LOCK_ACQUIRED) {
            owns(conducts.of(batch.pid(row)), batch, row);
        } else if (kind == EventKind.LOCK_RELEASE) {
            sawRelease(unnamed || which == Semaphores.BD_SEM, which != Semaphores.BD_SEM);
            givesBack(conducts.of(batch.pid(row)), batch, row);
        }
    }

    private void sawRelease(boolean maybeBdSem, boolean maybeMmapSem) {
        breaches.saw(Sign.RELEASES);
        if (maybeBdSem) {
            breaches.saw(Sign.BD_SEM_RELEASES);
        }
        if (maybeMmapSem) {
            breaches.saw(Sign.MMAP_SEM_RELEASES);
        }
    }

    /** An event of {@code mmap_lock}, which stands in where lock events do not show it. */
    void mmapLock(EventKind kind, EventBatch batch, int row) {
        if (!conducts.active() || mmapSemTraced) {
            return;
        }
        breaches.sawLock();
        Conduct conduct = conducts.of(batch.pid(row));
        if (kind == EventKind.MMAP_LOCK_RELEASED) {
            sawRelease(false, true);
            givesBack(conduct, batch, row);
        } else if (kind == EventKind.MMAP_LOCK_START) {
            if (conduct.faultedUnder.isPresent()) {
                faultAsks(conduct, batch, row);
            }
        } else if (batch.payload(row, 0) != 0) {
            conduct.release(batch.address(row), batch.time(row));
            ask(false, batch, row);
            owns(conduct, batch, row);
        }
    }

    private void ask(boolean bdSem, EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        Conduct conduct = conducts.of(batch.pid(row));
        Hold mode = Mode.read(batch.mode(row)) ? Hold.READ : Hold.WRITE;
        if (bdSem) {
            askForBdSem(task, conduct, mode, batch, row);
        } else {
            askForMmapSem(task, conduct, mode, batch, row);
        }
        Optional<Sections.Section> section =
                conducts.countSections() && isCounted(task, bdSem)
                        ? Optional.of(section(task, conduct, bdSem, mode, batch, row))
                        : Optional.empty();
        conduct.take(
                new Held(
                        bdSem,
                        batch.address(row),
                        mode,
                        batch.line(row),
                        batch.time(row),
                        section));
    }

    private void askForBdSem(Task task, Conduct conduct, Hold mode, EventBatch batch, int row) {
        breaches.saw(mode == Hold.READ ? Sign.READS : Sign.WRITES);
        if (!Mode.tryLock(batch.mode(row))) {
            conduct.holds(false)
                    .ifPresent(
                            held ->
                                    OperationRules.askForBdSem(held.mode())
                                            .ifPresent(way -> add(way, task, conduct, held)));
            conduct.holds(batch.address(row))
                    .ifPresent(held -> add(Way.NESTED, task, conduct, held));
        }
    }

    private void askForMmapSem(Task task, Conduct conduct, Hold mode, EventBatch batch, int row) {
        if (conduct.holdsAny(false) && ++kept > 1) {
            // once may be a deadlock
            breaches.saw(Sign.MMAP_SEM_KEPT);
        }
        breaches.saw(Sign.MMAP_SEM);
        if (task.call().kind() == CallKind.PRCTL && !conduct.prctlNested) {
            askInPrctl(task, conduct);
        }
        if (conduct.faultedUnder.isPresent()) {
            faultAsks(conduct, batch, row);
        }
        if (mode == Hold.WRITE) {
            conduct.loser = Optional.empty();
            conduct.writes++;
        }
    }

    private Sections.Section section(
            Task task, Conduct conduct, boolean bdSem, Hold mode, EventBatch batch, int row) {
        boolean tried = Mode.tryLock(batch.mode(row));
        Sections.Kind kind = Attribution.kind(task, conduct, bdSem, mode, batch.names());
        return conduct.unsettled.begin(kind, task, tried, batch, row);
    }

    /**
     * The task owns what it asked for. Whoever maps a table owns {@code mmap_sem} for write, so
     * that searches whose tasks have given it back came before the table.
     */
    private void owns(Conduct conduct, EventBatch batch, int row) {
        conduct.own(batch.address(row), batch.time(row));
        if (conduct.exception == Conduct.MISSING_TABLE && maps(conduct.holds(batch.address(row)))) {
            mapsTable(addressSpaces.task(batch.pid(row)));
        }
    }

    private void mapsTable(Task task) {
        Optional<MpxSpace> space = spaces.of(task);
        if (space.isPresent()
                && spaces.twins(space.get()).isEmpty()
                && !space.get().searches().isLookedAtByOther(task)) {
            space.get().allocations().mapsTable(task);
        }
    }

    private static boolean maps(Optional<Held> held) {
        return held.isPresent() && !held.get().bdSem() && held.get().mode() == Hold.WRITE;
    }

    /**
     * What the semaphore kept apart is over: reading entries, or, judged by M5, a removal. What the
     * task itself has marked may still be removed, though too late; that is judged when its call is
     * over.
     */
    private void givesBack(Conduct conduct, EventBatch batch, int row) {
        Optional<Held> held = conduct.release(batch.address(row), batch.time(row));
        if (held.isEmpty()) {
            givesBackUntaken(conduct, batch, row);
        } else if (!conduct.holdsAny(held.get().bdSem())) {
            Task task = addressSpaces.task(batch.pid(row));
            Optional<MpxSpace> space = spaces.of(task);
            if (space.isPresent()) {
                givesBack(held.get().bdSem(), task, space.get(), conduct);
            }
        }
    }

    private void givesBackUntaken(Conduct conduct, EventBatch batch, int row) {
        if (semaphores.of(batch, row) == Semaphores.BD_SEM) {
            breaches.saw(Sign.UNTAKEN);
            conduct.bdSemUntaken = true;
        }
    }

    private static void givesBack(boolean bdSem, Task task, MpxSpace space, Conduct conduct) {
        if (!bdSem) {
            space.searches().hasLooked(task);
        } else if (conduct.known && conduct.brackets.any()) {
            space.removals().givesBack(Attribution.path(task, conduct), conduct.marked);
        }
    }

    /** Sections of managed address spaces count, and those of prctl that make them so. */
    private boolean isCounted(Task task, boolean bdSem) {
        return bdSem || Attribution.prctl(task).isPresent() || isManaged(spaces.of(task));
    }

    private static boolean isManaged(Optional<MpxSpace> space) {
        return space.isPresent() && space.get().management() == Management.ON;
    }

    private void askInPrctl(Task task, Conduct conduct) {
        Optional<MpxOperation> operation = Attribution.prctl(task);
        Optional<Held> outer = conduct.holds(true);
        if (operation.isPresent() && outer.isPresent()) {
            conduct.prctlNested = true;
            OperationRules.askForMmapSem(operation.get(), outer.get().mode())
                    .ifPresent(way -> add(way, task, conduct, outer.get()));
        }
    }

    private void faultAsks(Conduct conduct, EventBatch batch, int row) {
        Held under = conduct.faultedUnder.get();
        if (under.lock() == batch.address(row) && Mode.read(batch.mode(row))) {
            Task task = addressSpaces.task(batch.pid(row));
            boolean stillHeld = conduct.holds(batch.address(row)).equals(conduct.faultedUnder);
            conduct.faultedUnder = Optional.empty();
            if (stillHeld) {
                OperationRules.fault(under.mode()).ifPresent(way -> add(way, task, conduct, under));
            }
        }
    }

    private void add(Way way, Task task, Conduct conduct, Held held) {
        breaches.add(way, Attribution.path(task, conduct), Optional.of(held.since()));
    }
}
