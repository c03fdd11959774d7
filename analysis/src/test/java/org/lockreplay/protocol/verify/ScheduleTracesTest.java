package org.lockreplay.protocol.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Checker;
import org.lockreplay.check.Finding;
import org.lockreplay.check.MpxProtocol;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.summary.InputReader;

/**
 * The trace of every schedule, of every shipped protocol and mutant, is judged by the check as the
 * schedule is by the verification, by something that stands in the schedule.
 */
class ScheduleTracesTest {

    /**
     * What the check does not find: whether an allocation or a search of its entry was first, where
     * they overlap without a lock; and what leaves no event in Linux.
     */
    private static boolean isOpen(String mutant, Rule rule) {
        return switch (mutant) {
            case "gleixner-2014/missing-lock" -> rule == Rule.M3;
            case "linux-4.19/removal-not-zap" -> rule == Rule.M12;
            default -> false;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"gleixner-2014", "ren-2014", "ren-2014-nofault", "linux-4.19"})
    void theCheckFindsWhatTheVerificationRefuted(String name) throws Exception {
        List<String> missed = new ArrayList<>();
        for (Mutants one : Mutants.of(name)) {
            Set<Rule> done = EnumSet.noneOf(Rule.class);
            for (Judgement judgement : one.verification().judgements()) {
                Rule rule = judgement.property().rule();
                if (judgement.schedule().isPresent() && done.add(rule)) {
                    Set<String> found = findings(one, judgement.schedule().get());
                    boolean none = Collections.disjoint(found, Counterpart.of(rule));
                    boolean open =
                            Counterpart.of(rule).isEmpty() || isOpen(name + "/" + one.name(), rule);
                    if (none != open) {
                        missed.add("%s %s: %s".formatted(one.name(), rule, found));
                    }
                }
            }
        }
        assertThat(missed).isEmpty();
    }

    /** The findings that a line of the schedule, or one behind it, gives rise to. */
    private static Set<String> findings(Mutants mutant, Schedule schedule)
            throws IOException, UnreadableTraceException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Long> lines =
                new TraceWriter(mutant.verification().protocol()).write("test", schedule, out);
        CheckOptions options = CheckOptions.shipped().withMpx(MpxProtocol.of(mutant.shipped()));
        InputReader reader = new InputReader(1);
        Set<String> ids = new TreeSet<>();
        Checker.check(reader.read("t", new ByteArrayInputStream(out.toByteArray())), options)
                .findings()
                .stream()
                .filter(finding -> isBehind(finding, lines.get(0)))
                .forEach(finding -> ids.add(finding.id()));
        return ids;
    }

    private static boolean isBehind(Finding finding, long first) {
        return finding.evidence().stream().anyMatch(evidence -> evidence.at().line() >= first);
    }
}
