package org.lockreplay.protocol.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.protocol.file.Rule;

/**
 * The trace of every schedule, of every shipped protocol and mutant, is judged by the check as the
 * schedule is by the verification, by something that stands in the schedule; or that of a longer
 * schedule is, which the verification names beside it.
 */
class ScheduleTracesTest {

    /**
     * What the check does not find: the count itself, which is in no event, where the table that is
     * marked is one of an unmap that is about to remove it.
     */
    private static boolean isOpen(Mutants mutant, Rule rule) {
        return mutant.name().equals("post-unmap-too-late") && rule == Rule.M5;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gleixner-2014", "ren-2014", "ren-2014-nofault", "linux-4.19"})
    void theCheckFindsWhatTheVerificationRefuted(String name) {
        List<String> missed = new ArrayList<>();
        for (Mutants one : Mutants.of(name)) {
            Set<Rule> done = EnumSet.noneOf(Rule.class);
            for (Judgement judgement : one.verification().judgements()) {
                Rule rule = judgement.property().rule();
                if (judgement.schedule().isPresent() && done.add(rule)) {
                    Schedule shown = judgement.plainer().orElse(judgement.schedule().get());
                    if (one.traces().sees(rule, shown) == isOpen(one, rule)) {
                        missed.add(
                                "%s %s: %s"
                                        .formatted(one.name(), rule, one.traces().findings(shown)));
                    }
                }
            }
        }
        assertThat(missed).isEmpty();
    }

    @Test
    void aPlainerScheduleIsLongerAndShowsWhatTheShortestDoesNot() {
        List<String> plainer = new ArrayList<>();
        for (String name : List.of("gleixner-2014", "linux-4.19")) {
            for (Mutants one : Mutants.of(name)) {
                for (Judgement judgement : one.verification().judgements()) {
                    if (judgement.plainer().isPresent()) {
                        Rule rule = judgement.property().rule();
                        Schedule shortest = judgement.schedule().orElseThrow();
                        assertThat(one.traces().sees(rule, shortest)).isFalse();
                        assertThat(judgement.plainer().get().transitions())
                                .isGreaterThanOrEqualTo(shortest.transitions());
                        plainer.add(one.name() + " " + rule);
                    }
                }
            }
        }
        assertThat(plainer).containsExactly("missing-lock M3", "removal-not-zap M12");
    }
}
