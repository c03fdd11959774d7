package org.lockreplay.report;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.lockreplay.check.MpxJudgement;
import org.lockreplay.check.NotJudged;
import org.lockreplay.check.Report;
import org.lockreplay.replay.mpx.Invariant;
import org.lockreplay.replay.mpx.UnmapCount;

/** By what bounds tables were judged, and how memory was unmapped, as tables. */
final class JudgementCsv {

    private final Report judged;
    private final CsvTable table;

    JudgementCsv(Report judged, CsvTable table) {
        this.judged = judged;
        this.table = table;
    }

    void rules() throws IOException {
        table.heads("protocol", "number", "rule", "judged", "reasons", "findings");
        for (MpxJudgement one : judged.mpx()) {
            for (Invariant rule : Invariant.values()) {
                List<NotJudged> limits =
                        judged.notJudged().stream()
                                .filter(limit -> limit.id().equals(rule.id()))
                                .toList();
                table.name(one.protocol())
                        .word(rule == Invariant.REFUSED ? "" : rule.name())
                        .word(rule.id())
                        .word(verdict(one.judged().contains(rule), limits))
                        .word(
                                limits.stream()
                                        .map(NotJudged::reason)
                                        .collect(Collectors.joining("; ")))
                        .number(
                                judged.findings().stream()
                                        .filter(finding -> finding.id().equals(rule.id()))
                                        .count())
                        .end();
            }
        }
    }

    private static String verdict(boolean wasJudged, List<NotJudged> limits) {
        if (!wasJudged && limits.stream().noneMatch(NotJudged::partly)) {
            return "no";
        }
        return limits.isEmpty() ? "yes" : "in part";
    }

    void unmaps() throws IOException {
        table.heads("protocol", "path", "unmaps", "counted", "bracketed", "unbracketed", "unknown");
        for (MpxJudgement one : judged.mpx()) {
            for (UnmapCount count : one.unmaps()) {
                table.name(one.protocol())
                        .word(count.path())
                        .number(count.unmaps())
                        .word(one.bracketing() ? "bracketed" : "searched")
                        .number(count.bracketed())
                        .number(count.unbracketed())
                        .number(count.unknown())
                        .end();
            }
        }
    }
}
