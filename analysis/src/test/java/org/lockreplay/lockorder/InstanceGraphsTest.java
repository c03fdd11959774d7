package org.lockreplay.lockorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.story.Lock.hidden;
import static org.lockreplay.story.Lock.read;
import static org.lockreplay.story.Lock.write;
import static org.lockreplay.story.TraceStory.trace;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.story.TraceStory;
import org.lockreplay.summary.LockOrderSummary;

class InstanceGraphsTest {

    @Test
    void locksOfOneClassNestedBothWaysAreACircle() {
        assertThat(cycles(bothWays(trace("a")).summary())).hasSize(1);
    }

    @Test
    void oneOrderIsNone() {
        TraceStory story =
                trace("a").nest(write("o", 1), write("o", 2)).nest(write("o", 2), write("o", 3));
        assertThat(cycles(story.summary())).isEmpty();
    }

    @Test
    void threeLocksMayCloseTheCircle() {
        TraceStory story =
                trace("a")
                        .nest(write("o", 1), write("o", 2))
                        .nest(write("o", 2), write("o", 3))
                        .nest(write("o", 3), write("o", 1));
        assertThat(cycles(story.summary()).get(0).nestings()).hasSize(3);
    }

    @Test
    void addressesOfTwoTracesNeverCloseOne() {
        LockOrderSummary one = trace("a").nest(write("o", 1), write("o", 2)).summary();
        LockOrderSummary two = trace("b").nest(write("o", 2), write("o", 1)).summary();
        assertThat(cycles(one.merge(two))).isEmpty();
    }

    @Test
    void hiddenAddressesCloseNone() {
        assertThat(cycles(trace("a").nest(hidden("o"), hidden("o")).summary())).isEmpty();
    }

    @Test
    void recursiveReadersPass() {
        TraceStory story =
                trace("a")
                        .nest(read("*(sspp++)", 1), read("*(sspp++)", 2))
                        .nest(read("*(sspp++)", 2), read("*(sspp++)", 1));
        assertThat(cycles(story.summary())).isEmpty();
    }

    @Test
    void aLockHeldOverAllOfItIsTold() {
        assertThat(cycles(bothWays(trace("a").under(write("gate", 9))).summary()).get(0).guard())
                .contains("gate");
    }

    @Test
    void aCircleUnderDifferentLocksOfOneClassIsNotGuarded() {
        TraceStory story =
                trace("a")
                        .under(write("parent", 8))
                        .nest(write("o", 1), write("o", 2))
                        .under(write("parent", 9))
                        .nest(write("o", 2), write("o", 1));
        InstanceCycle cycle = cycles(story.summary()).get(0);
        assertThat(cycle.guard()).isEmpty();
        assertThat(cycle.guardClass()).contains("parent");
    }

    private static TraceStory bothWays(TraceStory story) {
        return story.nest(write("o", 1), write("o", 2)).nest(write("o", 2), write("o", 1));
    }

    private static List<InstanceCycle> cycles(LockOrderSummary summary) {
        return InstanceGraphs.cycles(summary, LockTypes.shipped());
    }
}
