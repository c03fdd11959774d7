package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CollectionsTest {

    @Test
    void aTaskSetCountsEachTaskOnce() {
        Random random = new Random(5);
        TaskSet tasks = new TaskSet();
        TaskSet others = new TaskSet();
        Set<Integer> expected = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            int task = random.nextInt(3000);
            (i % 2 == 0 ? tasks : others).add(task);
            expected.add(task);
        }
        tasks.addAll(others);
        assertThat(tasks.size()).isEqualTo(expected.size());
    }

    @Test
    void anIntTableMakesAValueOnceForAnyInt() {
        IntTable<Integer> table = new IntTable<>(key -> key + 1);
        Integer first = table.of(-1_000_000);
        for (int key = -5000; key < 5000; key++) {
            assertThat(table.of(key * 429_497)).isEqualTo(key * 429_497 + 1);
        }
        assertThat(table.of(-1_000_000)).isSameAs(first);
        Set<Integer> seen = new HashSet<>();
        table.forEach(seen::add);
        assertThat(seen).hasSize(10_001);
    }
}
