package org.lockreplay.report;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.check.Finding;
import org.lockreplay.check.NestingCases;
import org.lockreplay.check.NotJudged;
import org.lockreplay.check.Report;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.replay.mm.FaultCounts;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mpx.BoundsViolation;
import org.lockreplay.replay.mpx.DirectoryState;
import org.lockreplay.replay.mpx.MpxObservations;
import org.lockreplay.replay.mpx.Questions;
import org.lockreplay.replay.mpx.Snapshot;

/**
 * What the replay of one trace has to say: the state at the end or at the moments that were asked
 * for, and what is wrong with it.
 *
 * @param asked what the replay was asked
 * @param judged what a check of the trace says of bounds tables, and nothing else
 */
public record ReplayReport(
        TraceFacts facts, Questions asked, MpxObservations found, Report judged) {

    /** What the ids of the rules of bounds tables begin with. */
    private static final String RULES = "mpx-";

    /** With what a check of the same trace said of bounds tables. */
    public static ReplayReport of(
            TraceFacts facts, Questions asked, MpxObservations found, Report checked) {
        List<Finding> findings =
                checked.findings().stream()
                        .filter(finding -> finding.id().startsWith(RULES))
                        .toList();
        List<NotJudged> notJudged =
                checked.notJudged().stream().filter(rule -> rule.id().startsWith(RULES)).toList();
        return new ReplayReport(
                facts,
                asked,
                found,
                new Report(
                        checked.traces(), findings, NestingCases.none(), notJudged, checked.mpx()));
    }

    /** Whether states at certain moments were asked for, not that at the end. */
    public boolean hasMoments() {
        return !asked.lines().isEmpty() || !asked.times().isEmpty();
    }

    /** Whether nothing in particular was asked for. */
    public boolean isSummary() {
        return !hasMoments() && asked.history().isEmpty() && asked.memoryOf().isEmpty();
    }

    /** Violations of one address space up to a line, those of one address together. */
    List<ViolationsAt> violations(DirectoryState state, long upToLine) {
        return ViolationsAt.group(
                found.violations().stream()
                        .filter(violation -> violation.space() == state.space().id())
                        .filter(violation -> violation.at().line() <= upToLine)
                        .toList());
    }

    /** All that has to be known beside a table, which has no place for it: a sentence each. */
    public List<String> allNotes() {
        return new ReplayNotes(this).all();
    }

    /** What has to be known of the whole trace, a sentence each. */
    List<String> notes() {
        return new ReplayNotes(this).ofTrace();
    }

    /** What has to be known of the moment of a snapshot, a sentence each. */
    List<String> notes(Snapshot shot) {
        return new ReplayNotes(this).of(shot);
    }

    /** A time as the trace prints it. */
    String time(long time) {
        return Words.time(time, facts.ticks());
    }

    /** {@code trace:line}, which editors and terminals open. */
    String place(Moment at) {
        return place(at.line());
    }

    String place(long line) {
        return Words.name(facts.path()) + ":" + line;
    }

    static FaultCounts total(Iterable<FaultCounts> counts) {
        FaultCounts sum = FaultCounts.NONE;
        for (FaultCounts one : counts) {
            sum = sum.plus(one);
        }
        return sum;
    }

    /**
     * Violations at one address with the same bounds.
     *
     * @param first the first of them
     */
    record ViolationsAt(BoundsViolation first, long count) {

        static List<ViolationsAt> group(List<BoundsViolation> violations) {
            List<ViolationsAt> groups = new ArrayList<>();
            for (BoundsViolation violation : violations) {
                int at = 0;
                while (at < groups.size() && !groups.get(at).holds(violation)) {
                    at++;
                }
                if (at == groups.size()) {
                    groups.add(new ViolationsAt(violation, 1));
                } else {
                    groups.set(
                            at, new ViolationsAt(groups.get(at).first, groups.get(at).count + 1));
                }
            }
            return groups;
        }

        private boolean holds(BoundsViolation other) {
            return first.address().equals(other.address())
                    && first.lower().equals(other.lower())
                    && first.upper().equals(other.upper());
        }
    }
}
