package org.lockreplay.protocol.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The trace of every mistake is found out by the check, and the trace of none accuses nobody.
 *
 * <p>Runs over a few seeds; {@code -Dlockreplay.seeds=100} for more.
 */
class SimulatedFaultsTest {

    private static final long SEEDS = Integer.getInteger("lockreplay.seeds", 4);

    @ParameterizedTest
    @CsvSource({
        "forgotten-bracket, error mpx-unbracketed",
        "inverse-order, error mpx-order",
        "missing-lock, warning mpx-scheme",
        "wrong-mode, warning mpx-scheme",
        "nested-operation, error mpx-nested-op",
        "entry-not-invalidated, error mpx-dangling",
        "no-cmpxchg, error mpx-double-table",
        "count-off-by-one, error mpx-remove-count",
        "removal-not-zap, error mpx-partial",
        "fault-under-write, error mpx-fault-under-write",
        "prctl-nesting, warning mpx-prctl-nests",
        "loser-keeps-table, error mpx-double-table",
        "no-clean-up, error mpx-remove-count",
        "post-unmap-too-late, warning mpx-scheme",
        "count-twice, error mpx-remove-count",
    })
    void theCheckNamesWhatIsWrong(String fault, String expected) {
        List<Long> missed = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            if (!Simulated.of("gleixner-2014", fault, false, seed).findings().contains(expected)) {
                missed.add(seed);
            }
        }
        assertThat(missed).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "no-cmpxchg, error mpx-double-table",
        "loser-keeps-table, error mpx-double-table",
        "fault-under-write, error mpx-fault-under-write",
    })
    void theCheckNamesWhatIsWrongInLinux(String fault, String expected) {
        List<Long> missed = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            if (!Simulated.of("linux-4.19", fault, false, seed).findings().contains(expected)) {
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
