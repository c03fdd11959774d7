package org.lockreplay.replay.mpx;

import java.util.Arrays;
import java.util.List;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.Names;
import org.lockreplay.replay.SeenCpus;

/**
 * Finds the events that the model has to look at, and notes in passing how far time and the lines
 * of each CPU have come.
 *
 * <p>Most events of most traces are passed over here, so this is the hot loop of the model: a few
 * array accesses for each event, without a call. The last line of each CPU tells a loss of events
 * from where it began: its marker stands where it was noticed, in front of the first event of that
 * CPU behind the gap, and what other CPUs did since that CPU's last event stands in front of the
 * marker, although the missing events happened among it. Not thread-safe.
 */
final class RelevantRows {

    private static final int LAST_LOCK_KIND = EventKind.LOCK_RELEASE.ordinal();
    private static final int SWITCH = EventKind.SWITCH.ordinal();

    /** By ordinal: the kinds of events that nothing in the model is about. */
    private static final boolean[] TELLS_NOTHING = new boolean[EventKind.OTHER.ordinal() + 1];

    /** The same, and {@code mmap_lock_*}. */
    private static final boolean[] TELLS_NOTHING_OF_MMAP_LOCK;

    /** The first without {@code sched_switch}, which tells who was at a CPU. */
    private static final boolean[] TELLS_NOTHING_OF_TASKS;

    static {
        for (EventKind kind :
                List.of(
                        EventKind.LOCK_CONTENDED,
                        EventKind.CONTENTION_BEGIN,
                        EventKind.CONTENTION_END,
                        EventKind.SWITCH,
                        EventKind.IRQ_ENTRY,
                        EventKind.IRQ_EXIT,
                        EventKind.SOFTIRQ_ENTRY,
                        EventKind.SOFTIRQ_EXIT,
                        EventKind.IRQ_DISABLE,
                        EventKind.IRQ_ENABLE,
                        EventKind.MARKER,
                        EventKind.OTHER)) {
            TELLS_NOTHING[kind.ordinal()] = true;
        }
        TELLS_NOTHING_OF_TASKS = TELLS_NOTHING.clone();
        TELLS_NOTHING_OF_TASKS[EventKind.SWITCH.ordinal()] = false;
        TELLS_NOTHING_OF_MMAP_LOCK = TELLS_NOTHING.clone();
        TELLS_NOTHING_OF_MMAP_LOCK[EventKind.MMAP_LOCK_START.ordinal()] = true;
        TELLS_NOTHING_OF_MMAP_LOCK[EventKind.MMAP_LOCK_RETURNED.ordinal()] = true;
        TELLS_NOTHING_OF_MMAP_LOCK[EventKind.MMAP_LOCK_RELEASED.ordinal()] = true;
    }

    private final Semaphores semaphores;
    private long[] lastLine = new long[8];
    private long lastTime = Long.MIN_VALUE;
    private int lastContext;

    /** The line before the recording. */
    private long began;

    private final SeenCpus cpus;
    private final Absences absences;
    private final UnrecordedTasks unrecorded = new UnrecordedTasks();

    RelevantRows(Semaphores semaphores, SeenCpus cpus, Absences absences) {
        this.semaphores = semaphores;
        this.cpus = cpus;
        this.absences = absences;
    }

    /**
     * The first row from {@code from} on that the model has to look at, or the size of the batch.
     * An event of a lock is passed over if its class is known to be none that matters; the release
     * of a lock without a name may be of any.
     *
     * @param mmapSem whether {@code lock_*} events of {@code mmap_sem} matter
     * @param mmapLock whether {@code mmap_lock_*} events matter
     */
    int next(EventBatch batch, int from, boolean mmapSem, boolean mmapLock) {
        boolean some = !cpus.areAllForCertain();
        boolean[] silent =
                some
                        ? TELLS_NOTHING_OF_TASKS
                        : mmapLock ? TELLS_NOTHING : TELLS_NOTHING_OF_MMAP_LOCK;
        byte[] which = semaphores.known(batch.names());
        int alsoSilent = mmapSem ? Semaphores.NEITHER : Semaphores.MMAP_SEM;
        byte[] kinds = batch.kinds();
        int[] names = batch.nameIds();
        long[] times = batch.times();
        int[] cpuOf = batch.cpus();
        int size = batch.size();
        long[] lines = lastLine;
        long old = began;
        long time = lastTime;
        int row = from;
        while (row < size) {
            int kind = kinds[row];
            if (!silent[kind]) {
                if (kind > LAST_LOCK_KIND) {
                    break;
                }
                int name = names[row];
                if (name == Names.EMPTY || name >= which.length) {
                    break;
                }
                if (which[name] != Semaphores.NEITHER && which[name] != alsoSilent) {
                    break;
                }
            }
            if (times[row] < time || kind == SWITCH && unrecorded.contradicts(batch, row)) {
                break;
            }
            int cpu = cpuOf[row];
            if (cpu >= 0) {
                if (cpu >= lines.length || lines[cpu] <= old) {
                    break;
                }
                if (some && !absences.isAt(cpu, batch.pid(row))) {
                    break;
                }
                // for each row: CPUs take turns, and nothing foretells which is next
                lines[cpu] = batch.line(row);
            }
            if (kind == SWITCH) {
                unrecorded.see(batch, row);
            }
            time = times[row];
            row++;
        }
        if (row > from) {
            lastTime = time;
            lastContext = batch.context(row - 1);
        }
        return row;
    }

    /** Whether some events of this kind are passed over, in some trace. */
    static boolean mayPassOver(EventKind kind) {
        return kind.isLock() || TELLS_NOTHING_OF_MMAP_LOCK[kind.ordinal()];
    }

    /** Whether this is a CPU of which nothing was seen in the recording so far. */
    boolean isFirst(int cpu) {
        return cpu >= 0 && isNew(cpu);
    }

    private boolean isNew(int cpu) {
        return cpu >= lastLine.length || lastLine[cpu] <= began;
    }

    /** Whether the time of this row is before that of the row before it. */
    boolean goesBack(EventBatch batch, int row) {
        return batch.time(row) < lastTime;
    }

    /** Whether time is still counted as it was before this row. */
    boolean sameClock(EventBatch batch, int row) {
        return Context.ticks(batch.context(row)) == Context.ticks(lastContext);
    }

    /** Time has come to this row. */
    void reach(EventBatch batch, int row) {
        lastTime = batch.time(row);
        lastContext = batch.context(row);
    }

    /** Another recording begins behind this line. */
    void beginRecording(long line) {
        lastTime = Long.MIN_VALUE;
        began = line;
        unrecorded.clear();
    }

    /** Whether the switches among the rows so far show that not all tasks are recorded. */
    UnrecordedTasks unrecordedTasks() {
        return unrecorded;
    }

    /** How far time has come; 0 if no event told it. */
    long time() {
        return lastTime == Long.MIN_VALUE ? 0 : lastTime;
    }

    /** The lines of its CPU have come to this row, which the model has looked at. */
    void see(EventBatch batch, int row) {
        int cpu = batch.cpu(row);
        if (cpu >= 0) {
            if (cpu >= lastLine.length) {
                grow(cpu);
            }
            if (lastLine[cpu] <= began) {
                cpus.see(cpu);
            }
            lastLine[cpu] = batch.line(row);
        }
    }

    /** The line before the recording. */
    long began() {
        return began;
    }

    /**
     * The last line of a CPU before the gap that is noticed now; where the recording has none, or
     * the CPU is not known, the line before the recording.
     */
    long gapBegan(int cpu) {
        return cpu < 0 || cpu >= lastLine.length ? began : Math.max(began, lastLine[cpu]);
    }

    private void grow(int cpu) {
        lastLine = Arrays.copyOf(lastLine, Math.max(2 * lastLine.length, cpu + 1));
    }
}
