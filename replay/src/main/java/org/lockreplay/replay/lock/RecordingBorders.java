package org.lockreplay.replay.lock;

import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.Names;
import org.lockreplay.replay.EarlyAcquisitions;
import org.lockreplay.replay.SeenCpus;

/**
 * What becomes of held locks, and of what was counted, where a recording begins or ends, where
 * events are missing in it, and where it proves to have begun without some kind of event.
 */
final class RecordingBorders {

    private final Schedule schedule;
    private final SeenCpus seenCpus;
    private final Undecided undecided;
    private final Nestings nestings;
    private final WatchedPair watchedPair;
    private final InterruptUses interrupts;
    private final DeadlockChecks deadlocks;
    private final BottomHalves bottomHalves;
    private final ReleaseTracing releaseTracing;
    private final TracedKinds traced;
    private final HeldAtLines heldAtLines;
    private final OneSided sides;
    private final TaskLives lives;
    private final RecordingBeginnings recordings = new RecordingBeginnings();
    private final Losses losses = new Losses();
    private Names names = new Names();
    private long gaps;
    private long lastLine;
    private long lastTime;

    /** Recordings whose first acquisitions have no releases. */
    private long beginnings;

    RecordingBorders(LockParts parts) {
        schedule = parts.schedule;
        seenCpus = parts.seenCpus;
        undecided = parts.undecided;
        nestings = parts.nestings;
        watchedPair = parts.watchedPair;
        interrupts = parts.interrupts;
        deadlocks = parts.deadlocks;
        bottomHalves = parts.bottomHalves;
        releaseTracing = parts.releaseTracing;
        traced = parts.traced;
        heldAtLines = parts.heldAtLines;
        sides = parts.releases.sides();
        lives = parts.scrutiny.lives();
    }

    /** Called for each batch before its events: the first one begins a recording anyway. */
    void accept(EventBatch batch) {
        names = batch.names();
        if (recordings.count() == 0) {
            hideEarly(batch, 0);
        }
    }

    /**
     * Called for each event before it is replayed: where time goes back, a recording begins.
     *
     * @return whether one does; that may have made another event of this one
     */
    boolean see(EventBatch batch, int row) {
        boolean begins = recordings.begins(batch.time(row), batch.context(row));
        if (begins) {
            begin(batch, row);
        }
        lastLine = batch.line(row);
        lastTime = batch.time(row);
        return begins;
    }

    /** A line about the recording itself: a header, or one that tells of missing events. */
    void seeMeta(EventKind kind, EventBatch batch, int row) {
        if (kind == EventKind.RECORDING_STARTED) {
            endSection();
            if (recordings.header()) {
                begin(batch, row);
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

    /** What was counted and is held so far means nothing, as {@link ReleaseTracing} says. */
    void beginAgain(EventBatch batch, int row) {
        schedule.inferGap();
        schedule.locate(batch, row);
        discardFirst();
    }

    /** What was counted so far means nothing, unless another recording is behind it already. */
    void discardFirst() {
        if (recordings.count() == 1) {
            undecided.discard();
            nestings.discard();
            watchedPair.discard();
            interrupts.discard();
            schedule.forEachStack(HeldStack::rebuild);
        }
    }

    /** The trace ends, and with it the last recording. */
    void end() {
        noteInnermost();
        endSection();
        endRecording();
    }

    /** What is held last may have been released later. */
    private void noteInnermost() {
        schedule.forEachStack(
                stack -> {
                    if (stack.depth() > 0) {
                        sides.innermost(stack.lockClass(stack.depth() - 1));
                    }
                });
    }

    /** How many recordings there are. */
    long count() {
        return recordings.count();
    }

    /** How many places say that events are missing. */
    long gaps() {
        return gaps;
    }

    /** In how many places this follows from what the events are. */
    long inferredGaps() {
        return schedule.inferredGaps() + beginnings;
    }

    /** Where a recording says that events were lost. */
    Losses losses() {
        return losses;
    }

    private void begin(EventBatch batch, int row) {
        endRecording();
        schedule.loseAll();
        seenCpus.begin();
        releaseTracing.begin();
        lives.forget();
        hideEarly(batch, row);
    }

    private void endRecording() {
        schedule.forgetStrangers();
        if (traced.owners()) {
            deadlocks.endRecording(names, lastLine, lastTime);
        }
        heldAtLines.endRecording(seenCpus.areAll());
        schedule.end();
    }

    /** What the last header said holds no longer. */
    private void endSection() {
        boolean told = bottomHalves.end();
        interrupts.endSection(told);
        if (!told) {
            nestings.forgetInterrupts();
        }
    }

    /** What was taken before releases were recorded counts as taken before the recording. */
    private void hideEarly(EventBatch batch, int row) {
        beginnings += EarlyAcquisitions.hide(batch, row) > 0 ? 1 : 0;
    }
}
