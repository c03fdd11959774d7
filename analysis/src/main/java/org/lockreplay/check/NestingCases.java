package org.lockreplay.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lockreplay.lockorder.LexicalOrder;
import org.lockreplay.replay.lock.NestingCase;
import org.lockreplay.summary.Seen;

/** The nesting cases of all traces, one row for each pair of semaphores and modes. */
final class NestingCases {

    private static final Comparator<CaseRow> ORDER =
            Comparator.comparing(CaseRow::isInverse)
                    .thenComparing(CaseRow::outerRead, Comparator.reverseOrder())
                    .thenComparing(CaseRow::innerRead, Comparator.reverseOrder());

    private NestingCases() {}

    /** The rows that occur, in the order of their numbers, the inverse ones last. */
    static List<CaseRow> of(Case judged) {
        Map<List<String>, CaseRow> rows = new TreeMap<>(LexicalOrder.OF_LISTS);
        for (Seen<NestingCase> seen : judged.summary().nestingCases()) {
            NestingCase nesting = seen.what();
            rows.merge(key(nesting), CaseRow.of(judged.path(seen), nesting), CaseRow::and);
        }
        List<CaseRow> sorted = new ArrayList<>(rows.values());
        sorted.sort(ORDER);
        return sorted;
    }

    private static List<String> key(NestingCase nesting) {
        return List.of(
                nesting.outer(),
                nesting.inner(),
                Boolean.toString(nesting.outerRead()),
                Boolean.toString(nesting.innerRead()));
    }
}
