package org.lockreplay.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lockreplay.check.Conformance;
import org.lockreplay.check.SectionFit;
import org.lockreplay.replay.mpx.SectionCount;

/**
 * How long the operations of a protocol waited for each of the two semaphores, and held it, by
 * whatever path: what the proposal of 2014 says is no issue.
 */
final class SemaphoreTimes {

    private final Conformance conformance;

    SemaphoreTimes(Conformance conformance) {
        this.conformance = conformance;
    }

    /** Times of one unit are added; a trace with another clock has rows of its own. */
    private record Key(String operation, String lock, boolean ticks) {}

    void write(Page page) {
        Map<Key, SectionCount> sums = new LinkedHashMap<>();
        for (Conformance.Row row : conformance.sections()) {
            if (row.fit().kind() == SectionFit.Kind.OPERATION) {
                String operation = ConformanceText.names(row.fit().operations());
                sums.merge(
                        new Key(operation, row.lock(), row.ticks()),
                        row.count(),
                        SectionCount::plus);
            }
        }
        if (sums.isEmpty()) {
            return;
        }
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("operation", "lock", "sections", "waited", "longest", "held", "longest"));
        sums.forEach((key, sum) -> table.add(cells(key, sum)));
        page.line("Each operation and each of the two semaphores, all in all (times in ms)");
        page.table("  ", table).blank();
    }

    private static List<String> cells(Key key, SectionCount sum) {
        return List.of(
                key.operation(),
                Words.name(key.lock()),
                Words.number(sum.count()),
                ConformanceText.time(key.ticks(), sum.waited(), sum.waits()),
                ConformanceText.time(key.ticks(), sum.longestWait(), sum.waits()),
                ConformanceText.time(key.ticks(), sum.held(), sum.holds()),
                ConformanceText.time(key.ticks(), sum.longestHold(), sum.holds()));
    }
}
