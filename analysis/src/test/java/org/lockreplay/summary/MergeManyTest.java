package org.lockreplay.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lockreplay.story.Lock;
import org.lockreplay.story.TraceStory;

class MergeManyTest {

    private static final int MANY = 3000;

    @Test
    void thousandsOfSummariesInAnyOrderMergeToOne() {
        List<LockOrderSummary> parts = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Lock outer = Lock.write("lock" + i % 7, 1);
            Lock inner = Lock.write("lock" + i % 11, 2);
            parts.add(TraceStory.trace("boot%04d".formatted(i)).nest(outer, inner).summary());
        }
        LockOrderSummary whole = LockOrderSummary.mergeAll(parts);
        Collections.shuffle(parts, new Random(1));
        List<LockOrderSummary> halves =
                List.of(
                        LockOrderSummary.mergeAll(parts.subList(0, MANY / 3)),
                        LockOrderSummary.mergeAll(parts.subList(MANY / 4, MANY)));
        assertThat(whole.traces()).hasSize(MANY);
        assertThat(LockOrderSummary.mergeAll(halves)).isEqualTo(whole);
        assertThat(whole.traces().get(1234).path()).isEqualTo("boot1234");
    }
}
