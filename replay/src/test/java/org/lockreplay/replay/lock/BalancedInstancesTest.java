package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BalancedInstancesTest {

    private final BalancedInstances balanced = new BalancedInstances();

    @Test
    void eraClassAndAddressAllCount() {
        balanced.add(1, 2, 3);
        assertThat(balanced.contains(1, 2, 3)).isTrue();
        assertThat(balanced.contains(2, 2, 3)).isFalse();
        assertThat(balanced.contains(1, 3, 3)).isFalse();
        assertThat(balanced.contains(1, 2, 4)).isFalse();
    }

    @Test
    void oldOnesAreForgottenSoThatMemoryIsBounded() {
        for (int address = 0; address < 1_000_000; address++) {
            balanced.add(1, 2, address);
        }
        assertThat(balanced.contains(1, 2, 999_999)).isTrue();
        assertThat(balanced.contains(1, 2, 900_000)).isTrue();
        assertThat(balanced.contains(1, 2, 0)).isFalse();
    }
}
