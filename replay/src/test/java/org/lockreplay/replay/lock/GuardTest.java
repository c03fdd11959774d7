package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GuardTest {

    @Test
    void aLockHeldBesideTheOuterOneEveryTimeGuardsTheNesting() {
        assertThat(
                        guards(
                                """
                                7 acquire g@9
                                7 acquire a@1
                                7 acquire b@2
                                8 acquire a@3
                                8 acquire g@9
                                8 acquire b@4
                                """))
                .containsExactly(new LockInstance("g", 9));
    }

    @Test
    void onceWithoutItEndsTheGuard() {
        assertThat(
                        guards(
                                """
                                7 acquire g@9
                                7 acquire a@1
                                7 acquire b@2
                                8 acquire a@3
                                8 acquire b@4
                                """))
                .isEmpty();
    }

    @Test
    void anotherInstanceIsNotTheSameGuard() {
        assertThat(
                        guards(
                                """
                                7 acquire g@9
                                7 acquire a@1
                                7 acquire b@2
                                8 acquire g@8
                                8 acquire a@3
                                8 acquire b@4
                                """))
                .isEmpty();
    }

    @Test
    void aReaderGuardsNothing() {
        assertThat(
                        guards(
                                """
                                7 acquire read g@9
                                7 acquire a@1
                                7 acquire b@2
                                """))
                .isEmpty();
    }

    @Test
    void aLockTakenByTrylockGuardsLikeAnyOther() {
        assertThat(
                        guards(
                                """
                                7 acquire try g@9
                                7 acquire a@1
                                7 acquire b@2
                                """))
                .containsExactly(new LockInstance("g", 9));
    }

    @Test
    void aHiddenAddressGuardsNothing() {
        assertThat(
                        guards(
                                """
                                7 acquire g@?
                                7 acquire a@1
                                7 acquire b@2
                                """))
                .isEmpty();
    }

    @Test
    void neitherEndGuardsItsOwnNesting() {
        assertThat(
                        guards(
                                """
                                7 acquire a@1
                                7 acquire a@1
                                7 acquire b@2
                                """))
                .isEmpty();
    }

    @Test
    void anotherInstanceOfTheOuterClassGuards() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 acquire read a@2
                        7 acquire b@3
                        """);
        assertThat(seen.nestings())
                .filteredOn(nesting -> nesting.key().inner().equals("b"))
                .extracting(Nesting::guards)
                .containsExactly(List.of(), List.of(new LockInstance("a", 1)));
    }

    @Test
    void guardsAreSorted() {
        assertThat(
                        guards(
                                """
                                7 acquire g@9
                                7 acquire c@8
                                7 acquire c@7
                                7 acquire a@1
                                7 acquire b@2
                                """))
                .containsExactly(
                        new LockInstance("c", 7),
                        new LockInstance("c", 8),
                        new LockInstance("g", 9));
    }

    @Test
    void twoInstancesOfAClassCanHaveAGuard() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire g@9
                        7 acquire a@1
                        7 acquire a@2
                        """);
        assertThat(seen.instanceNestings().get(0).guards())
                .containsExactly(new LockInstance("g", 9));
    }

    /** The guards of the first nesting of b in a. */
    private static List<LockInstance> guards(String script) {
        return TraceScript.replay(script).nestings().stream()
                .filter(nesting -> nesting.key().outer().equals("a"))
                .filter(nesting -> nesting.key().inner().equals("b"))
                .findFirst()
                .orElseThrow()
                .guards();
    }

    @Test
    void stacksDeeperThanLockdepAllowsAreReplayedWithoutGuards() {
        StringBuilder script = new StringBuilder();
        for (int i = 1; i <= 300; i++) {
            script.append("7 acquire l%d@%x%n".formatted(i, i));
        }
        LockObservations seen = TraceScript.replay(script.toString());
        assertThat(seen.nestings()).hasSize(300 * 299 / 2);
        assertThat(seen.nestings())
                .filteredOn(nesting -> nesting.key().inner().equals("l48"))
                .allMatch(nesting -> nesting.guards().size() == 46);
        assertThat(seen.nestings())
                .filteredOn(nesting -> nesting.key().inner().equals("l49"))
                .allMatch(nesting -> nesting.guards().isEmpty());
    }
}
