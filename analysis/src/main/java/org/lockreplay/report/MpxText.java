package org.lockreplay.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.lockreplay.check.MpxJudgement;
import org.lockreplay.replay.mpx.Invariant;
import org.lockreplay.replay.mpx.UnmapCount;

/** By what the bounds tables of the traces were judged, and by which paths memory was unmapped. */
final class MpxText {

    private static final int NAMED = 3;

    private MpxText() {}

    static void write(Page page, List<MpxJudgement> all) {
        judged(page, all);
        paths(page, all, true, "bracketed");
        paths(page, all, false, "searched");
    }

    private static void judged(Page page, List<MpxJudgement> all) {
        Map<String, List<String>> alike = new TreeMap<>();
        for (MpxJudgement one : all) {
            String rules =
                    one.judged().isEmpty()
                            ? "no rule"
                            : one.judged().stream()
                                    .map(Invariant::id)
                                    .collect(Collectors.joining(", "));
            alike.computeIfAbsent(
                            "Bounds tables judged by " + one.protocol() + " (" + rules + ")",
                            none -> new ArrayList<>())
                    .add(Words.name(one.trace()));
        }
        alike.forEach(
                (how, traces) -> {
                    String named =
                            String.join(", ", traces.subList(0, Math.min(NAMED, traces.size())));
                    String more =
                            traces.size() > NAMED
                                    ? " and " + (traces.size() - NAMED) + " more"
                                    : "";
                    page.sentence("", how + " in " + named + more + ".").blank();
                });
    }

    private static void paths(
            Page page, List<MpxJudgement> all, boolean bracketing, String column) {
        Map<String, UnmapCount> sums = new TreeMap<>();
        all.stream()
                .filter(one -> one.bracketing() == bracketing)
                .flatMap(one -> one.unmaps().stream())
                .forEach(count -> sums.merge(count.path(), count, UnmapCount::plus));
        if (sums.isEmpty()) {
            return;
        }
        page.line("Unmaps of managed address spaces, by call path");
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("path", "unmaps", column, "un" + column, "unknown"));
        for (UnmapCount count : sums.values()) {
            table.add(
                    List.of(
                            count.path(),
                            Words.number(count.unmaps()),
                            Words.number(count.bracketed()),
                            Words.number(count.unbracketed()),
                            Words.number(count.unknown())));
        }
        page.table("  ", table).blank();
    }
}
