package org.lockreplay.lockorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lockreplay.replay.lock.LockInstance;

class GuardsTest {

    private static final LockInstance GATE = new LockInstance("gate", 1);
    private static final LockInstance OTHER_GATE = new LockInstance("gate", 2);
    private static final LockInstance DOOR = new LockInstance("door", 3);

    @Test
    void oneInstanceHeldOverAllArcsGuardsThem() {
        Guards both = Guards.of(0, List.of(GATE, DOOR)).and(Guards.of(0, List.of(GATE)));
        assertThat(both.guard()).contains("gate");
    }

    @Test
    void twoInstancesOfOneClassGuardNothing() {
        Guards both = Guards.of(0, List.of(GATE)).and(Guards.of(0, List.of(OTHER_GATE)));
        assertThat(both.guard()).isEmpty();
    }

    @Test
    void aTraceThatSawOneArcWithoutTheGuardTakesItAway() {
        Guards seenTwice = Guards.of(0, List.of(GATE)).also(1, List.of());
        assertThat(seenTwice.and(Guards.of(0, List.of(GATE))).guard()).isEmpty();
    }

    @Test
    void addressesOfTwoTracesAreNotCompared() {
        Guards first = Guards.of(0, List.of(GATE)).also(1, List.of(OTHER_GATE));
        Guards second = Guards.of(0, List.of(GATE)).also(1, List.of(OTHER_GATE));
        assertThat(first.and(second).guard()).contains("gate");
    }

    @Test
    void whereNoTraceSawAllArcsNothingIsProven() {
        Guards both = Guards.of(0, List.of(GATE)).and(Guards.of(1, List.of(GATE)));
        assertThat(both.guard()).isEmpty();
    }
}
