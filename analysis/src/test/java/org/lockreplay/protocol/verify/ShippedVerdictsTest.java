package org.lockreplay.protocol.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.file.ShippedProtocols;
import org.lockreplay.protocol.program.Deed;

/** What trying all interleavings says of the shipped protocols. */
class ShippedVerdictsTest {

    /** What was verified already, for other tests of the same. */
    private static final Map<String, Verification> DONE = new ConcurrentHashMap<>();

    @Test
    void ofTheProposalAllThatIsClaimedButTheEnvironmentIsProvedForTwoTasks() {
        Verification result = verify("gleixner-2014", 2, Optional.empty());
        assertThat(result.complete()).isTrue();
        assertThat(refuted(result))
                .containsExactlyInAnyOrder(
                        Rule.DEADLOCK_WITH_ENVIRONMENT, Rule.M3, Rule.RECURSION, Rule.MARK_ALONE);
        assertThat(result.judgements())
                .noneMatch(judgement -> judgement.verdict() == Verdict.UNKNOWN);
    }

    @Test
    void theProposalDeadlocksByAFaultBehindAWaitingWriter() {
        Verification result = verify("gleixner-2014", 2, Optional.empty());
        Schedule schedule = schedule(result, Rule.DEADLOCK_WITH_ENVIRONMENT);
        assertThat(schedule.transitions()).isEqualTo(5);
        assertThat(
                        schedule.deeds().stream()
                                .filter(deed -> deed.lock() >= 0)
                                .map(deed -> deed.task() + " " + deed.kind() + " " + deed.step()))
                .containsExactly(
                        "0 ACQUIRES down_write(bd_sem)",
                        "0 ACQUIRES down_read(mmap_sem)",
                        "1 WAITS down_write(mmap_sem)",
                        "0 WAITS page fault");
    }

    @ParameterizedTest
    @CsvSource({
        "ren-2014, 1, DEADLOCK DEADLOCK_WITH_ENVIRONMENT RECURSION M7",
        "ren-2014-nofault, 1, M3",
        "ren-2014-nofault, 2, M3",
        "linux-4.19, 1, ''",
        "linux-4.19, 2, M3",
    })
    void theOthersBreakWhatTheirReviewersFound(String name, int tasks, String rules) {
        Verification result = verify(name, tasks, Optional.empty());
        Set<String> refuted = refuted(result).stream().map(Rule::name).collect(Collectors.toSet());
        assertThat(refuted)
                .containsExactlyInAnyOrder(rules.isEmpty() ? new String[0] : rules.split(" "));
    }

    @Test
    void theFirstDesignDeadlocksATaskOnItself() {
        Verification result = verify("ren-2014", 1, Optional.empty());
        assertThat(schedule(result, Rule.DEADLOCK).deeds())
                .extracting(Deed::kind)
                .endsWith(Deed.Kind.FAULTS, Deed.Kind.WAITS);
    }

    @Test
    void theProposalIsRepairedByPinnedEntriesAndByLookingAgain() {
        assertThat(refuted(verify("gleixner-2014", 2, Optional.of("pinned-entries"))))
                .doesNotContain(Rule.DEADLOCK_WITH_ENVIRONMENT, Rule.RECURSION);
        assertThat(refuted(verify("gleixner-2014", 2, Optional.of("recheck-mapping"))))
                .doesNotContain(Rule.M3);
    }

    @Test
    void theFourCasesFollowFromTheSteps() {
        Verification result = verify("gleixner-2014", 1, Optional.empty());
        assertThat(result.graph().edges())
                .filteredOn(edge -> edge.ends().outer().equals("bd_sem"))
                .extracting(
                        edge ->
                                (edge.ends().outerRead() ? "R" : "W")
                                        + (edge.ends().innerRead() ? "R" : "W")
                                        + edge.all())
                .containsExactly(
                        "RR[bounds-fault, bounds-violation]",
                        "RW[bounds-fault]",
                        "WR[map-fixed, unmap]",
                        "WW[map-fixed, unmap]");
        assertThat(result.graph().cycles()).hasSize(1);
    }

    private static Verification verify(String name, int tasks, Optional<String> variant) {
        String key = name + tasks + variant;
        return DONE.computeIfAbsent(key, absent -> verifyAnew(name, tasks, variant));
    }

    private static Verification verifyAnew(String name, int tasks, Optional<String> variant) {
        Protocol shipped = ShippedProtocols.find(name).orElseThrow();
        Protocol protocol =
                variant.map(one -> shipped.with(shipped.variant(one).orElseThrow()))
                        .orElse(shipped);
        return Verifier.verify(
                protocol, protocol.operations(), tasks, Bounds.ofHeap(), Progress.NONE);
    }

    private static Set<Rule> refuted(Verification result) {
        return result.judgements().stream()
                .filter(judgement -> judgement.verdict() == Verdict.REFUTED)
                .map(judgement -> judgement.property().rule())
                .collect(Collectors.toSet());
    }

    private static Schedule schedule(Verification result, Rule rule) {
        return result.judgements().stream()
                .filter(judgement -> judgement.property().rule() == rule)
                .findFirst()
                .flatMap(Judgement::schedule)
                .orElseThrow();
    }
}
