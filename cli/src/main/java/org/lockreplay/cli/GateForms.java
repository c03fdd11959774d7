package org.lockreplay.cli;

import static org.lockreplay.report.ci.Remark.Kind.ALLOWED_UNREADABLE;
import static org.lockreplay.report.ci.Remark.Kind.BROKEN_EXPECTATION;
import static org.lockreplay.report.ci.Remark.Kind.EXPIRED_SUPPRESSION;
import static org.lockreplay.report.ci.Remark.Kind.FIXED_FINDING;
import static org.lockreplay.report.ci.Remark.Kind.UNREADABLE_INPUT;
import static org.lockreplay.report.ci.Remark.Kind.UNUSED_SUPPRESSION;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lockreplay.gate.FindingState;
import org.lockreplay.gate.GateFinding;
import org.lockreplay.gate.JudgedSet;
import org.lockreplay.gate.Suppression;
import org.lockreplay.gate.TraceResult;
import org.lockreplay.gate.Verdict;
import org.lockreplay.report.JsonGate;
import org.lockreplay.report.TextGate;
import org.lockreplay.report.TextStyle;
import org.lockreplay.report.ci.CiFinding;
import org.lockreplay.report.ci.CiRun;
import org.lockreplay.report.ci.Excuse;
import org.lockreplay.report.ci.JudgedTrace;
import org.lockreplay.report.ci.Remark;
import org.lockreplay.report.ci.Standing;

/**
 * What {@code gate} decided.
 *
 * @param status of the command
 */
record GateForms(Verdict verdict, int status) implements Forms {

    @Override
    public void text(TextStyle style, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        new TextGate(style).write(verdict, writer);
        writer.flush();
    }

    @Override
    public void json(OutputStream out) throws IOException {
        JsonGate.write(verdict, out);
    }

    @Override
    public CiRun ciRun() {
        Set<GateFinding> failing = new HashSet<>(verdict.failing());
        return new CiRun(
                Lockreplay.packagedVersion(),
                status,
                Optional.of(verdict.sentence()),
                traces(),
                verdict.findings().stream()
                        .map(found -> finding(found, failing.contains(found)))
                        .toList(),
                remarks());
    }

    private List<JudgedTrace> traces() {
        List<JudgedTrace> traces = new ArrayList<>();
        for (JudgedSet set : verdict.sets()) {
            set.summary()
                    .traces()
                    .forEach(trace -> traces.add(new JudgedTrace(trace, set.limits(trace))));
        }
        traces.sort(Comparator.comparing(trace -> trace.source().path()));
        return traces;
    }

    private static CiFinding finding(GateFinding found, boolean failing) {
        return new CiFinding(
                found.finding(),
                found.set(),
                standing(found.state()),
                found.suppression().map(GateForms::excuse),
                failing);
    }

    private static Standing standing(FindingState state) {
        return switch (state) {
            case NEW -> Standing.NEW;
            case KNOWN -> Standing.KNOWN;
            case EXPECTED -> Standing.EXPECTED;
        };
    }

    private static Excuse excuse(Suppression by) {
        return new Excuse(by.reason(), by.owner(), by.expires(), by.place());
    }

    private List<Remark> remarks() {
        List<Remark> remarks = new ArrayList<>();
        for (TraceResult trace : verdict.traces()) {
            if (trace.status() == TraceResult.Status.UNREADABLE) {
                remarks.add(
                        Remark.about(UNREADABLE_INPUT, trace.path(), trace.reason().orElseThrow()));
            } else if (trace.status() == TraceResult.Status.UNREADABLE_ALLOWED) {
                remarks.add(
                        Remark.about(
                                ALLOWED_UNREADABLE, trace.path(), trace.reason().orElseThrow()));
            } else if (trace.status() == TraceResult.Status.NOT_REACHED) {
                String sentence = trace.path() + ": not reached before the interrupt";
                remarks.add(Remark.about(UNREADABLE_INPUT, trace.path(), sentence));
            }
            for (String broken : trace.broken()) {
                String sentence = trace.path() + ": " + broken;
                remarks.add(Remark.about(BROKEN_EXPECTATION, trace.path(), sentence));
            }
        }
        verdict.sets().forEach(set -> remarks.addAll(CiRun.remarks(set.report())));
        verdict.expired()
                .forEach(one -> remarks.add(Remark.of(EXPIRED_SUPPRESSION, text(one, "expired"))));
        verdict.unused()
                .forEach(one -> remarks.add(Remark.of(UNUSED_SUPPRESSION, text(one, "unused"))));
        verdict.fixed()
                .forEach(
                        entry ->
                                remarks.add(
                                        Remark.of(
                                                FIXED_FINDING,
                                                entry.what()
                                                        + " ("
                                                        + entry.fingerprint()
                                                        + ", in the baseline since "
                                                        + entry.since()
                                                        + ") is fixed")));
        return remarks.stream().distinct().toList();
    }

    private static String text(Suppression one, String what) {
        return one.place()
                + ": the suppression of "
                + one.target()
                + " by "
                + one.owner()
                + " is "
                + what;
    }
}
