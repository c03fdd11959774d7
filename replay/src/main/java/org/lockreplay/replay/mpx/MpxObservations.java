package org.lockreplay.replay.mpx;

import java.util.List;
import java.util.SortedSet;

/**
 * What the MPX replay of one trace found.
 *
 * @param addressSpaces those that have to do with MPX, as they were at their end or at that of the
 *     trace, in the order in which they were first seen
 * @param snapshots one for each line that was asked for, by line
 * @param violations in the order of the trace
 * @param gaps places where events are missing: after each, nothing that was known before is certain
 * @param refused sentences about events that say what the model does not cover
 */
public record MpxObservations(
        List<DirectoryState> addressSpaces,
        List<Snapshot> snapshots,
        List<BoundsViolation> violations,
        long gaps,
        SortedSet<String> refused) {}
