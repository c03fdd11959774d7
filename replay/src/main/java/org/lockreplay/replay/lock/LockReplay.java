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
import org.lockreplay.event.Names;

/**
 * Replays the lock events of one trace: the hot loop, which makes no object per event.
 *
 * <p>Each task has a held stack, and so has each interrupt level of each CPU; where lines have no
 * flags, all is process level. Cost: O(1) for an event, O(held locks) for a release out of order.
 * Memory: bounded by the distinct nestings, tasks and CPUs, not by the length of the trace. Not
 * thread-safe.
 */
public final class LockReplay implements EventSink {

    private static final int FOLD_AT = 1 << 16;

    private final LockParts parts;
    private final RecordingBorders recordings;
    private final LockEvents locks;
    private final Schedule schedule;
    private final TaskBorders taskBorders;
    private final InterruptUses interrupts;
    private final BottomHalves bottomHalves;
    private final HeldAtLines heldAtLines;
    private final Nestings nestings;
    private Names names = new Names();
    private boolean pairOnly;
    private long lockEvents;

    /**
     * @param alias the name under which a lock class is watched, or the class itself
     */
    public LockReplay(UnaryOperator<String> alias) {
        this(alias, FOLD_AT);
    }

    /**
     * One that looks at locks of the watched pair alone once releases are recorded: for who asks of
     * it how these two were nested, and nothing else.
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
        parts = new LockParts(alias, foldAt, scrutinised, lines);
        recordings = new RecordingBorders(parts);
        locks = new LockEvents(parts, recordings);
        schedule = parts.schedule;
        taskBorders = parts.taskBorders;
        interrupts = parts.interrupts;
        bottomHalves = parts.bottomHalves;
        heldAtLines = parts.heldAtLines;
        nestings = parts.nestings;
    }

    @Override
    public void accept(EventBatch batch) {
        names = batch.names();
        recordings.accept(batch);
        for (int row = 0; row < batch.size(); row++) {
            EventKind kind = batch.kind(row);
            if (kind.isMeta()) {
                recordings.seeMeta(kind, batch, row);
            } else {
                if (recordings.see(batch, row)) {
                    kind = batch.kind(row);
                }
                schedule.locate(batch, row);
                if (pairOnly
                        && parts.releaseTracing.isSettled()
                        && isOfOtherLock(kind, batch, row)) {
                    lockEvents++;
                    parts.traced.see(kind);
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
        FinalObservations seen = end();
        fold();
        return seen.all(names, lockEvents);
    }

    /** What {@code wanted} asked for, and nothing else; in place of {@link #finish}. */
    InstanceView instanceView() {
        return end().ofInstances(names);
    }

    /**
     * What was held at the lines that were given, and nothing else; in place of {@link #finish}.
     */
    Map<Long, List<Acquisition>> heldAtLines() {
        heldAtLines.endRecording(parts.seenCpus.areAll());
        return heldAtLines.all();
    }

    private FinalObservations end() {
        recordings.end();
        return new FinalObservations(parts, recordings, locks);
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

    /** Applies one event, of the located task and CPU; answers how many lock events it was. */
    private int replay(EventKind kind, EventBatch batch, int row) {
        return switch (kind) {
            case LOCK_ACQUIRE -> {
                locks.acquire(batch, row);
                yield 1;
            }
            case LOCK_RELEASE -> {
                locks.release(batch, row);
                yield 1;
            }
            case LOCK_ACQUIRED -> {
                locks.acquired(batch, row);
                yield 1;
            }
            case LOCK_CONTENDED -> {
                locks.contended(batch, row);
                yield 1;
            }
            case MMAP_LOCK_RETURNED -> locks.mmapLockReturned(batch, row) ? 1 : 0;
            case MMAP_LOCK_RELEASED -> locks.mmapLockReleased(batch, row) ? 1 : 0;
            case SWITCH, FORK, EXIT, EXEC -> {
                taskBorders.life(kind, batch, row);
                yield 0;
            }
            case SYSCALL_ENTER,
                    SYSCALL_EXIT,
                    RAW_SYSCALL_ENTER,
                    RAW_SYSCALL_EXIT,
                    PAGE_FAULT_USER,
                    BOUNDS_FAULT -> {
                taskBorders.kernel(kind, batch, row);
                yield 0;
            }
            case CONTENTION_BEGIN -> {
                locks.contentionBegin(batch, row);
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

    private boolean isOfOtherLock(EventKind kind, EventBatch batch, int row) {
        LockClasses classes = parts.classes;
        return kind.isLock()
                && batch.name(row) != Names.EMPTY
                && classes.watched(classes.of(batch.names(), batch.name(row)))
                        == LockClasses.UNWATCHED;
    }
}
