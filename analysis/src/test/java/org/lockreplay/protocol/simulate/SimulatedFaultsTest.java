package org.lockreplay.protocol.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.protocol.file.ShippedProtocols;
import org.lockreplay.protocol.file.Variant;

/**
 * The trace of every mistake is found out by the check, and the trace of none accuses nobody.
 *
 * <p>Runs over a few seeds; {@code -Dlockreplay.seeds=100} for more.
 */
class SimulatedFaultsTest {

    private static final long SEEDS = Integer.getInteger("lockreplay.seeds", 4);

    /** What the check calls each mistake. */
    private static final Map<String, String> FINDINGS =
            Map.ofEntries(
                    Map.entry("gleixner-2014/forgotten-bracket", "error mpx-unbracketed"),
                    Map.entry("gleixner-2014/inverse-order", "error mpx-order"),
                    Map.entry("gleixner-2014/missing-lock", "warning mpx-scheme"),
                    Map.entry("gleixner-2014/wrong-mode", "warning mpx-scheme"),
                    Map.entry("gleixner-2014/nested-operation", "error mpx-nested-op"),
                    Map.entry("gleixner-2014/entry-not-invalidated", "error mpx-dangling"),
                    Map.entry("gleixner-2014/no-cmpxchg", "error mpx-double-table"),
                    Map.entry("gleixner-2014/count-off-by-one", "error mpx-remove-count"),
                    Map.entry("gleixner-2014/count-twice", "error mpx-remove-count"),
                    Map.entry("gleixner-2014/removal-not-zap", "error mpx-partial"),
                    Map.entry("gleixner-2014/fault-under-write", "error mpx-fault-under-write"),
                    Map.entry("gleixner-2014/prctl-nesting", "warning mpx-prctl-nests"),
                    Map.entry("gleixner-2014/loser-keeps-table", "error mpx-double-table"),
                    Map.entry("gleixner-2014/post-unmap-too-late", "warning mpx-scheme"),
                    Map.entry("gleixner-2014/mark-vma", "error mpx-dangling"),
                    Map.entry("gleixner-2014/no-clean-up", "error mpx-remove-count"),
                    Map.entry("gleixner-2014/forgotten-up", "error held-at-exit"),
                    Map.entry("linux-4.19/no-cmpxchg", "error mpx-double-table"),
                    Map.entry("linux-4.19/loser-keeps-table", "error mpx-double-table"),
                    Map.entry("linux-4.19/removal-not-zap", "error mpx-partial"),
                    Map.entry("linux-4.19/fault-under-write", "error mpx-fault-under-write"));

    static List<String> mistakes() {
        List<String> mistakes = new ArrayList<>();
        for (String name : ShippedProtocols.names()) {
            ShippedProtocols.find(name).orElseThrow().variants().stream()
                    .filter(Variant::fault)
                    .forEach(fault -> mistakes.add(name + "/" + fault.name()));
        }
        return mistakes;
    }

    @Test
    void everyMistakeOfAShippedProtocolHasAFinding() {
        assertThat(FINDINGS.keySet()).containsExactlyInAnyOrderElementsOf(mistakes());
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void theCheckNamesWhatIsWrong(String mistake) {
        String[] names = mistake.split("/");
        List<Long> missed = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            Set<String> found = Simulated.of(names[0], names[1], false, seed).findings();
            if (!found.contains(FINDINGS.get(mistake))) {
                missed.add(seed);
            }
        }
        assertThat(missed).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "gleixner-2014, wrong-mode, 68, warning mpx-scheme",
        "gleixner-2014, post-unmap-too-late, 20, warning mpx-scheme",
        "gleixner-2014, post-unmap-too-late, 90, warning mpx-scheme",
    })
    void aTraceOfAMistakeShowsWhereItsTaskMadeIt(
            String protocol, String fault, long seed, String expected) {
        assertThat(Simulated.of(protocol, fault, false, seed).findings()).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gleixner-2014", "linux-4.19", "ren-2014-nofault"})
    void theCheckAccusesNobodyWhereNothingIsWrong(String protocol) {
        for (long seed = 1; seed <= 2 * SEEDS; seed++) {
            Set<String> findings = Simulated.of(protocol, "", false, seed).findings();
            assertThat(findings).as("seed %d", seed).noneMatch(one -> one.startsWith("error"));
        }
    }
}
