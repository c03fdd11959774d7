package org.lockreplay.check;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.protocol.LockAliases;

/**
 * {@code bd_sem} asked for while {@code mmap_sem} is held: {@code mpx-order}. The 2014 proposal has
 * it outside, always; a trylock is no violation.
 */
final class MpxOrderRule implements Rule {

    @Override
    public List<Finding> judge(Case judged) {
        List<Evidence> evidence = new ArrayList<>();
        long count = 0;
        for (CaseRow row : NestingCases.of(judged)) {
            if (row.isInverse() && row.count() > row.tries()) {
                evidence.add(row.witness());
                count += row.count() - row.tries();
            }
        }
        if (evidence.isEmpty()) {
            return List.of();
        }
        NestingCases.of(judged).stream()
                .filter(row -> !row.isInverse() && row.count() > row.tries())
                .findFirst()
                .ifPresent(row -> evidence.add(row.witness().as(Evidence.RIGHT_ORDER)));
        return List.of(
                new Finding(
                        "mpx-order",
                        Severity.ERROR,
                        Certainty.CLASS,
                        List.of(LockAliases.MMAP_SEM, LockAliases.BD_SEM),
                        List.of(),
                        "bd_sem asked for inside mmap_sem, "
                                + count
                                + (count == 1 ? " time" : " times")
                                + ": the proposal has bd_sem outside, always",
                        List.of("Take bd_sem before mmap_sem, in mpx_pre_unmap."),
                        evidence));
    }
}
