package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.EventSink;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.AddressSpaces;
import org.lockreplay.replay.mm.CallKind;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.SpaceLocks;
import org.lockreplay.replay.mm.SystemCall;
import org.lockreplay.replay.mm.Task;

/**
 * Rebuilds the bounds directories of a trace from what the kernel tells of them.
 *
 * <p>Rules of inference:
 *
 * <ul>
 *   <li>R1: {@code mpx_new_bounds_table} fills the entry that the last missing-table exception of
 *       its task names; without that event nothing was allocated
 *   <li>R2: an entry that may be valid within a search, and whose table is not zapped in part
 *       before the task's next search or the end of its call, is freed
 *   <li>R3: without a search nothing is freed, whatever was unmapped
 *   <li>R4: a fork without {@code CLONE_VM} copies the directory, with it shares it
 *   <li>R5: a search by one task while another one is between exception and table leaves the entry
 *       MAYBE_FREED; so does a search that the kernel answers with a signal, for what it had not
 *       answered
 *   <li>R6: where events are missing, nothing that was known before stays certain
 *   <li>R7: what happens in an address space that may be another one makes that one uncertain
 * </ul>
 *
 * Entries that a program writes itself are invisible. Cost: O(1) for events that are not about
 * memory, without making an object; for the others, see {@link AddressSpaces} and {@link
 * BoundsDirectory}. Not thread-safe.
 */
public final class MpxReplay implements EventSink {

    private static final long ENABLE_MANAGEMENT = 43;
    private static final long DISABLE_MANAGEMENT = 44;
    private static final int CODE = 3;

    /** The bit of a directory entry that says that it names a table. */
    private static final long VALID = 1;

    private static final long SIGSEGV = 11;
    private static final long SI_KERNEL = 128;

    private final AddressSpaces addressSpaces;
    private final MpxSpaces spaces;
    private final SpaceLocks locks;
    private final boolean holdersAsked;
    private final boolean states;
    private final History history;
    private final Breaches breaches = new Breaches(new EventBatch(new Names()));
    private final Judge judge;
    private final RelevantRows rows;
    private final List<BoundsViolation> violations = new ArrayList<>();
    private final SortedSet<String> refused = new TreeSet<>();
    private final Snapshots snapshots;
    private long mpxEvents;
    private long recordings = 1;
    private long gapCount;
    private boolean begun;

    /** A replay that tells what there is at the end. */
    public MpxReplay() {
        this(Questions.NONE);
    }

    /** A replay that also answers questions. */
    public MpxReplay(Questions questions) {
        states = questions.states();
        addressSpaces = new AddressSpaces(questions.memoryOf(), states);
        history = new History(questions.history());
        spaces = new MpxSpaces(addressSpaces, history, breaches);
        locks = new SpaceLocks(questions.alias());
        holdersAsked = !questions.memoryOf().isEmpty();
        Semaphores semaphores = new Semaphores(questions.alias());
        rows = new RelevantRows(semaphores);
        judge = new Judge(addressSpaces, spaces, breaches, semaphores);
        snapshots = new Snapshots(questions, spaces::going, () -> addressSpaces.memory(locks));
    }

    /** A replay that also tells the state after all events up to and including each line. */
    public static MpxReplay snapshotsAt(long... lines) {
        return new MpxReplay(Questions.NONE.atLines(Arrays.stream(lines).boxed().toList()));
    }

    @Override
    public void accept(EventBatch batch) {
        if (snapshots.wanted()) {
            for (int row = 0; row < batch.size(); row++) {
                boolean timed = !batch.kind(row).isMeta();
                boolean ticks = Context.ticks(batch.context(row));
                snapshots.before(batch.line(row), batch.time(row), timed, ticks);
                look(batch, row);
            }
        } else {
            for (int row = next(batch, 0); row < batch.size(); row = next(batch, row + 1)) {
                look(batch, row);
            }
        }
    }

    /**
     * While there is nothing to judge, locks matter as far as they tell whether lock events show
     * {@code mmap_sem}; once they do, {@code mmap_lock} events tell nothing more.
     */
    private int next(EventBatch batch, int from) {
        boolean shown = judge.mmapSemTraced();
        boolean mmapSem = holdersAsked || judge.active() || !shown;
        boolean mmapLock = holdersAsked || (judge.active() && !shown);
        return rows.next(batch, from, mmapSem, mmapLock);
    }

    private void look(EventBatch batch, int row) {
        if (rows.goesBack(batch, row)) {
            timeGoesBack(batch.kind(row), batch, row);
        } else {
            rows.reach(batch, row);
        }
        history.at(batch, row);
        breaches.at(batch, row);
        replay(batch, row);
        rows.see(batch, row);
    }

    /** What was seen; call once, after the last batch. */
    public MpxObservations finish() {
        if (spaces.pointers().hashed()) {
            breaches.saw(Sign.HASHED);
        }
        return new MpxObservations(
                states ? spaces.all() : List.of(),
                snapshots.finish(),
                List.copyOf(violations),
                history.events(),
                addressSpaces.memory(locks),
                mpxEvents,
                recordings,
                gapCount,
                breaches.finish(),
                judge.unmapCounts(breaches.finish()),
                judge.sectionCounts(),
                judge.operationCounts(),
                breaches.signs(),
                refused);
    }

    private void replay(EventBatch batch, int row) {
        EventKind kind = batch.kind(row);
        boolean handled =
                switch (kind) {
                    case SYSCALL_ENTER, RAW_SYSCALL_ENTER -> enter(kind, batch, row);
                    case SYSCALL_EXIT, RAW_SYSCALL_EXIT -> leave(kind, batch, row);
                    case FORK, EXEC, EXIT -> life(kind, batch, row);
                    case BOUNDS_FAULT -> fault(batch, row);
                    case BOUNDS_VIOLATION -> violation(batch, row);
                    case TABLE_NEW -> tableNew(batch, row);
                    case UNMAP_SEARCH -> search(batch, row);
                    case UNMAP_ZAP, ENTRY_INVALIDATE, VMA_UNMAP, SIGNAL_GENERATE ->
                            answer(kind, batch, row);
                    case PRE_UNMAP, POST_UNMAP, ENTRY_CMPXCHG, VMA_MARK -> note(kind, batch, row);
                    case PAGE_FAULT_USER, PAGE_FAULT_KERNEL -> pageFault(kind, batch, row);
                    case LOCK_ACQUIRE,
                            LOCK_ACQUIRED,
                            LOCK_RELEASE,
                            MMAP_LOCK_START,
                            MMAP_LOCK_RETURNED,
                            MMAP_LOCK_RELEASED ->
                            lock(kind, batch, row);
                    case LOST, BUFFER_STARTED, UNREADABLE -> lose(kind, batch, row);
                    case RECORDING_STARTED -> beginRecording(batch, row);
                    case LOCK_CONTENDED,
                            CONTENTION_BEGIN,
                            CONTENTION_END,
                            SWITCH,
                            IRQ_ENTRY,
                            IRQ_EXIT,
                            SOFTIRQ_ENTRY,
                            SOFTIRQ_EXIT,
                            IRQ_DISABLE,
                            IRQ_ENABLE,
                            MARKER,
                            OTHER ->
                            false;
                };
        begun |= handled;
    }

    // ---- system calls ----

    private boolean enter(EventKind kind, EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        spaces.of(task).ifPresent(space -> space.settle(task, false, Moment.of(batch, row)));
        if (kind == EventKind.SYSCALL_ENTER) {
            addressSpaces.enter(batch, row);
        } else {
            addressSpaces.enterRaw(batch, row);
        }
        judge.callBegins(task, callName(kind, batch, row), batch, row);
        return true;
    }

    private boolean leave(EventKind kind, EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        boolean raw = kind == EventKind.RAW_SYSCALL_EXIT;
        Moment at = Moment.of(batch, row);
        exec(task, batch.payload(row, 0), batch.payload(row, raw ? 1 : 0), at);
        long result =
                raw
                        ? addressSpaces.leaveRaw(task, batch.payload(row, 0), batch.payload(row, 1))
                        : addressSpaces.leaveNamed(task, batch, row);
        List<Unmapping> unmapped = judge.callEnds(task, callName(kind, batch, row), result);
        spaces.of(task).ifPresent(space -> space.settle(task, !SystemCall.failed(result), at));
        if (task.call().kind() == CallKind.PRCTL) {
            manage(task, result, at.line());
        }
        CallKind call = task.call().kind();
        long began = task.call().line();
        addressSpaces.leave(task, result, at).ifPresent(child -> copy(task, child, began, at));
        if (history.kept()) {
            spaces.of(task)
                    .ifPresent(
                            space ->
                                    task.space()
                                            .lastChanges()
                                            .forEach(change -> space.changed(call, change)));
        }
        judge.callEnded(task, unmapped);
        spaces.of(task).ifPresent(space -> space.mappedOver(began, at));
        return true;
    }

    /** Sees to an exec of which only the end of the call tells. */
    private void exec(Task task, long number, long result, Moment at) {
        if (addressSpaces.isUnseenExec(task, number, result)) {
            Optional<MpxSpace> left = forget(task.pid());
            addressSpaces.unseenExec(task, at);
            tellEnds(left, Optional.empty());
        }
    }

    /** Something that tells calls apart: never 0, and negative for those known by number only. */
    private static int callName(EventKind kind, EventBatch batch, int row) {
        boolean named = kind == EventKind.SYSCALL_ENTER || kind == EventKind.SYSCALL_EXIT;
        return named
                ? batch.name(row) + 1
                : Integer.MIN_VALUE | (int) batch.payload(row, 0) & Integer.MAX_VALUE;
    }

    private void manage(Task task, long result, long line) {
        long option = task.call().argument(0);
        if (option != ENABLE_MANAGEMENT && option != DISABLE_MANAGEMENT) {
            return;
        }
        MpxSpace space = spaces.madeFor(task);
        if (result == 0) {
            space.manage(option == ENABLE_MANAGEMENT ? Management.ON : Management.OFF, line);
        } else if (space.management() == Management.ON) {
            // -ENXIO for a cleared enable bit switches it off, -ENXIO for high memory does not
            space.manage(Management.UNKNOWN, line);
        }
    }

    // ---- tasks ----

    private boolean life(EventKind kind, EventBatch batch, int row) {
        Moment at = Moment.of(batch, row);
        if (kind == EventKind.FORK) {
            fork(batch, row, at);
        } else if (kind == EventKind.EXEC) {
            Optional<MpxSpace> left = forget((int) batch.payload(row, 0));
            Optional<MpxSpace> leftByThread = forget((int) batch.payload(row, 1));
            addressSpaces.exec(batch, row);
            tellEnds(left, leftByThread);
        } else {
            Optional<MpxSpace> left = forget((int) batch.payload(row, 0));
            addressSpaces.exit((int) batch.payload(row, 0), at);
            tellEnds(left, Optional.empty());
        }
        return true;
    }

    private void fork(EventBatch batch, int row, Moment at) {
        Optional<MpxSpace> left = forget((int) batch.payload(row, 0));
        Task parent = addressSpaces.task(batch.pid(row));
        Task child = addressSpaces.fork(batch, row);
        tellEnds(left, Optional.empty());
        copy(parent, child, parent.call().going() ? parent.call().line() : 0, at);
    }

    /** A fork in a call that began at this line copies the directory, if it does not share it. */
    private void copy(Task parent, Task child, long began, Moment at) {
        if (child.space() != parent.space()) {
            spaces.of(parent)
                    .ifPresent(space -> spaces.put(new MpxSpace(child.space(), space, began, at)));
        }
    }

    /** The task ends, or goes on in another address space; answers the one that it leaves. */
    private Optional<MpxSpace> forget(int pid) {
        judge.forget(pid);
        Task task = addressSpaces.told(pid);
        Optional<MpxSpace> space = spaces.of(task);
        space.ifPresent(left -> left.forget(task));
        return space;
    }

    private static void tellEnds(Optional<MpxSpace> left, Optional<MpxSpace> other) {
        Stream.of(left, other)
                .flatMap(Optional::stream)
                .distinct()
                .filter(space -> space.space().end().isPresent())
                .forEach(MpxSpace::end);
    }

    // ---- exceptions and tables ----

    private boolean fault(EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        MpxSpace space = concerned(task, batch, row);
        Moment at = Moment.of(batch, row);
        space.settle(task, false, at);
        judge.exception(task, (int) batch.payload(row, 1) & CODE, at);
        space.fault(task, batch.payload(row, 0), batch.payload(row, 1), at)
                .ifPresent(
                        fault -> {
                            space.race(fault);
                            spaces.twins(space).forEach(twin -> twin.race(fault));
                        });
        return true;
    }

    private boolean violation(EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        MpxSpace space = concerned(task, batch, row);
        boolean hidden = Mode.hidden(batch.mode(row));
        OptionalLong address = Pointers.unlessHidden(batch, row, batch.address(row));
        space.violate(address);
        judge.violation(task.pid());
        violations.add(
                new BoundsViolation(
                        Moment.of(batch, row),
                        batch.pid(row),
                        task.space().id(),
                        address,
                        hidden ? OptionalLong.empty() : bound(space, batch.payload(row, 0)),
                        hidden ? OptionalLong.empty() : bound(space, batch.payload(row, 1))));
        return true;
    }

    private static OptionalLong bound(MpxSpace space, long printed) {
        return OptionalLong.of(space.bound(printed));
    }

    private boolean tableNew(EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        MpxSpace space = concerned(task, batch, row);
        Moment at = Moment.of(batch, row);
        judge.tableNew(task.pid());
        OptionalLong index =
                space.allocate(task, Pointers.unlessHidden(batch, row, batch.address(row)), at);
        spaces.twins(space).forEach(twin -> twin.allocatedElsewhere(index, at));
        return true;
    }

    // ---- unmapping ----

    private boolean search(EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        MpxSpace space = concerned(task, batch, row);
        Moment at = Moment.of(batch, row);
        Optional<AddressRange> range = spaces.pointers().range(batch, row);
        refuse(range.flatMap(space::refusal), Sign.UNMODELLED);
        refuse(spaces.pointers().refusal(batch, row), Sign.BACKWARD);
        judge.search(task, range);
        Optional<Search> going = space.searchOf(task).filter(search -> !search.told());
        if (range.isEmpty() && going.isPresent()) {
            space.searchAgain(going.get());
            return true;
        }
        range.ifPresent(told -> space.searchInside(task, told, at));
        space.endSearch(task, false, at);
        Search search =
                range.map(told -> Search.of(task, told, at))
                        .orElseGet(() -> Search.ofCall(task, at));
        space.search(search);
        space.race(search);
        for (MpxSpace twin : spaces.twins(space)) {
            twin.race(search);
            twin.searchedElsewhere(search, at);
        }
        return true;
    }

    private void refuse(Optional<String> reason, Sign sign) {
        if (reason.isPresent()) {
            refused.add(reason.get());
            breaches.saw(sign);
        }
    }

    /** What the kernel tells of an unmap that goes on. */
    private boolean answer(EventKind kind, EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        MpxSpace space = spaces.madeFor(task);
        Moment at = Moment.of(batch, row);
        mpxEvents += kind == EventKind.SIGNAL_GENERATE ? 0 : 1;
        if (kind == EventKind.UNMAP_ZAP) {
            Optional<AddressRange> zapped = spaces.pointers().range(batch, row);
            space.zap(task, batch.payload(row, 0), zapped, at);
        } else if (kind == EventKind.ENTRY_INVALIDATE) {
            OptionalLong table = Pointers.unlessHidden(batch, row, batch.payload(row, 0));
            OptionalLong entry = space.invalidate(task, batch.address(row), table, at);
            judge.invalidated(task.pid(), entry);
        } else if (kind == EventKind.VMA_UNMAP && Mode.hidden(batch.mode(row))) {
            breaches.saw(Sign.REMOVALS);
            space.removeUnnamedTable(at);
        } else if (kind == EventKind.VMA_UNMAP) {
            boolean lost = judge.removed(task.pid(), batch.payload(row, 0));
            space.removeTable(batch.payload(row, 0), !lost, at);
        } else {
            breaches.saw(Sign.SIGNALS);
            if (refusesItself(batch, row)) {
                space.refuse(task).ifPresent(way -> judge.refused(task, way));
            }
        }
        return true;
    }

    /** An event of a kernel with the proposal that says what it is about to do. */
    private boolean note(EventKind kind, EventBatch batch, int row) {
        Task task = addressSpaces.task(batch.pid(row));
        MpxSpace space = concerned(task, batch, row);
        if (kind == EventKind.ENTRY_CMPXCHG) {
            exchange(task, space, batch, row);
        } else if (kind == EventKind.VMA_MARK && Mode.hidden(batch.mode(row))) {
            breaches.saw(Sign.MARKS);
            space.markUnnamed(task);
        } else if (kind == EventKind.VMA_MARK) {
            space.mark(task, batch.payload(row, 0), Moment.of(batch, row));
            judge.marked(task.pid(), batch.payload(row, 0));
        } else {
            boolean begins = kind == EventKind.PRE_UNMAP;
            Optional<AddressRange> range =
                    begins ? spaces.pointers().range(batch, row) : Optional.empty();
            judge.bracket(task, begins, range);
            space.bracket(begins, range);
        }
        return true;
    }

    private void exchange(Task task, MpxSpace space, EventBatch batch, int row) {
        long table = batch.payload(row, 1);
        long found = batch.payload(row, 2);
        boolean won = batch.payload(row, 0) == found;
        Moment at = Moment.of(batch, row);
        boolean told = !Mode.hidden(batch.mode(row)) && !spaces.pointers().hashed();
        OptionalLong entry = space.indexOfEntry(batch.address(row));
        if (told && won && entry.isPresent() && (table & VALID) != 0) {
            space.insert(task, entry.getAsLong(), found, table & ~VALID, at);
            spaces.twins(space).forEach(twin -> twin.allocatedElsewhere(entry, at));
        }
        space.exchange(entry, won);
        if (told) {
            judge.exchange(task, entry, table & ~VALID, won);
        }
    }

    /** The MPX side of a task's address space, of which an event of MPX tells. */
    private MpxSpace concerned(Task task, EventBatch batch, int row) {
        mpxEvents++;
        task.space().callIt(batch.names().get(batch.task(row)));
        return spaces.madeFor(task);
    }

    // ---- page faults and locks ----

    private boolean pageFault(EventKind kind, EventBatch batch, int row) {
        boolean user = kind == EventKind.PAGE_FAULT_USER;
        addressSpaces.pageFault(user, batch, row);
        if (user && breaches.seen(Sign.MARKS)) {
            spaces.of(addressSpaces.task(batch.pid(row)))
                    .ifPresent(space -> space.use(batch.address(row)));
        }
        judge.pageFault(batch.pid(row), user, Moment.of(batch, row));
        return true;
    }

    private boolean lock(EventKind kind, EventBatch batch, int row) {
        if (kind.isLock()) {
            judge.lock(kind, batch, row);
        } else {
            judge.mmapLock(kind, batch, row);
        }
        if (holdersAsked && kind != EventKind.MMAP_LOCK_START && locks.concerns(kind, batch, row)) {
            locks.accept(kind, batch, row, addressSpaces.task(batch.pid(row)));
        }
        return false;
    }

    /** A SIGSEGV that the kernel sends to the task that it works for. */
    private static boolean refusesItself(EventBatch batch, int row) {
        return batch.payload(row, 0) == SIGSEGV
                && batch.payload(row, 1) == SI_KERNEL
                && batch.payload(row, 2) == batch.pid(row);
    }

    // ---- what is missing ----

    private boolean lose(EventKind kind, EventBatch batch, int row) {
        Moment at = new Moment(batch.line(row), rows.time());
        gapCount++;
        addressSpaces.lose();
        locks.lose();
        judge.forgetAll();
        breaches.saw(Sign.GAPS);
        spaces.present().forEach(space -> space.lose(at));
        if (kind == EventKind.LOST) {
            snapshots.doubtBehind(rows.gapBegan(batch.cpu(row)));
            breaches.withdrawBehind(rows.gapBegan(batch.cpu(row)));
        } else if (kind == EventKind.BUFFER_STARTED) {
            snapshots.doubtBehind(0);
            breaches.withdrawBehind(0);
        }
        return true;
    }

    private boolean beginRecording(EventBatch batch, int row) {
        if (begun) {
            recordings++;
            addressSpaces.beginRecording(Moment.of(batch, row));
            locks.lose();
            judge.forgetAll();
            breaches.at(batch, row);
            breaches.beginRecording();
            spaces.beginRecording();
        }
        rows.forgetTime();
        begun = false;
        return false;
    }

    /** A recording begins that no header announced; lines about the recording have no time. */
    private void timeGoesBack(EventKind kind, EventBatch batch, int row) {
        if (!kind.isMeta()) {
            if (rows.sameClock(batch, row)) {
                beginRecording(batch, row);
            }
            rows.reach(batch, row);
        }
    }
}
