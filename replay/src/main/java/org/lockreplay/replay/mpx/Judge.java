package org.lockreplay.replay.mpx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.AddressSpaces;
import org.lockreplay.replay.mm.CallKind;
import org.lockreplay.replay.mm.Moment;
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

    private final AddressSpaces addressSpaces;
    private final MpxSpaces spaces;
    private final Breaches breaches;
    private final Semaphores semaphores;
    private final UnmapTally unmaps = new UnmapTally();
    private final Sections sections = new Sections();
    private final Map<Integer, Conduct> conducts = new HashMap<>();
    private Names names = new Names();
    private boolean active;
    private boolean mmapSemTraced;
    private int lastPid = -1;
    private Conduct last = new Conduct();

    Judge(AddressSpaces addressSpaces, MpxSpaces spaces, Breaches breaches, Semaphores semaphores) {
        this.addressSpaces = addressSpaces;
        this.spaces = spaces;
        this.breaches = breaches;
        this.semaphores = semaphores;
    }

    /** Whether there is something to judge: something of MPX or of {@code bd_sem} was seen. */
    boolean active() {
        return active;
    }

    /** Whether lock events show {@code mmap_sem}. */
    boolean mmapSemTraced() {
        return mmapSemTraced;
    }

    /** The unmaps of managed address spaces, by path. */
    List<UnmapCount> unmapCounts(List<Breach> found) {
        return unmaps.counts(found, breaches);
    }

    /** The critical sections of managed address spaces, by kind. */
    List<SectionCount> sectionCounts() {
        return sections.counts();
    }

    /** The operations that occurred. */
    List<OperationCount> operationCounts() {
        return sections.operations();
    }

    /** An event of MPX: from here on there is something to judge. */
    Conduct conduct(int pid) {
        active = true;
        if (pid != lastPid) {
            last = conducts.computeIfAbsent(pid, none -> new Conduct());
            lastPid = pid;
        }
        return last;
    }

    // ---- the ways into the kernel and back ----

    /** A system call begins; {@code name} tells it from others. */
    void callBegins(Task task, int name, EventBatch batch, int row) {
        if (active || Attribution.prctl(task).isPresent()) {
            names = batch.names();
            Moment at = Moment.of(batch, row);
            Conduct conduct = conduct(task.pid());
            over(conduct);
            conduct.begin(at);
            conduct.call = name;
        }
    }

    /**
     * A system call is about to end: judges what its task did in it, with the memory as it was
     * before.
     *
     * @return what it unmapped
     */
    List<Unmapping> callEnds(Task task, int name, long result) {
        if (!active) {
            return List.of();
        }
        Conduct conduct = conduct(task.pid());
        conduct.path = Attribution.path(task, conduct);
        if (conduct.call == name) {
            conduct.exceptionInCall.ifPresent(breaches::add);
        }
        boolean known = conduct.known && conduct.call == name;
        Attribution.prctl(task)
                .ifPresent(
                        operation -> {
                            breaches.saw(Sign.PRCTLS);
                            if (result == 0) {
                                sections.occurred(operation);
                            }
                            if (known && result == 0 && breaches.seen(Sign.BD_SEM)) {
                                act(operation, conduct, operation.label());
                            }
                        });
        if (task.call().kind().changesMemory()) {
            breaches.saw(Sign.CALLS);
        }
        if (task.call().kind() == CallKind.MUNMAP) {
            breaches.saw(Sign.MUNMAPS);
        }
        if (conduct.brackets.any()
                || (conduct.bdSemTaken != Hold.NONE && Attribution.prctl(task).isEmpty())) {
            sections.occurred(MpxOperation.REMOVAL);
        }
        Optional<MpxSpace> space = spaces.of(task).filter(MpxSpace::isRelevant);
        if (space.isEmpty()) {
            return List.of();
        }
        List<Unmapping> all = Unmapping.of(task, result);
        if (space.get().management() == Management.ON) {
            all.forEach(unmapping -> judge(unmapping, task, conduct, known));
            judgeMode(all, conduct, known);
        }
        return all;
    }

    /** The call has ended, and the memory is as it left it. */
    void callEnded(Task task, List<Unmapping> all) {
        if (!active) {
            return;
        }
        Conduct conduct = conduct(task.pid());
        spaces.of(task)
                .ifPresent(
                        space -> {
                            all.forEach(unmapping -> afterUnmap(unmapping, task, space, conduct));
                            afterBracket(space, conduct);
                        });
        conduct.reset();
    }

    /** A bounds exception with this code. */
    void exception(Task task, int code, Moment at) {
        Conduct conduct = conduct(task.pid());
        breaches.saw(Sign.EXCEPTIONS);
        over(conduct);
        MpxOperation operation =
                code == Conduct.VIOLATION ? MpxOperation.VIOLATION : MpxOperation.ALLOCATION;
        if (code == Conduct.VIOLATION || code == Conduct.MISSING_TABLE) {
            sections.occurred(operation);
        }
        Optional<Held> held = conduct.holds(true).or(() -> conduct.holds(false));
        OperationRules.begin(operation, Optional.empty(), conduct.mode(true), conduct.mode(false))
                .ifPresent(way -> add(way, operation.label(), held.map(Held::since)));
        boolean inCall = task.call().going() && conduct.known && conduct.call != 0;
        int call = inCall ? conduct.call : 0;
        Optional<Breach> inside =
                inCall
                        ? Optional.of(
                                breaches.breach(
                                        Way.EXCEPTION_IN_KERNEL,
                                        operation.label(),
                                        Optional.empty(),
                                        Optional.of(conduct.began)))
                        : Optional.empty();
        conduct.begin(at);
        conduct.exception = code;
        conduct.call = call;
        conduct.exceptionInCall = inside;
    }

    /** A page fault; one of user space says where the task is. */
    void pageFault(int pid, boolean user, Moment at) {
        if (!active) {
            return;
        }
        Conduct conduct = conduct(pid);
        breaches.saw(Sign.PAGE_FAULTS);
        if (user) {
            over(conduct);
            conduct.begin(at);
        } else {
            conduct.faulting = true;
            conduct.faultedUnder = conduct.holds(false).filter(held -> held.mode() == Hold.WRITE);
        }
    }

    /** The task ends or becomes another program. */
    void forget(int pid) {
        conducts.remove(pid);
        lastPid = -1;
        last = new Conduct();
    }

    /** Events are missing, or another recording begins. */
    void forgetAll() {
        conducts.clear();
        lastPid = -1;
        last = new Conduct();
    }

    // ---- what happens in an operation ----

    /** A violation was reported to the program. */
    void violation(int pid) {
        Conduct conduct = conduct(pid);
        if (conduct.exception == Conduct.VIOLATION && breaches.seen(Sign.BD_SEM)) {
            act(MpxOperation.VIOLATION, conduct, MpxOperation.VIOLATION.label());
        }
    }

    /** A table was allocated. */
    void tableNew(int pid) {
        breaches.saw(Sign.TABLES);
        allocated(conduct(pid));
    }

    /** M6 of an allocation, whichever of its two events comes first. */
    private void allocated(Conduct conduct) {
        boolean first = conduct.exception == Conduct.MISSING_TABLE && !conduct.allocated;
        if (first && breaches.seen(Sign.BD_SEM)) {
            conduct.allocated = true;
            act(MpxOperation.ALLOCATION, conduct, MpxOperation.ALLOCATION.label());
        }
    }

    /** The kernel looks for tables. */
    void search(Task task, Optional<AddressRange> range) {
        Conduct conduct = conduct(task.pid());
        breaches.saw(Sign.SEARCHES);
        range.ifPresentOrElse(conduct.searched::add, () -> conduct.searchedUntold = true);
    }

    /** {@code mpx_pre_unmap} or {@code mpx_post_unmap}. */
    void bracket(Task task, boolean begins, Optional<AddressRange> range) {
        Conduct conduct = conduct(task.pid());
        breaches.saw(Sign.BRACKETS);
        breaches.saw(begins ? Sign.BRACKET_BEGINNINGS : Sign.BRACKET_ENDS);
        if (begins && conduct.brackets.isOpen()) {
            add(Way.NESTED, Attribution.path(task, conduct), Optional.of(conduct.began));
        }
        if (begins) {
            conduct.brackets.begin(range);
        } else {
            conduct.brackets.end();
        }
    }

    /** The kernel tried to put a table into an entry. */
    void exchange(Task task, OptionalLong entry, long table, boolean won) {
        Conduct conduct = conduct(task.pid());
        breaches.saw(Sign.EXCHANGES);
        if (won && (table & -AddressRange.PAGE) != 0) {
            allocated(conduct);
        }
        if (!won && conduct.known) {
            Breach kept =
                    breaches.breach(
                            Way.LOSER_KEPT,
                            MpxOperation.ALLOCATION.label(),
                            Optional.empty(),
                            Optional.of(conduct.began));
            conduct.loser =
                    Optional.of(
                            new Breach(
                                    kept.way(),
                                    kept.path(),
                                    kept.at(),
                                    entry,
                                    kept.memory(),
                                    OptionalLong.of(table),
                                    kept.since()));
        }
    }

    /**
     * A table was removed.
     *
     * @return whether it need not have been marked: the loser of a race frees its own, and what was
     *     done before the task was seen is not known
     */
    boolean removed(int pid, long table) {
        Conduct conduct = conduct(pid);
        breaches.saw(Sign.REMOVALS);
        boolean own = conduct.exception != Conduct.NO_EXCEPTION || conduct.loser.isPresent();
        if (!own) {
            stillHeld(conduct);
        }
        conduct.loser = conduct.loser.filter(kept -> kept.table().getAsLong() != table);
        return own || !conduct.known;
    }

    void marked(int pid, long table) {
        breaches.saw(Sign.MARKS);
        stillHeld(conduct(pid));
        conduct(pid).marked.add(table);
    }

    void invalidated(int pid, OptionalLong entry) {
        breaches.saw(Sign.INVALIDATIONS);
        entry.ifPresent(index -> conduct(pid).invalidated.add(index));
    }

    /** The kernel sends SIGSEGV for a table or an unmap. */
    void refused(Task task, Way way) {
        Conduct conduct = conduct(task.pid());
        add(
                way,
                Attribution.path(task, conduct),
                conduct.known ? Optional.of(conduct.began) : Optional.empty());
    }

    // ---- locks ----

    /** A lock event. */
    void lock(EventKind kind, EventBatch batch, int row) {
        boolean unnamed = kind == EventKind.LOCK_RELEASE && batch.name(row) == Names.EMPTY;
        int which = unnamed ? Semaphores.NEITHER : semaphores.of(batch, row);
        if (which == Semaphores.BD_SEM && kind == EventKind.LOCK_ACQUIRE) {
            active = true;
            breaches.saw(Sign.BD_SEM);
        }
        mmapSemTraced |= which == Semaphores.MMAP_SEM;
        if (!active || (which == Semaphores.NEITHER && !unnamed)) {
            return;
        }
        if (kind == EventKind.LOCK_ACQUIRE) {
            ask(which == Semaphores.BD_SEM, batch, row);
        } else if (kind == EventKind.LOCK_ACQUIRED) {
            conduct(batch.pid(row)).own(batch.address(row), batch.time(row));
        } else if (kind == EventKind.LOCK_RELEASE) {
            breaches.saw(Sign.RELEASES);
            conduct(batch.pid(row)).release(batch.address(row), batch.time(row));
        }
    }

    /** An event of {@code mmap_lock}, which stands in where lock events do not show it. */
    void mmapLock(EventKind kind, EventBatch batch, int row) {
        if (!active || mmapSemTraced) {
            return;
        }
        Conduct conduct = conduct(batch.pid(row));
        if (kind == EventKind.MMAP_LOCK_RELEASED) {
            breaches.saw(Sign.RELEASES);
            conduct.release(batch.address(row), batch.time(row));
        } else if (kind == EventKind.MMAP_LOCK_START) {
            faultAsks(conduct, batch, row);
        } else if (batch.payload(row, 0) != 0) {
            conduct.release(batch.address(row), batch.time(row));
            ask(false, batch, row);
            conduct.own(batch.address(row), batch.time(row));
        }
    }

    private void ask(boolean bdSem, EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        Conduct conduct = conduct(batch.pid(row));
        boolean waits = !Mode.tryLock(batch.mode(row));
        Hold mode = Mode.read(batch.mode(row)) ? Hold.READ : Hold.WRITE;
        if (bdSem && waits) {
            conduct.holds(false)
                    .ifPresent(
                            held ->
                                    OperationRules.askForBdSem(held.mode())
                                            .ifPresent(way -> add(way, task, conduct, held)));
            conduct.holds(batch.address(row))
                    .ifPresent(held -> add(Way.NESTED, task, conduct, held));
        } else if (!bdSem) {
            breaches.saw(Sign.MMAP_SEM);
            askInPrctl(task, conduct);
            faultAsks(conduct, batch, row);
            conduct.loser = conduct.loser.filter(kept -> mode != Hold.WRITE);
        }
        Optional<Sections.Section> section =
                isCounted(task, bdSem)
                        ? Optional.of(
                                sections.begin(
                                        Attribution.kind(task, conduct, bdSem, mode, names),
                                        !waits,
                                        batch,
                                        row))
                        : Optional.empty();
        conduct.take(new Held(bdSem, batch.address(row), mode, Moment.of(batch, row), section));
    }

    /** Sections of managed address spaces count, and those of prctl that make them so. */
    private boolean isCounted(Task task, boolean bdSem) {
        return bdSem
                || Attribution.prctl(task).isPresent()
                || spaces.of(task).filter(space -> space.management() == Management.ON).isPresent();
    }

    private void askInPrctl(Task task, Conduct conduct) {
        Optional<MpxOperation> operation = Attribution.prctl(task);
        Optional<Held> outer = conduct.holds(true);
        if (operation.isPresent() && outer.isPresent() && !conduct.prctlNested) {
            conduct.prctlNested = true;
            OperationRules.askForMmapSem(operation.get(), outer.get().mode())
                    .ifPresent(way -> add(way, task, conduct, outer.get()));
        }
    }

    private void faultAsks(Conduct conduct, EventBatch batch, int row) {
        Optional<Held> under =
                conduct.faultedUnder.filter(held -> held.lock() == batch.address(row));
        if (under.isPresent() && Mode.read(batch.mode(row))) {
            conduct.faultedUnder = Optional.empty();
            Task task = addressSpaces.task(batch.pid(row));
            boolean stillHeld = conduct.holds(batch.address(row)).equals(under);
            if (stillHeld) {
                OperationRules.fault(under.get().mode())
                        .ifPresent(way -> add(way, task, conduct, under.get()));
            }
        }
    }

    // ---- judgement ----

    /** M6 for a task whose way into the operation was seen. */
    private void act(MpxOperation operation, Conduct conduct, String path) {
        if (conduct.known) {
            OperationRules.act(operation, conduct.bdSemTaken)
                    .ifPresent(way -> add(way, path, Optional.of(conduct.began)));
        }
    }

    /** M6 of marks and removals: whoever took the semaphore for write has not given it back yet. */
    private void stillHeld(Conduct conduct) {
        if (conduct.known && conduct.bdSemTaken == Hold.WRITE) {
            OperationRules.act(MpxOperation.REMOVAL, conduct.mode(true))
                    .ifPresent(
                            way ->
                                    add(
                                            way,
                                            MpxOperation.REMOVAL.label(),
                                            Optional.of(conduct.began)));
        }
    }

    /** M8, and the count of the unmap by its path. */
    private void judge(Unmapping unmapping, Task task, Conduct conduct, boolean known) {
        if (unmapping.isConditional() ? !unmapping.hit() : unmapping.free()) {
            return;
        }
        Bracket bracket = bracket(unmapping, conduct);
        boolean certain = known && unmapping.hit() && isJudged(unmapping, task);
        Optional<Way> way =
                OperationRules.unmap(certain, bracket == Bracket.WHOLE)
                        .flatMap(broken -> bracket.broken());
        unmaps.count(unmapping, bracket);
        way.ifPresent(
                broken ->
                        breaches.add(
                                spaces.madeFor(task)
                                        .withEntryOf(
                                                unmapping.range(),
                                                breaches.breach(
                                                        broken,
                                                        unmapping.label(),
                                                        Optional.of(unmapping.range()),
                                                        Optional.of(conduct.began)))));
    }

    private Bracket bracket(Unmapping unmapping, Conduct conduct) {
        if (breaches.seen(Sign.BRACKETS)) {
            return conduct.brackets.around(unmapping.toBracket());
        }
        return Bracket.of(
                breaches.seen(Sign.BD_SEM)
                        ? conduct.bdSemTaken != Hold.NONE
                        : conduct.searched(unmapping.range()));
    }

    /** Where only searches tell of brackets, none is made for a table, nor seen by a sharer. */
    private boolean isJudged(Unmapping unmapping, Task task) {
        boolean bySearch = !breaches.seen(Sign.BRACKETS) && !breaches.seen(Sign.BD_SEM);
        return !bySearch || (breaches.seen(Sign.SEARCHES) && !unmapping.table() && isAlone(task));
    }

    /** M6 of an unmap: whoever has a bracket has the semaphore for write. */
    private void judgeMode(List<Unmapping> all, Conduct conduct, boolean known) {
        boolean removal =
                all.stream().anyMatch(unmapping -> bracket(unmapping, conduct) != Bracket.NONE);
        if (known && removal && breaches.seen(Sign.BD_SEM)) {
            act(MpxOperation.REMOVAL, conduct, MpxOperation.REMOVAL.label());
        }
    }

    /** M1 and M3 for the memory that went. */
    private void afterUnmap(Unmapping unmapping, Task task, MpxSpace space, Conduct conduct) {
        String path = unmapping.path().label();
        space.programUnmapped(unmapping.range(), conduct.began, path);
        boolean tells = breaches.seen(Sign.SEARCHES) || breaches.seen(Sign.INVALIDATIONS);
        boolean looked = conduct.searched(unmapping.range());
        if (!tells) {
            space.unmappedUnseen(unmapping.range(), conduct.began);
        } else if (!looked && conduct.known && isAlone(task)) {
            space.atRest(unmapping.range(), path);
        }
    }

    /** M3 and M5 for what a bracket left behind. */
    private static void afterBracket(MpxSpace space, Conduct conduct) {
        if (!conduct.marked.isEmpty() || !conduct.invalidated.isEmpty()) {
            space.afterBracket(conduct.marked, conduct.invalidated, conduct.path);
        }
    }

    /** Whether no other task of the address space may be changing its memory, or its management. */
    private boolean isAlone(Task task) {
        return !task.space().doubtful()
                && addressSpaces.tasks(task.space()).stream()
                        .noneMatch(other -> other != task && mayChange(other.call().kind()));
    }

    private static boolean mayChange(CallKind kind) {
        return kind.changesMemory() || kind == CallKind.PRCTL;
    }

    /** The operation that a task was in is over: what it should have done by now it has not. */
    private void over(Conduct conduct) {
        if (conduct.loser.isPresent()) {
            boolean told = conduct.known && breaches.seen(Sign.MMAP_SEM);
            conduct.loser.filter(kept -> told).ifPresent(breaches::add);
            conduct.loser = Optional.empty();
        }
    }

    private void add(Way way, Task task, Conduct conduct, Held held) {
        add(way, Attribution.path(task, conduct), Optional.of(held.since()));
    }

    private void add(Way way, String path, Optional<Moment> since) {
        breaches.add(breaches.breach(way, path, Optional.empty(), since));
    }
}
