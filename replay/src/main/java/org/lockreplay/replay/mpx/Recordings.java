package org.lockreplay.replay.mpx;

import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.replay.EarlyAcquisitions;
import org.lockreplay.replay.SeenCpus;
import org.lockreplay.replay.mm.AddressSpaces;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.SpaceLocks;

/**
 * Where the recordings of a trace begin and end, and what is missing in them: events that were
 * lost, and what tasks did on CPUs that are not recorded.
 *
 * <p>Nothing that is known of one recording is known of the next. Not thread-safe.
 */
final class Recordings {

    private final AddressSpaces addressSpaces;
    private final MpxSpaces spaces;
    private final SpaceLocks locks;
    private final SemaphoreRules semaphores;
    private final Conducts conducts;
    private final Breaches breaches;
    private final Absences absences;
    private final Strays strays = new Strays();
    private final SeenCpus cpus;
    private final RelevantRows rows;
    private final Snapshots snapshots;

    /** How many there were before this one that count. */
    private long earlier;

    /** Whether this one does. */
    private boolean counts;

    private boolean begun;
    private long gaps;

    Recordings(
            AddressSpaces addressSpaces,
            MpxSpaces spaces,
            SpaceLocks locks,
            SemaphoreRules semaphores,
            Conducts conducts,
            Breaches breaches,
            Absences absences,
            SeenCpus cpus,
            RelevantRows rows,
            Snapshots snapshots) {
        this.addressSpaces = addressSpaces;
        this.spaces = spaces;
        this.locks = locks;
        this.semaphores = semaphores;
        this.conducts = conducts;
        this.breaches = breaches;
        this.absences = absences;
        this.cpus = cpus;
        this.rows = rows;
        this.snapshots = snapshots;
    }

    /** How many there are, the one that is replayed now among them. */
    long number() {
        return earlier + 1;
    }

    /** In how many places events are missing. */
    long gaps() {
        return gaps;
    }

    // ---- where one begins and ends ----

    /** Called for each batch before its events: the first one begins a recording anyway. */
    void accept(EventBatch batch) {
        if (!begun) {
            begun = true;
            if (batch.size() > 0 && batch.kind(0) != EventKind.RECORDING_STARTED) {
                EarlyAcquisitions.hide(batch, 0);
            }
        }
    }

    /** Called for each event before it is replayed: where time goes back, a recording begins. */
    void see(EventBatch batch, int row) {
        if (rows.goesBack(batch, row)) {
            timeGoesBack(batch, row);
        } else {
            rows.reach(batch, row);
        }
        counts = counts || isCounted(batch.kind(row));
        boolean some = !cpus.areAllForCertain();
        if (some) {
            absences.see(batch, row, rows.gapBegan(batch.cpu(row)));
        }
        if ((some || !cpus.areTold() && conducts.active()) && strays.see(batch, row)) {
            cpus.stray();
        }
    }

    /**
     * Whether a recording with an event of this kind counts. One with nothing but headers and kinds
     * that may be passed over does not: which events of those are seen here depends on others.
     */
    private static boolean isCounted(EventKind kind) {
        return kind != EventKind.RECORDING_STARTED
                && kind != EventKind.CPU_COUNT
                && !RelevantRows.mayPassOver(kind);
    }

    /** A recording begins that no header announced; lines about the recording have no time. */
    private void timeGoesBack(EventBatch batch, int row) {
        if (!batch.kind(row).isMeta()) {
            if (rows.sameClock(batch, row)) {
                begin(batch, row);
            }
            rows.reach(batch, row);
        }
    }

    /** A header begins one. */
    void start(EventBatch batch, int row) {
        begin(batch, row);
        cpus.tell(0, 0);
    }

    private void begin(EventBatch batch, int row) {
        earlier += counts ? 1 : 0;
        end();
        EarlyAcquisitions.hide(batch, row);
        addressSpaces.beginRecording(new Moment(batch.line(row), rows.time()));
        locks.beginRecording();
        semaphores.beginRecording();
        conducts.clear();
        breaches.at(batch, row);
        breaches.beginRecording();
        absences.clear();
        strays.clear();
        spaces.beginRecording();
        rows.beginRecording(batch.line(row) - 1);
        cpus.begin();
        counts = false;
    }

    /** The recording is over: what its end tells of it. */
    void end() {
        if (!breaches.seen(Sign.ZAPS)) {
            spaces.missZaps();
        }
        spaces.missChanges(!breaches.showsFilling(), !breaches.showsClearing());
        if (spaces.pointers().hashed()) {
            breaches.saw(Sign.HASHED);
        }
        spaces.missTasks(rows.unrecordedTasks().any());
        if (breaches.contradictAbsent()
                || !breaches.seen(Sign.GAPS) && spaces.areLeftOpenByAbsent()) {
            cpus.stray();
        }
        if (!cpus.areAll() || strays.any()) {
            // without switches, whoever leaves its CPU may do so without a sign
            boolean anybody =
                    strays.any() && (!absences.switchesTraced() || cpus.areAllForCertain());
            if (spaces.doubtAbsent(anybody)) {
                breaches.saw(Sign.SOME_CPUS);
                breaches.withdrawOfAbsent(anybody);
            }
        }
    }

    // ---- what is missing ----

    /** The header says how many CPUs there are. */
    void tellCpus(EventBatch batch, int row) {
        if (batch.payload(row, 0) > 0) {
            cpus.tell((int) batch.payload(row, 0), batch.payload(row, 1));
        }
    }

    /**
     * The first event of a CPU whose beginning is missing: of an overwritten recording, or one that
     * may be, in which a task is there that nobody has switched to.
     */
    void notice(EventBatch batch, int row) {
        int cpu = batch.cpu(row);
        if (rows.isFirst(cpu) && !batch.kind(row).isMeta() && cpus.see(cpu)) {
            boolean foundThere =
                    batch.pid(row) > 0 && absences.switchesTraced() && conducts.active();
            if (cpus.beginLate() || cpus.mayBeginLate() && foundThere) {
                lose(EventKind.BUFFER_STARTED, batch, row);
            }
        }
    }

    /**
     * A task that is recorded leaves its CPU, or turns up on one, without a switch: events are
     * missing, as between {@code tracing_on} 0 and 1, of which the trace says nothing.
     */
    void leaveCpu(EventBatch batch, int row) {
        UnrecordedTasks tasks = rows.unrecordedTasks();
        int cpu = batch.cpu(row);
        if (tasks.contradicts(batch, row) && addressSpaces.hasCalled(tasks.at(cpu))) {
            loseBehind(tasks.since(cpu), batch, row);
        }
        tasks.see(batch, row);
    }

    /** The same for an event of a task in a call, or in an exception. */
    void turnsUp(EventBatch batch, int row) {
        int pid = batch.pid(row);
        int cpu = batch.cpu(row);
        if (pid > 0 && rows.unrecordedTasks().isElsewhere(cpu, pid)) {
            loseBehind(rows.unrecordedTasks().since(cpu), batch, row);
        }
    }

    /** A task executes, and may have another pid behind that. */
    void execute(EventBatch batch, int row) {
        rows.unrecordedTasks().rename(batch.cpu(row), batch.payload(row, 0), batch.payload(row, 1));
    }

    /** Events are missing, as this one says. */
    void lose(EventKind kind, EventBatch batch, int row) {
        if (kind == EventKind.UNREADABLE) {
            lose(batch, row);
        } else {
            boolean told = kind == EventKind.LOST;
            loseBehind(told ? rows.gapBegan(batch.cpu(row)) : rows.began(), batch, row);
        }
    }

    /** Events behind this line are missing. */
    private void loseBehind(long line, EventBatch batch, int row) {
        lose(batch, row);
        snapshots.doubtBehind(line);
        breaches.withdrawBehind(line);
        cpus.excuse(strays.excuseBehind(line));
    }

    private void lose(EventBatch batch, int row) {
        Moment at = new Moment(batch.line(row), rows.time());
        gaps++;
        addressSpaces.lose();
        rows.unrecordedTasks().lose();
        locks.lose();
        conducts.clear();
        breaches.saw(Sign.GAPS);
        spaces.lose(at);
    }
}
