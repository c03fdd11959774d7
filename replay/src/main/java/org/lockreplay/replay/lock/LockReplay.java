package org.lockreplay.replay.lock;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.EventSink;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;
import org.lockreplay.replay.EarlyAcquisitions;
import org.lockreplay.replay.SeenCpus;

/**
 * Replays the lock events of one trace: the hot loop, which makes no object per event.
 *
 * <p>A lock counts as held from its acquire event on, as in lockdep; contended events add nothing,
 * acquired ones only where the trace hides what is a trylock. Each task has a held stack, and so
 * has each interrupt level of each CPU; where lines have no flags, all is process level. Cost: O(1)
 * for an event, O(held locks) for a release out of order. Memory: bounded by the distinct nestings,
 * tasks and CPUs, not by the length of the trace. Not thread-safe.
 */
public final class LockReplay implements EventSink {

    private static final int FOLD_AT = 1 << 16;

    private final LockClasses classes;
    private final Scrutiny scrutiny;
    private final HeldAtLines heldAtLines;
    private final Schedule schedule;
    private final SeenCpus seenCpus = new SeenCpus();
    private final Undecided undecided = new Undecided(seenCpus);
    private final Nestings nestings;
    private final Acquisitions acquisitions;
    private final WatchedPair watchedPair;
    private final Releases releases;
    private final InterruptUses interrupts;
    private final ShownTypes shownTypes;
    private final MmapLocks mmapLocks;
    private final ExitChecks exitChecks;
    private final Losses losses = new Losses();
    private final TaskBorders borders;
    private final DeadlockChecks deadlocks;
    private final Recordings recordings = new Recordings();
    private final BottomHalves bottomHalves = new BottomHalves();
    private Names names = new Names();
    private final ReleaseTracing releaseTracing = new ReleaseTracing();
    private boolean ownersTraced;
    private boolean releasesTraced;
    private boolean acquiresTraced;
    private boolean pairOnly;
    private long lockEvents;
    private long gaps;
    private long ownerless;
    private long lastLine;
    private long lastTime;

    /** Recordings whose first acquisitions have no releases. */
    private long beginnings;

    /**
     * @param alias the name under which a lock class is watched, or the class itself
     */
    public LockReplay(UnaryOperator<String> alias) {
        this(alias, FOLD_AT);
    }

    /**
     * One that looks at locks of the watched pair alone: for who asks of it how these two were
     * nested, and nothing else.
     */
    public static LockReplay ofWatchedPair(UnaryOperator<String> alias) {
        LockReplay replay = new LockReplay(alias);
        replay.pairOnly = true;
        return replay;
    }

    /**
     * @param scrutinised what to keep lock by lock
     */
    LockReplay(UnaryOperator<String> alias, Wanted scrutinised) {
        this(alias, FOLD_AT, scrutinised, new TreeSet<>());
    }

    /**
     * @param lines at which to write down what is held
     */
    LockReplay(UnaryOperator<String> alias, SortedSet<Long> lines) {
        this(alias, FOLD_AT, Wanted.NOTHING, lines);
    }

    /**
     * @param foldAt how many lock chains to keep at a time; no result depends on it
     */
    LockReplay(UnaryOperator<String> alias, int foldAt) {
        this(alias, foldAt, Wanted.NOTHING, new TreeSet<>());
    }

    private LockReplay(
            UnaryOperator<String> alias, int foldAt, Wanted scrutinised, SortedSet<Long> lines) {
        classes = new LockClasses(alias);
        heldAtLines = new HeldAtLines(lines, classes);
        scrutiny = new Scrutiny(classes, scrutinised);
        ChainTrie trie = new ChainTrie(classes, scrutiny);
        schedule = new Schedule(trie, undecided, seenCpus);
        nestings = new Nestings(classes, trie, scrutiny, foldAt);
        watchedPair = new WatchedPair(classes);
        interrupts = new InterruptUses(classes, schedule, scrutiny.uses());
        shownTypes = new ShownTypes(classes);
        SystemCalls calls = new SystemCalls();
        acquisitions =
                new Acquisitions(
                        schedule,
                        nestings,
                        watchedPair,
                        calls,
                        undecided,
                        scrutiny.lives(),
                        interrupts);
        releases = new Releases(classes, schedule, undecided, acquisitions.uses());
        mmapLocks = new MmapLocks(classes);
        exitChecks = new ExitChecks(classes, schedule, undecided);
        borders = new TaskBorders(schedule, scrutiny, exitChecks, calls);
        deadlocks = new DeadlockChecks(classes, schedule, seenCpus);
    }

    @Override
    public void accept(EventBatch batch) {
        names = batch.names();
        if (recordings.count() == 0) {
            hideEarly(batch, 0);
        }
        for (int row = 0; row < batch.size(); row++) {
            EventKind kind = batch.kind(row);
            if (kind.isMeta()) {
                gap(kind, batch, row);
            } else {
                if (recordings.begins(batch.time(row), batch.context(row))) {
                    beginRecording();
                    hideEarly(batch, row);
                }
                schedule.locate(batch, row);
                lastLine = batch.line(row);
                lastTime = batch.time(row);
                if (pairOnly && isOfOtherLock(kind, batch, row)) {
                    passOver(kind);
                    continue;
                }
                bottomHalves.event(batch.context(row), batch.line(row));
                interrupts.event(batch, row);
                boolean wanted = heldAtLines.wants(batch.line(row));
                if (wanted && kind != EventKind.LOCK_ACQUIRE) {
                    writeDown(batch, row);
                }
                lockEvents += replay(kind, batch, row);
                if (wanted && kind == EventKind.LOCK_ACQUIRE) {
                    writeDown(batch, row);
                }
            }
        }
        if (nestings.isFull()) {
            fold();
        }
    }

    /** What was seen; call once, after the last batch. */
    public LockObservations finish() {
        noteInnermost();
        endSection();
        endRecording();
        fold();
        boolean unreleased = isUnreleased();
        if (unreleased) {
            forgetWhatWasHeld();
        }
        LockCoverage coverage =
                new LockCoverage(
                        lockEvents,
                        recordings.count(),
                        gaps,
                        schedule.inferredGaps() + beginnings,
                        releases.unknown(),
                        acquisitions.hiddenAddresses(),
                        releases.unnamed(),
                        unreleased,
                        undecided.unfollowed() + deadlocks.unfollowed(),
                        schedule.returns(),
                        ownerless,
                        bottomHalves.untold());
        LockObservations seen =
                new LockObservations(
                        coverage,
                        acquisitions.uses().sorted(classes),
                        interrupts.sorted(),
                        shownTypes.sorted(ownersTraced),
                        nestings.nestings(names),
                        nestings.instanceNestings(names),
                        losses.spare(nestings.recursions(names)),
                        acquiresTraced ? losses.spareReleases(releases.imbalances()) : List.of(),
                        losses.spareExits(exitChecks.found()),
                        watchedPair.cases(names),
                        deadlocks.found());
        SortedSet<String> neverReleased = neverReleased();
        return OneSided.spare(
                seen,
                neverReleased,
                releases.sides().unacquired(classes, acquisitions.uses()),
                releases.repeated().often(classes),
                classes.watched(neverReleased));
    }

    private void noteInnermost() {
        schedule.forEachStack(
                stack -> {
                    if (stack.depth() > 0) {
                        releases.sides().innermost(stack.lockClass(stack.depth() - 1));
                    }
                });
    }

    private SortedSet<String> neverReleased() {
        return releasesTraced
                ? releases.sides().unreleased(classes, acquisitions.uses())
                : new TreeSet<>();
    }

    /** Whether locks were kept again and again without any release; once may be a bug. */
    private boolean isUnreleased() {
        long kept = releaseTracing.reentries() + exitChecks.ends();
        return !releasesTraced && kept >= ReleaseTracing.ENOUGH;
    }

    /** Releases were not recorded: whatever seemed to be held may have been free. */
    private void forgetWhatWasHeld() {
        nestings.discard();
        watchedPair.discard();
        interrupts.discard();
        exitChecks.discard();
        deadlocks.discard();
    }

    /** What {@code wanted} asked for, and nothing else; in place of {@link #finish}. */
    InstanceView instanceView() {
        noteInnermost();
        endSection();
        endRecording();
        if (isUnreleased()) {
            forgetWhatWasHeld();
        }
        return scrutiny.view(names).without(neverReleased());
    }

    /**
     * What was held at the lines that were given, and nothing else; in place of {@link #finish}.
     */
    Map<Long, List<Acquisition>> heldAtLines() {
        heldAtLines.endRecording(seenCpus.areAll());
        return heldAtLines.all();
    }

    private void writeDown(EventBatch batch, int row) {
        int level = Context.level(batch.context(row));
        long since = level == Context.PROCESS ? schedule.cameToItsCpu() : 0;
        heldAtLines.take(batch.line(row), schedule.stack(level), since, names);
    }

    private void fold() {
        nestings.fold();
        schedule.forEachStack(HeldStack::rebuild);
    }

    private void gap(EventKind kind, EventBatch batch, int row) {
        if (kind == EventKind.RECORDING_STARTED) {
            if (recordings.header()) {
                endSection();
                beginRecording();
                hideEarly(batch, row);
            }
            seenCpus.tell(0, 0);
        } else if (kind == EventKind.CPU_COUNT) {
            if (batch.payload(row, 0) > 0) {
                seenCpus.tell((int) batch.payload(row, 0), batch.payload(row, 1));
            }
            if (batch.payload(row, 2) != 0) {
                bottomHalves.tell();
            }
        } else {
            gaps += kind == EventKind.UNREADABLE ? 0 : 1;
            if (kind == EventKind.LOST) {
                losses.after(lastLine);
            }
            schedule.lose(batch.cpu(row));
        }
    }

    /** What the last header said holds no longer. */
    private void endSection() {
        boolean told = bottomHalves.end();
        interrupts.endSection(told);
        if (!told) {
            nestings.forgetInterrupts();
        }
    }

    private void endRecording() {
        schedule.forgetStrangers();
        if (ownersTraced) {
            deadlocks.endRecording(names, lastLine, lastTime);
        }
        heldAtLines.endRecording(seenCpus.areAll());
        schedule.end();
    }

    private void beginRecording() {
        endRecording();
        schedule.loseAll();
        seenCpus.begin();
        releaseTracing.begin();
        scrutiny.lives().forget();
    }

    /** What was taken before releases were recorded counts as taken before the recording. */
    private void hideEarly(EventBatch batch, int row) {
        beginnings += EarlyAcquisitions.hide(batch, row) > 0 ? 1 : 0;
    }

    /** What was counted and is held so far means nothing, as {@link ReleaseTracing} says. */
    private void beginAgain(EventBatch batch, int row) {
        schedule.inferGap();
        schedule.locate(batch, row);
        discardFirstRecording();
    }

    private void discardFirstRecording() {
        if (recordings.count() == 1) {
            undecided.discard();
            nestings.discard();
            watchedPair.discard();
            interrupts.discard();
            schedule.forEachStack(HeldStack::rebuild);
        }
    }

    /** Applies one event, of the located task and CPU; answers how many lock events it was. */
    private int replay(EventKind kind, EventBatch batch, int row) {
        return switch (kind) {
            case LOCK_ACQUIRE -> acquire(batch, row);
            case LOCK_RELEASE -> release(batch, row);
            case LOCK_ACQUIRED -> acquired(batch, row);
            case LOCK_CONTENDED -> contended(batch, row);
            case MMAP_LOCK_RETURNED -> mmapLockReturned(batch, row);
            case MMAP_LOCK_RELEASED -> mmapLockReleased(batch, row);
            case SWITCH, FORK, EXIT, EXEC -> {
                borders.life(kind, batch, row);
                yield 0;
            }
            case SYSCALL_ENTER,
                    SYSCALL_EXIT,
                    RAW_SYSCALL_ENTER,
                    RAW_SYSCALL_EXIT,
                    PAGE_FAULT_USER,
                    BOUNDS_FAULT -> {
                borders.kernel(kind, batch, row);
                yield 0;
            }
            case CONTENTION_BEGIN -> {
                shownTypes.begin(expected(batch, row).asking, batch, row);
                yield 0;
            }
            case IRQ_ENTRY, SOFTIRQ_ENTRY, IRQ_DISABLE, IRQ_ENABLE -> {
                interrupts.change(kind, batch, row);
                yield 0;
            }
            case CONTENTION_END,
                    MMAP_LOCK_START,
                    IRQ_EXIT,
                    SOFTIRQ_EXIT,
                    PAGE_FAULT_KERNEL,
                    BOUNDS_VIOLATION,
                    TABLE_NEW,
                    UNMAP_SEARCH,
                    UNMAP_ZAP,
                    PRE_UNMAP,
                    POST_UNMAP,
                    ENTRY_INVALIDATE,
                    ENTRY_CMPXCHG,
                    VMA_MARK,
                    VMA_UNMAP,
                    SIGNAL_GENERATE,
                    MARKER,
                    LOST,
                    BUFFER_STARTED,
                    RECORDING_STARTED,
                    CPU_COUNT,
                    UNREADABLE,
                    OTHER ->
                    0;
        };
    }

    private void passOver(EventKind kind) {
        lockEvents++;
        acquiresTraced |= kind == EventKind.LOCK_ACQUIRE;
        releasesTraced |= kind == EventKind.LOCK_RELEASE;
    }

    private boolean isOfOtherLock(EventKind kind, EventBatch batch, int row) {
        return kind.isLock()
                && batch.name(row) != Names.EMPTY
                && classes.watched(classes.of(batch.names(), batch.name(row)))
                        == LockClasses.UNWATCHED;
    }

    /** What is held at the level of the event in this row. */
    private HeldStack expected(EventBatch batch, int row) {
        return schedule.stack(Context.level(batch.context(row)));
    }

    private int acquire(EventBatch batch, int row) {
        acquiresTraced = true;
        ownerless += schedule.isStranger(Context.level(batch.context(row))) ? 1 : 0;
        HeldStack stack = expected(batch, row);
        if (stack.reentered()) {
            stack.clearReentered();
            if (releaseTracing.reentered(stack, schedule.cpu())) {
                beginAgain(batch, row);
            }
        }
        acquisitions.take(batch, row, classes.taken(batch.names(), batch.name(row)));
        if (stack.isDeep()) {
            thin(stack);
        }
        return 1;
    }

    /**
     * Where releases of some class are filtered out, stacks grow without end. What rests on locks
     * of it does not count in the end, as {@link OneSided} says, so most of them need not be kept.
     */
    private void thin(HeldStack stack) {
        if (!releaseTracing.isFirst(schedule.cpu()) && heldAtLines.isDone()) {
            stack.thin(releases.sides()::isReleased);
        }
    }

    /**
     * Tells who owns a lock, and adds nothing but where the lock has no name: Linux 6.1 with the
     * option hash-ptr off drops the first string behind an address, and with it the {@code try} of
     * acquisitions. What is a trylock is unknown there, and what gets this event is none.
     */
    private int acquired(EventBatch batch, int row) {
        ownersTraced = true;
        HeldStack stack = expected(batch, row);
        stack.own(batch.address(row));
        if (batch.name(row) == Names.EMPTY) {
            if (!acquisitions.triesHidden()) {
                acquisitions.hideTries();
                discardFirstRecording();
            }
            acquisitions.confirm(batch, row);
        }
        int lockClass = classes.of(batch.names(), batch.name(row));
        shownTypes.acquired(stack.asking, lockClass, batch, row);
        return 1;
    }

    private int contended(EventBatch batch, int row) {
        expected(batch, row).asking.contended(classes.of(batch.names(), batch.name(row)));
        return 1;
    }

    private int release(EventBatch batch, int row) {
        releasesTraced = true;
        if (releaseTracing.isFirst(schedule.cpu()) && releaseTracing.first(schedule.cpu())) {
            beginAgain(batch, row);
        }
        releases.release(batch, row, expected(batch, row));
        return 1;
    }

    private int mmapLockReturned(EventBatch batch, int row) {
        if (!mmapLocks.standsIn(batch, row, schedule.task().stack)) {
            return 0;
        }
        acquisitions.take(batch, row, mmapLocks.lockClass(), batch.mode(row) & Mode.READ);
        return 1;
    }

    private int mmapLockReleased(EventBatch batch, int row) {
        releasesTraced |= !classes.mmapSemTraced();
        releases.sides().released(mmapLocks.lockClass());
        if (mmapLocks.release(batch, row, schedule.task().stack)) {
            return 1;
        }
        if (!classes.mmapSemTraced()) {
            releases.countUnknown();
        }
        return 0;
    }
}
