package org.lockreplay.replay.mpx;

import java.util.List;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.EventSink;
import org.lockreplay.replay.SeenCpus;
import org.lockreplay.replay.mm.AddressSpaces;
import org.lockreplay.replay.mm.SpaceLocks;

/**
 * Rebuilds the bounds directories of a trace from what the kernel tells of them.
 *
 * <p>Rules of inference:
 *
 * <ul>
 *   <li>R1: {@code mpx_new_bounds_table} fills the entry that the last missing-table exception of
 *       its task names; without that event nothing was allocated
 *   <li>R2: an entry that may be valid within a search, and whose table is not zapped in part
 *       before the task's next search or the end of its call, is freed; where the kernel tells
 *       which entries it clears, one that it did not is as it was
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

    private final AddressSpaces addressSpaces;
    private final MpxSpaces spaces;
    private final SpaceLocks locks;
    private final boolean holdersAsked;
    private final boolean states;
    private final History history;
    private final Breaches breaches;
    private final Sections sections;
    private final EntryPaths entryPaths;
    private final Conducts conducts;
    private final SemaphoreRules semaphores;
    private final UnmapRules unmaps;
    private final TaskEvents taskEvents;
    private final MpxEvents mpxEvents;
    private final RelevantRows rows;
    private final Snapshots snapshots;
    private final Recordings recordings;

    /** A replay that tells what there is at the end. */
    public MpxReplay() {
        this(Questions.NONE);
    }

    /** A replay that also answers questions. */
    public MpxReplay(Questions questions) {
        states = questions.states();
        addressSpaces = new AddressSpaces(questions.memoryOf(), states);
        SeenCpus cpus = new SeenCpus();
        Absences absences = new Absences(addressSpaces);
        breaches = new Breaches(absences);
        history = new History(questions.history());
        spaces = new MpxSpaces(addressSpaces, history, breaches);
        locks = new SpaceLocks(questions.alias());
        sections = new Sections(questions.sections());
        entryPaths = new EntryPaths(questions.sections());
        conducts = new Conducts(sections);
        holdersAsked = !questions.memoryOf().isEmpty();
        Semaphores names = new Semaphores(questions.alias());
        rows = new RelevantRows(names, cpus, absences);
        semaphores = new SemaphoreRules(addressSpaces, spaces, breaches, names, conducts);
        Scheme scheme = new Scheme(breaches);
        unmaps = new UnmapRules(spaces, breaches, scheme);
        Judge judge = new Judge(spaces, breaches, conducts, entryPaths, scheme, unmaps);
        taskEvents = new TaskEvents(addressSpaces, spaces, conducts, judge, history, breaches);
        mpxEvents = new MpxEvents(addressSpaces, spaces, judge, breaches);
        snapshots = new Snapshots(questions, spaces::going, () -> addressSpaces.memory(locks));
        recordings =
                new Recordings(
                        addressSpaces,
                        spaces,
                        locks,
                        semaphores,
                        conducts,
                        breaches,
                        absences,
                        cpus,
                        rows,
                        snapshots);
    }

    @Override
    public void accept(EventBatch batch) {
        recordings.accept(batch);
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
        boolean shown = semaphores.mmapSemTraced();
        boolean mmapSem = holdersAsked || conducts.active() || !shown;
        boolean mmapLock = holdersAsked || (conducts.active() && !shown);
        return rows.next(batch, from, mmapSem, mmapLock);
    }

    private void look(EventBatch batch, int row) {
        recordings.see(batch, row);
        history.at(batch, row);
        breaches.at(batch, row);
        recordings.notice(batch, row);
        replay(batch, row);
        rows.see(batch, row);
    }

    /** What was seen; call once, after the last batch. */
    public MpxObservations finish() {
        recordings.end();
        spaces.tellUnknowns();
        conducts.finish();
        List<Breach> broken = breaches.finish();
        return new MpxObservations(
                states
                        ? spaces.all().stream()
                                .map(state -> spaces.sure(state, Long.MAX_VALUE))
                                .toList()
                        : List.of(),
                snapshots.finish(spaces::sure),
                mpxEvents.violations(),
                history.events(spaces::mayKeepFreed),
                addressSpaces.memory(locks),
                mpxEvents.count(),
                recordings.number(),
                recordings.gaps(),
                broken,
                unmaps.counts(broken),
                sections.counts(),
                entryPaths.counts(),
                breaches.signs(),
                mpxEvents.refused());
    }

    private void replay(EventBatch batch, int row) {
        EventKind kind = batch.kind(row);
        switch (kind) {
            case SYSCALL_ENTER, RAW_SYSCALL_ENTER -> {
                recordings.turnsUp(batch, row);
                taskEvents.enter(kind, batch, row);
            }
            case SYSCALL_EXIT, RAW_SYSCALL_EXIT -> {
                recordings.turnsUp(batch, row);
                taskEvents.leave(kind, batch, row);
            }
            case FORK, EXIT -> taskEvents.life(kind, batch, row);
            case EXEC -> {
                recordings.execute(batch, row);
                taskEvents.life(kind, batch, row);
            }
            case PAGE_FAULT_USER, PAGE_FAULT_KERNEL -> taskEvents.pageFault(kind, batch, row);
            case BOUNDS_FAULT -> {
                recordings.turnsUp(batch, row);
                mpxEvents.fault(batch, row);
            }
            case BOUNDS_VIOLATION -> mpxEvents.violation(batch, row);
            case TABLE_NEW -> mpxEvents.tableNew(batch, row);
            case UNMAP_SEARCH -> mpxEvents.search(batch, row);
            case UNMAP_ZAP -> mpxEvents.zap(batch, row);
            case SIGNAL_GENERATE -> mpxEvents.signal(batch, row);
            case PRE_UNMAP, POST_UNMAP ->
                    mpxEvents.bracket(kind == EventKind.PRE_UNMAP, batch, row);
            case ENTRY_INVALIDATE -> mpxEvents.invalidate(batch, row);
            case VMA_MARK -> mpxEvents.mark(batch, row);
            case VMA_UNMAP -> mpxEvents.remove(batch, row);
            case ENTRY_CMPXCHG -> mpxEvents.exchange(batch, row);
            case LOCK_ACQUIRE,
                    LOCK_ACQUIRED,
                    LOCK_RELEASE,
                    MMAP_LOCK_START,
                    MMAP_LOCK_RETURNED,
                    MMAP_LOCK_RELEASED ->
                    lock(kind, batch, row);
            case LOST, BUFFER_STARTED, UNREADABLE -> recordings.lose(kind, batch, row);
            case RECORDING_STARTED -> recordings.start(batch, row);
            case CPU_COUNT -> recordings.tellCpus(batch, row);
            case SWITCH -> recordings.leaveCpu(batch, row);
            case LOCK_CONTENDED,
                    CONTENTION_BEGIN,
                    CONTENTION_END,
                    IRQ_ENTRY,
                    IRQ_EXIT,
                    SOFTIRQ_ENTRY,
                    SOFTIRQ_EXIT,
                    IRQ_DISABLE,
                    IRQ_ENABLE,
                    MARKER,
                    OTHER -> {
                // tells nothing of memory
            }
        }
    }

    // ---- locks ----

    private void lock(EventKind kind, EventBatch batch, int row) {
        if (kind.isLock()) {
            semaphores.lock(kind, batch, row);
        } else {
            semaphores.mmapLock(kind, batch, row);
        }
        if (holdersAsked && kind != EventKind.MMAP_LOCK_START && locks.concerns(kind, batch, row)) {
            locks.accept(kind, batch, row, addressSpaces.find(batch.pid(row)));
        }
    }
}
