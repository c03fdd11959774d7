package org.lockreplay.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lockreplay.story.Lock.write;
import static org.lockreplay.story.TraceStory.trace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lockreplay.story.RandomStories;

class LockOrderSummaryTest {

    @Test
    void anySplitAndOrderGivesTheSameSummaryAndTheSameBytes() throws IOException {
        for (long seed = 0; seed < 150; seed++) {
            List<LockOrderSummary> parts = RandomStories.summaries(6, seed);
            LockOrderSummary whole = LockOrderSummary.mergeAll(parts);
            LockOrderSummary other = mergedAtRandom(parts, new Random(seed));
            assertThat(other).as("seed %d", seed).isEqualTo(whole);
            assertThat(bytes(other)).as("seed %d", seed).isEqualTo(bytes(whole));
        }
    }

    @Test
    void mergingIsAssociativeCommutativeAndIdempotent() {
        for (long seed = 0; seed < 150; seed++) {
            List<LockOrderSummary> parts = RandomStories.summaries(3, seed);
            LockOrderSummary a = parts.get(0);
            LockOrderSummary b = parts.get(1);
            LockOrderSummary c = parts.get(2);
            assertThat(a.merge(b).merge(c)).as("seed %d", seed).isEqualTo(a.merge(b.merge(c)));
            assertThat(a.merge(b)).as("seed %d", seed).isEqualTo(b.merge(a));
            assertThat(a.merge(b).merge(a)).as("seed %d", seed).isEqualTo(a.merge(b));
            assertThat(a.merge(LockOrderSummary.EMPTY)).as("seed %d", seed).isEqualTo(a);
        }
    }

    @Test
    void twoTracesOfOneNameAreTwoTraces() {
        LockOrderSummary one = trace("boot/trace").losing(1).summary();
        LockOrderSummary two = trace("boot/trace").losing(2).summary();
        assertThat(one.merge(two).traces()).hasSize(2);
    }

    @Test
    void anObservationKeepsItsTrace() {
        LockOrderSummary late = trace("z").nest(write("x", 1), write("y", 2)).summary();
        LockOrderSummary both = late.merge(trace("a").summary());
        assertThat(both.traceOf(both.nestings().get(0)).path()).isEqualTo("z");
    }

    @Test
    void unsortedTracesAreNoSummary() {
        LockOrderSummary both = trace("a").summary().merge(trace("b").summary());
        List<SourceTrace> turned = new ArrayList<>(both.traces());
        Collections.reverse(turned);
        assertThatThrownBy(
                        () ->
                                new LockOrderSummary(
                                        turned, List.of(), List.of(), List.of(), List.of(),
                                        List.of(), List.of(), List.of(), List.of(), List.of(),
                                        List.of(), List.of(), List.of(), List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("traces must be sorted, each once");
    }

    private static LockOrderSummary mergedAtRandom(List<LockOrderSummary> parts, Random random) {
        List<LockOrderSummary> left = new ArrayList<>(parts);
        while (left.size() > 1) {
            Collections.shuffle(left, random);
            LockOrderSummary last = left.remove(left.size() - 1);
            left.set(0, left.get(0).merge(last));
        }
        return left.get(0);
    }

    private static byte[] bytes(LockOrderSummary summary) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SummaryWriter.write(summary, out);
        return out.toByteArray();
    }
}
