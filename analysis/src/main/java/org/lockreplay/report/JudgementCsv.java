package org.lockreplay.report;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lockreplay.check.MpxJudgement;
import org.lockreplay.check.NotJudged;
import org.lockreplay.check.Report;
import org.lockreplay.replay.mpx.Invariant;
import org.lockreplay.replay.mpx.UnmapCount;

/** By what bounds tables were judged, and how memory was unmapped, as tables. */
final class JudgementCsv {

    private final Report judged;
    private final Appendable out;

    JudgementCsv(Report judged, Appendable out) {
        this.judged = judged;
        this.out = out;
    }

    /** A row: a part of what was judged by a protocol. */
    private record Row<T>(MpxJudgement judgement, T part) {

        String protocol() {
            return judgement.protocol();
        }
    }

    void rules() throws IOException {
        new CsvTable<Row<Invariant>>()
                .name("protocol", Row::protocol)
                .column("number", row -> row.part() == Invariant.REFUSED ? "" : row.part().name())
                .column("rule", row -> row.part().id())
                .column("judged", row -> verdict(row.judgement(), row.part()))
                .column(
                        "reasons",
                        row ->
                                limits(row.part()).stream()
                                        .map(NotJudged::reason)
                                        .collect(Collectors.joining("; ")))
                .column("findings", row -> findings(row.part()))
                .write(rows(judgement -> List.of(Invariant.values())), out);
    }

    private List<NotJudged> limits(Invariant rule) {
        return judged.notJudged().stream().filter(limit -> limit.id().equals(rule.id())).toList();
    }

    private long findings(Invariant rule) {
        return judged.findings().stream().filter(found -> found.id().equals(rule.id())).count();
    }

    private String verdict(MpxJudgement judgement, Invariant rule) {
        List<NotJudged> limits = limits(rule);
        boolean wasJudged = judgement.judged().contains(rule);
        if (!wasJudged && limits.stream().noneMatch(NotJudged::partly)) {
            return "no";
        }
        return limits.isEmpty() ? "yes" : "in part";
    }

    void unmaps() throws IOException {
        new CsvTable<Row<UnmapCount>>()
                .name("protocol", Row::protocol)
                .column("path", row -> row.part().path())
                .column("unmaps", row -> row.part().unmaps())
                .column("counted", row -> row.judgement().bracketing() ? "bracketed" : "searched")
                .column("bracketed", row -> row.part().bracketed())
                .column("unbracketed", row -> row.part().unbracketed())
                .column("unknown", row -> row.part().unknown())
                .write(rows(MpxJudgement::unmaps), out);
    }

    private <T> Stream<Row<T>> rows(Function<MpxJudgement, List<T>> parts) {
        return judged.mpx().stream()
                .flatMap(
                        judgement ->
                                parts.apply(judgement).stream()
                                        .map(part -> new Row<>(judgement, part)));
    }
}
