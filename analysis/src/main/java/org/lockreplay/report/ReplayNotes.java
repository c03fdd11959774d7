package org.lockreplay.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mpx.DirectoryEntry;
import org.lockreplay.replay.mpx.HistoryScope;
import org.lockreplay.replay.mpx.MpxObservations;
import org.lockreplay.replay.mpx.Questions;
import org.lockreplay.replay.mpx.Snapshot;

/** What has to be known beside the answers of a replay: a sentence each. */
final class ReplayNotes {

    private static final String WHAT_TO_RECORD =
            "no event of MPX is in this trace, so that no bounds directory can be rebuilt: record"
                    + " the events of the groups mpx, exceptions and syscalls (raw_syscalls for"
                    + " programs of 32 bits), sched:sched_process_fork, exec and exit, and"
                    + " signal:signal_generate, on a kernel from 4.2 to 5.5 with"
                    + " CONFIG_X86_INTEL_MPX";

    private final ReplayReport report;
    private final MpxObservations found;
    private final TraceFacts facts;
    private final Questions asked;

    ReplayNotes(ReplayReport report) {
        this.report = report;
        found = report.found();
        facts = report.facts();
        asked = report.asked();
    }

    /** All that has to be known beside a table, which has no place for it: a sentence each. */
    List<String> all() {
        List<String> all = new ArrayList<>(ofTrace());
        for (Snapshot shot : found.snapshots()) {
            String when =
                    shot.byTime()
                            ? "at " + report.time(shot.atTime().orElse(0))
                            : "at line " + shot.atLine();
            of(shot).forEach(note -> all.add(when + ": " + note));
        }
        return List.copyOf(all);
    }

    /** What has to be known of the whole trace, a sentence each. */
    List<String> ofTrace() {
        List<String> notes = new ArrayList<>();
        if (found.mpxEvents() == 0) {
            notes.add(WHAT_TO_RECORD);
        }
        if (found.recordings() > 1 && !asked.times().isEmpty()) {
            notes.add(
                    "the trace holds %d recordings, in each of which time begins anew: a time names"
                                    .formatted(found.recordings())
                            + " the first of them that goes past it; a line is never ambiguous");
        }
        if (found.gaps() > 0) {
            notes.add(
                    "events are missing at "
                            + Words.counted(found.gaps(), "place")
                            + ": after each, nothing that was known before is certain");
        }
        if (facts.lost() > 0) {
            notes.add(
                    "the trace itself says that "
                            + Words.counted(facts.lost(), "event")
                            + (facts.lost() == 1 ? " is" : " are")
                            + " lost");
        }
        if (facts.malformed() > 0) {
            notes.add(Words.counted(facts.malformed(), "line") + " could not be read");
        }
        facts.damage().ifPresent(damage -> notes.add("the file is damaged: " + damage));
        notes.addAll(found.refused());
        notes.addAll(refusals());
        notes.addAll(meant());
        for (int pid : asked.memoryOf()) {
            if (!found.memory().containsKey(pid)) {
                notes.add(
                        "no system call, exception, fork or exec of task %d is in this trace, so that nothing is known of its memory"
                                .formatted(pid));
            }
        }
        return notes;
    }

    /** Whoever asks for nothing that happened may have given the index of an entry. */
    private List<String> meant() {
        OptionalLong asks =
                asked
                        .history()
                        .flatMap(HistoryScope::range)
                        .filter(range -> range.first() == range.last())
                        .filter(range -> found.history().isEmpty())
                        .stream()
                        .mapToLong(AddressRange::first)
                        .findFirst();
        if (asks.isEmpty()) {
            return List.of();
        }
        return found.addressSpaces().stream()
                .flatMap(state -> state.entry(asks.getAsLong()).stream())
                .map(DirectoryEntry::covers)
                .distinct()
                .map(
                        range ->
                                "nothing happened to address %s; it is the index of the entry that covers %s, whose history --history %s tells"
                                        .formatted(
                                                Addresses.hex(asks.getAsLong()),
                                                Addresses.range(range),
                                                Addresses.hex(range.first())))
                .toList();
    }

    /** Why some of the addresses that were asked for have no entry, or none that means anything. */
    private List<String> refusals() {
        Optional<AddressRange> range = asked.history().flatMap(HistoryScope::range);
        String what =
                range.filter(this::isCovered).isPresent()
                        ? ": an entry that covers it describes no memory of a program"
                        : ": no directory entry covers it";
        return found.addressSpaces().stream()
                .flatMap(state -> state.geometry().stream())
                .distinct()
                .sorted()
                .flatMap(geometry -> range.flatMap(geometry::refusal).stream())
                .map(reason -> reason + what)
                .toList();
    }

    /** Whether an entry that was seen in use covers the end of this range. */
    private boolean isCovered(AddressRange range) {
        return found.addressSpaces().stream()
                .flatMap(state -> state.entries().stream())
                .anyMatch(entry -> entry.covers().contains(range.last()));
    }

    /** What has to be known of the moment of a snapshot, a sentence each. */
    List<String> of(Snapshot shot) {
        List<String> notes = new ArrayList<>();
        if (!shot.byTime() && shot.atLine() > facts.lines()) {
            notes.add(
                    "the trace has only %s: this is the state at its end"
                            .formatted(Words.counted(facts.lines(), "line")));
        }
        if (shot.byTime() && shot.atEnd() && isAfter(shot.atTime(), facts.lastTime())) {
            notes.add(
                    "the trace ends at %s: this is the state at its end"
                            .formatted(report.time(facts.lastTime().orElse(0))));
        }
        if (shot.atTime().isEmpty() || shot.byTime() && isAfter(facts.firstTime(), shot.atTime())) {
            notes.add(
                    "this is before the first event"
                            + (facts.firstTime().isEmpty()
                                    ? ""
                                    : ", which is at "
                                            + report.time(facts.firstTime().getAsLong())));
        }
        for (int pid : asked.memoryOf()) {
            if (found.memory().containsKey(pid) && !shot.memory().containsKey(pid)) {
                notes.add(
                        "no system call, exception, fork or exec of task %d comes before"
                                .formatted(pid));
            }
        }
        if (shot.addressSpaces().isEmpty() && found.mpxEvents() > 0) {
            notes.add(noneThen(shot.atLine()));
        }
        return notes;
    }

    private String noneThen(long line) {
        long ended =
                found.addressSpaces().stream()
                        .filter(state -> state.end().isPresent())
                        .filter(state -> state.end().get().line() <= line)
                        .count();
        return ended == 0
                ? "no address space with a bounds directory is known then"
                : "no address space with a bounds directory is left then: "
                        + Words.number(ended)
                        + " ended before";
    }

    private static boolean isAfter(OptionalLong time, OptionalLong other) {
        return time.isPresent() && (other.isEmpty() || time.getAsLong() > other.getAsLong());
    }
}
