package org.lockreplay.lockorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.story.Lock.read;
import static org.lockreplay.story.Lock.tried;
import static org.lockreplay.story.Lock.write;
import static org.lockreplay.story.TraceStory.trace;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.summary.LockOrderSummary;

class LockOrderGraphTest {

    @Test
    void aTrylockIsNoEdgeIntoItselfButOneOutOfIt() {
        LockOrderGraph graph =
                graph(
                        trace("a")
                                .nest(write("x", 1), tried("y", 2))
                                .nest(tried("y", 2), write("z", 3))
                                .summary());
        assertThat(graph.edges())
                .extracting(edge -> edge.outer() + ">" + edge.inner())
                .containsExactly("y>z");
    }

    @Test
    void oneEdgeGathersWhatAllTracesSaw() {
        LockOrderSummary one =
                trace("a").times(3).tasks(2).nest(write("x", 1), write("y", 2)).summary();
        LockOrderSummary two =
                trace("b").times(4).tasks(1).nest(write("x", 9), write("y", 8)).summary();
        LockOrderEdge edge = graph(two.merge(one)).edges().get(0);
        assertThat(edge.count()).isEqualTo(7);
        assertThat(edge.tasks()).isEqualTo(3);
        assertThat(edge.first().trace()).isZero();
        assertThat(edge.traces()).containsExactly(0, 1);
    }

    @Test
    void rcuClosesNoCircle() {
        LockOrderGraph graph =
                graph(
                        trace("a")
                                .nest(read("rcu_read_lock", 1), write("sp_a", 2))
                                .nest(write("sp_a", 2), read("rcu_read_lock", 1))
                                .summary());
        assertThat(graph.cycles()).isEmpty();
    }

    @Test
    void aReaderOfARwlockQueuesAtProcessLevelAndPassesInInterrupt() {
        assertThat(graph(readersCircle("...1.")).cycles()).hasSize(1);
        assertThat(graph(readersCircle("d.h1.")).cycles()).isEmpty();
    }

    @Test
    void circlesAreSortedByLengthThenNamesAndBeginWithTheLeastName() {
        LockOrderGraph graph =
                graph(
                        trace("a")
                                .nest(write("z", 1), write("y", 2))
                                .nest(write("y", 2), write("z", 1))
                                .nest(write("c", 3), write("a", 4))
                                .nest(write("a", 4), write("b", 5))
                                .nest(write("b", 5), write("c", 3))
                                .nest(write("q", 6), write("p", 7))
                                .nest(write("p", 7), write("q", 6))
                                .summary());
        assertThat(graph.cycles())
                .extracting(LockCycle::classes)
                .containsExactly(List.of("p", "q"), List.of("y", "z"), List.of("a", "b", "c"));
    }

    private static LockOrderSummary readersCircle(String flags) {
        return trace("a")
                .inContext(flags)
                .nest(write("sp_a", 1), read("rwl_b", 2))
                .nest(read("rwl_b", 2), write("sp_a", 1))
                .summary();
    }

    private static LockOrderGraph graph(LockOrderSummary summary) {
        return new LockOrderGraph(summary, LockTypes.shipped());
    }
}
