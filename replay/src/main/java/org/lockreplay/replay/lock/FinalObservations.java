package org.lockreplay.replay.lock;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.lockreplay.event.Names;

/**
 * What the parts of a replay have seen, put together when the last recording has ended, without
 * what proves to rest on events that were not recorded.
 */
final class FinalObservations {

    private final LockParts parts;
    private final RecordingBorders recordings;
    private final LockEvents events;

    FinalObservations(LockParts parts, RecordingBorders recordings, LockEvents events) {
        this.parts = parts;
        this.recordings = recordings;
        this.events = events;
    }

    /** All of it; once, when all chains are folded. */
    LockObservations all(Names names, long lockEvents) {
        boolean unreleased = isUnreleased();
        if (unreleased) {
            forgetWhatWasHeld();
        }
        LockObservations seen = seen(coverage(lockEvents, unreleased), names);
        SortedSet<String> neverReleased = neverReleased();
        return OneSided.spare(
                seen,
                neverReleased,
                parts.releases.sides().unacquired(parts.classes, parts.acquisitions.uses()),
                parts.releases.repeated().often(parts.classes),
                parts.classes.watched(neverReleased));
    }

    /** What was looked at lock by lock; once. */
    InstanceView ofInstances(Names names) {
        if (isUnreleased()) {
            forgetWhatWasHeld();
        }
        return parts.scrutiny.view(names).without(neverReleased());
    }

    private LockCoverage coverage(long lockEvents, boolean unreleased) {
        return new LockCoverage(
                lockEvents,
                recordings.count(),
                recordings.gaps(),
                recordings.inferredGaps(),
                parts.releases.unknown(),
                parts.acquisitions.hiddenAddresses(),
                parts.releases.unnamed(),
                unreleased,
                parts.undecided.unfollowed() + parts.deadlocks.unfollowed(),
                parts.schedule.returns(),
                events.ownerless(),
                parts.bottomHalves.untold());
    }

    private LockObservations seen(LockCoverage coverage, Names names) {
        Losses losses = recordings.losses();
        return new LockObservations(
                coverage,
                parts.acquisitions.uses().sorted(parts.classes),
                parts.interrupts.sorted(),
                parts.shownTypes.sorted(parts.traced.owners()),
                parts.nestings.nestings(names),
                parts.nestings.instanceNestings(names),
                losses.spare(parts.nestings.recursions(names)),
                parts.traced.acquires()
                        ? losses.spareReleases(parts.releases.imbalances())
                        : List.of(),
                losses.spareExits(parts.exitChecks.found()),
                parts.watchedPair.cases(names),
                parts.deadlocks.found());
    }

    private SortedSet<String> neverReleased() {
        return parts.traced.releases()
                ? parts.releases.sides().unreleased(parts.classes, parts.acquisitions.uses())
                : new TreeSet<>();
    }

    /** Whether locks were kept again and again without any release; once may be a bug. */
    private boolean isUnreleased() {
        long kept = parts.releaseTracing.reentries() + parts.exitChecks.ends();
        return !parts.traced.releases() && kept >= ReleaseTracing.ENOUGH;
    }

    /** Releases were not recorded: whatever seemed to be held may have been free. */
    private void forgetWhatWasHeld() {
        parts.nestings.discard();
        parts.watchedPair.discard();
        parts.interrupts.discard();
        parts.exitChecks.discard();
        parts.deadlocks.discard();
    }
}
