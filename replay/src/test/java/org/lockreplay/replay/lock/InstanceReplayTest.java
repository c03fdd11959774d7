package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Names;

class InstanceReplayTest {

    private static final Wanted A_THEN_B = new Wanted(Set.of(new ClassPair("a", "b")), Set.of("u"));

    @Test
    void everyTwoLocksOfThePairAreKeptWithWhoTookThemWhen() {
        assertThat(
                        view(
                                """
                                7 acquire a@1
                                7 acquire b@2
                                7 release b@2
                                7 acquire b@2
                                7 release b@2
                                7 acquire b@3
                                7 release b@3
                                7 release a@1
                                8:1 acquire a@1
                                8:1 acquire b@2
                                """))
                .containsExactly("1 -> 2 3x by 0 2..4, 1 10..10", "1 -> 3 1x by 0 6..6");
    }

    @Test
    void otherPairsAndTrylocksAreNot() {
        assertThat(
                        view(
                                """
                                7 acquire b@2
                                7 acquire a@1
                                7 acquire c@3
                                7 acquire try b@4
                                """))
                .isEmpty();
    }

    @Test
    void modesAreToldApart() {
        assertThat(
                        view(
                                """
                                7 acquire read a@1
                                7 acquire read b@2
                                7 release b@2
                                7 acquire b@2
                                """))
                .containsExactly("1r -> 2r 1x by 0 2..2", "1r -> 2 1x by 0 4..4");
    }

    @Test
    void aLockTakenInsideAnotherOfItsClassIsMarked() {
        assertThat(
                        view(
                                """
                                7 acquire a@1
                                7 acquire a@5
                                7 release a@1
                                7 acquire b@2
                                8:1 acquire b@9
                                8:1 acquire a@1
                                8:1 acquire b@2
                                """))
                .containsExactly("5* -> 2 1x by 0 4..4", "1 -> 2* 1x by 1 7..7");
    }

    @Test
    void whatWasHeldBesideEachTimeGuardsThePair() {
        InstanceView view =
                replay(
                        """
                        7 acquire g@8
                        7 acquire h@9
                        7 acquire a@1
                        7 acquire b@2
                        8:1 acquire g@8
                        8:1 acquire a@1
                        8:1 acquire b@2
                        """);
        assertThat(view.of("a", "b")).hasSize(1);
        assertThat(view.of("a", "b").get(0).guards()).containsExactly(new LockInstance("g", 8));
    }

    @Test
    void aPidThatIsUsedAgainIsAnotherLife() {
        InstanceView view =
                replay(
                        """
                        1 fork 7
                        7 acquire a@1
                        7 acquire b@2
                        7 release b@2
                        7 release a@1
                        7 exit 7
                        1 fork 7
                        7 acquire a@1
                        7 acquire b@2
                        """);
        InstancePair pair = view.of("a", "b").get(0);
        assertThat(pair.spans()).extracting(TaskSpan::life).doesNotHaveDuplicates().hasSize(2);
        assertThat(view.lives().get(pair.spans().get(0).life()).exitLine()).isEqualTo(6);
        assertThat(view.lives().get(pair.spans().get(1).life()).forkLine()).isEqualTo(7);
    }

    @Test
    void interruptsHaveNoSpans() {
        InstancePair pair =
                replay("7 d.h1. acquire a@1\n7 d.h1. acquire b@2\n").of("a", "b").get(0);
        assertThat(pair.spans()).isEmpty();
        assertThat(pair.levels()).isEqualTo(4);
    }

    @Test
    void ofWantedClassesTheUsesOfEveryLockAreKept() {
        assertThat(
                        uses(
                                """
                                7 d.h1. acquire u@1
                                7 d.h1. release u@1
                                7 d..1. acquire u@2
                                7 d..1. release u@2
                                7 ...1. acquire read u@1
                                7 ...1. release u@1
                                7 d..1. acquire v@9
                                7 d..1. acquire u@3
                                7 ...1. acquire w@4
                                7 ..s1. acquire u@?
                                """))
                .containsExactly(
                        "1 IN_HARDIRQ at 1",
                        "1r HARDIRQS_ON at 5",
                        "1r SOFTIRQS_ON at 5",
                        "3 HARDIRQS_ON at 9",
                        "3 SOFTIRQS_ON at 9");
    }

    @Test
    void whatFlagsSayOfBottomHalvesCountsInTheRecordingsWhereTheyTell() {
        assertThat(uses("older\n7 ...1. acquire u@1\nrecording\n7 ...1. acquire u@2\n"))
                .containsExactly("1 HARDIRQS_ON at 2", "2 HARDIRQS_ON at 4", "2 SOFTIRQS_ON at 4");
    }

    @Test
    void aFirstPassKeepsNoUsesOfLocks() {
        LockReplay replay = new LockReplay(TraceScript::alias);
        TraceScript.replay(TraceScript.steps("7 d.h1. acquire u@1\n"), replay, 10);
        assertThat(replay.instanceView().uses()).isEmpty();
    }

    private static List<String> uses(String script) {
        return replay(script).usesOf("u").stream()
                .map(
                        use ->
                                "%s %s at %d"
                                        .formatted(
                                                lock(use.lock(), false),
                                                use.kind(),
                                                use.seen().line()))
                .toList();
    }

    private static List<String> view(String script) {
        return replay(script).of("a", "b").stream()
                .map(
                        pair ->
                                "%s -> %s %dx by %s"
                                        .formatted(
                                                lock(pair.outer(), pair.outerNested()),
                                                lock(pair.inner(), pair.innerNested()),
                                                pair.count(),
                                                String.join(
                                                        ", ",
                                                        pair.spans().stream()
                                                                .map(InstanceReplayTest::span)
                                                                .toList())))
                .toList();
    }

    private static String lock(Acquisition lock, boolean nested) {
        return Long.toHexString(lock.address()) + (lock.read() ? "r" : "") + (nested ? "*" : "");
    }

    private static String span(TaskSpan span) {
        return span.life() + " " + span.firstLine() + ".." + span.lastLine();
    }

    private static InstanceView replay(String script) {
        InstanceReplay replay = new InstanceReplay(TraceScript::alias, A_THEN_B);
        EventBatch batch = new EventBatch(new Names());
        batch.setFirstLine(0);
        List<Step> steps = TraceScript.steps(script);
        TraceScript.tellBottomHalves(steps, batch);
        steps.forEach(step -> TraceScript.add(step, batch));
        replay.accept(batch);
        return replay.finish();
    }
}
