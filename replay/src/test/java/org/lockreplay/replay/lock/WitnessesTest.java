package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lockreplay.event.Names;

class WitnessesTest {

    @Test
    void whatWasSeenBeforeHasARowAlready() {
        Random random = new Random(1);
        Witnesses witnesses = new Witnesses();
        List<long[]> known = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            long[] lock = lock(random.nextInt(1000), random.nextInt(3));
            int row = witnesses.of(lock, 0);
            if (row == known.size()) {
                assertThat(known).noneMatch(other -> Arrays.equals(other, lock));
                known.add(lock);
            }
            assertThat(known.get(row)).isEqualTo(lock);
            assertThat(witnesses.line(row)).isEqualTo(lock[1]);
        }
        assertThat(known).hasSizeGreaterThan(2000);
    }

    @Test
    void aRowIsOneObjectAsEvidence() {
        LockClasses classes = new LockClasses(name -> name);
        int lockClass = classes.intern("mtx_a");
        Witnesses witnesses = new Witnesses();
        int row = witnesses.of(new long[] {0x10, 7, 1000, 0, 0, (long) lockClass << 32}, 0);
        Acquisition acquisition = witnesses.acquisition(row, classes, new Names());
        assertThat(acquisition.lockClass()).isEqualTo("mtx_a");
        assertThat(acquisition.origin().line()).isEqualTo(7);
        assertThat(witnesses.acquisition(row, classes, new Names())).isSameAs(acquisition);
    }

    private static long[] lock(long line, long address) {
        return new long[] {address, line, line * 1000, 0, 0, 0};
    }
}
