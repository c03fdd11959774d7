package org.lockreplay.replay.mpx;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import org.lockreplay.replay.mm.MemoryState;

/**
 * What the MPX replay of one trace found.
 *
 * @param addressSpaces those that have to do with MPX, as they were at their end or at that of the
 *     trace, in the order in which they were first seen; none if states were not asked for
 * @param snapshots one for each line and time that was asked for, by line
 * @param violations in the order of the trace
 * @param history of what was asked for, in the order of the trace
 * @param memory that of the tasks that were asked for and seen, by pid, as it was at their end or
 *     at that of the trace
 * @param mpxEvents how many events of MPX there were
 * @param recordings how many recordings the trace holds
 * @param gaps places where events are missing: after each, nothing that was known before is certain
 * @param breaches rules that were broken, in the order of the trace
 * @param unmaps of managed address spaces, by path
 * @param sections of the two semaphores in managed address spaces, by kind
 * @param paths by which tasks of managed address spaces came into the kernel
 * @param signs what the trace shows that rules are judged by, and how often
 * @param refused sentences about events that say what the model does not cover
 */
public record MpxObservations(
        List<DirectoryState> addressSpaces,
        List<Snapshot> snapshots,
        List<BoundsViolation> violations,
        List<HistoryEvent> history,
        SortedMap<Integer, MemoryState> memory,
        long mpxEvents,
        long recordings,
        long gaps,
        List<Breach> breaches,
        List<UnmapCount> unmaps,
        List<SectionCount> sections,
        List<PathCount> paths,
        Map<Sign, Long> signs,
        SortedSet<String> refused) {}
