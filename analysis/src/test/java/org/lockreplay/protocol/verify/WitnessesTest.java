package org.lockreplay.protocol.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lockreplay.protocol.file.Rule;

class WitnessesTest {

    private static final long[] TO = {1};

    private final Witnesses witnesses = new Witnesses();

    private List<Integer> others(Rule rule) {
        return witnesses.others(rule).stream().map(Witness::from).toList();
    }

    @Test
    void theFirstOneIsKeptAndTheOthersComeByTheirSteps() {
        witnesses.add(Rule.M3, 5, 50, TO);
        witnesses.add(Rule.M3, 5, 51, TO);
        witnesses.add(Rule.M3, 6, 60, TO);
        witnesses.add(Rule.M3, 8, 80, TO);
        witnesses.add(Rule.M12, 8, 81, TO);
        assertThat(witnesses.first(Rule.M3).orElseThrow().from()).isEqualTo(50);
        assertThat(others(Rule.M3)).containsExactly(51, 60, 80);
        assertThat(others(Rule.M12)).isEmpty();
        assertThat(witnesses.first(Rule.M1)).isEmpty();
        assertThat(others(Rule.M1)).isEmpty();
    }

    @Test
    void oneThatIsMoreThanTenStepsLongerIsNotWanted() {
        assertThat(witnesses.add(Rule.M3, 5, 1, TO)).isTrue();
        assertThat(witnesses.add(Rule.M3, 15, 2, TO)).isTrue();
        assertThat(witnesses.add(Rule.M3, 16, 3, TO)).isFalse();
        assertThat(others(Rule.M3)).containsExactly(2);
    }

    @Test
    void aFewOfManyAreKeptFromAllOverThem() {
        for (int from = 0; from <= 10_000; from++) {
            witnesses.add(Rule.M3, 5, from, TO);
        }
        List<Integer> kept = others(Rule.M3);
        assertThat(kept).hasSize(16).doesNotHaveDuplicates();
        for (int quarter = 0; quarter < 4; quarter++) {
            int least = quarter * 2_500;
            assertThat(kept).anyMatch(from -> from > least && from <= least + 2_500);
        }
    }
}
