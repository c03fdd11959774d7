package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.lockreplay.event.Context;

class NestingTest {

    @Test
    void takingALockNestsItInEveryHeldOne() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 acquire b@2
                        7 acquire c@3
                        """);
        assertThat(Brief.nestings(seen))
                .containsExactly("a -> b 1 by 1", "a -> c 1 by 1", "b -> c 1 by 1");
    }

    @Test
    void aReleasedLockNestsNothing() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 release a@1
                        7 acquire b@2
                        """);
        assertThat(seen.nestings()).isEmpty();
    }

    @Test
    void theModesOfBothEndsAreKeptApart() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire read a@1
                        7 acquire b@2
                        7 release b@2
                        7 acquire read b@2
                        8 acquire a@9
                        8 acquire b@2
                        """);
        assertThat(Brief.nestings(seen))
                .containsExactly(
                        "a -> b 1 by 1", "a(read) -> b 1 by 1", "a(read) -> b(read) 1 by 1");
    }

    @Test
    void aTrylockNestsByItselfAndIsHeldLikeAnyOther() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 acquire try b@2
                        7 acquire c@3
                        """);
        assertThat(Brief.nestings(seen))
                .containsExactly("a -> b(try) 1 by 1", "a -> c 1 by 1", "b -> c 1 by 1");
    }

    @Test
    void countsAddUpOverAllWaysToTheSameNesting() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 acquire b@2
                        7 release b@2
                        7 acquire x@3
                        7 acquire b@2
                        8 acquire x@4
                        8 acquire a@5
                        8 acquire b@6
                        """);
        assertThat(Brief.nestings(seen)).contains("a -> b 3 by 2");
    }

    @Test
    void locksMayBeReleasedInAnyOrder() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 acquire b@2
                        7 acquire c@3
                        7 release b@2
                        7 acquire d@4
                        7 release a@1
                        7 acquire e@5
                        """);
        assertThat(Brief.nestings(seen))
                .containsExactly(
                        "a -> b 1 by 1",
                        "a -> c 1 by 1",
                        "a -> d 1 by 1",
                        "b -> c 1 by 1",
                        "c -> d 1 by 1",
                        "c -> e 1 by 1",
                        "d -> e 1 by 1");
    }

    @Test
    void theWitnessIsTheFirstTime() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire x@3
                        7:2 d..1. acquire a@1
                        7 acquire read b@2
                        7 release b@2
                        8 acquire a@5
                        8 acquire read b@6
                        """);
        Nesting nesting = seen.nestings().get(0);
        assertThat(nesting.key().outer()).isEqualTo("a");
        assertThat(nesting.outer().origin().line()).isEqualTo(2);
        assertThat(nesting.outer().origin().time()).isEqualTo(2000);
        assertThat(nesting.outer().origin().pid()).isEqualTo(7);
        assertThat(nesting.outer().origin().task()).isEqualTo("task7");
        assertThat(nesting.outer().origin().cpu()).isEqualTo(2);
        assertThat(Context.text(nesting.outer().origin().context())).isEqualTo("d..1.");
        assertThat(nesting.inner().origin().line()).isEqualTo(3);
        assertThat(nesting.inner().address()).isEqualTo(2);
        assertThat(nesting.inner().read()).isTrue();
    }

    @Test
    void twoHeldInstancesOfAClassNestTwice() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 acquire a@2
                        7 acquire b@3
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("a -> a 1 by 1", "a -> b 2 by 1");
        assertThat(Brief.instances(seen)).containsExactly("a 1 -> 2 1 by 1");
    }

    @Test
    void aClassNestsInItselfForEveryOtherInstanceThatIsHeld() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire read a@1
                        7 acquire read a@2
                        7 acquire read a@1
                        7 acquire read a@3
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("a(read) -> a(read) 5 by 1");
        assertThat(Brief.instances(seen))
                .containsExactly(
                        "a 1(read) -> 2(read) 1 by 1",
                        "a 1(read) -> 3(read) 2 by 1",
                        "a 2(read) -> 1(read) 1 by 1",
                        "a 2(read) -> 3(read) 1 by 1");
    }

    @Test
    void aTrylockOfAnotherInstanceIsNoInstanceNesting() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 acquire try a@2
                        """);
        assertThat(seen.instanceNestings()).isEmpty();
        assertThat(Brief.nestings(seen)).containsExactly("a -> a(try) 1 by 1");
    }

    @Test
    void twoHiddenLocksOfOneClassMayBeTheSameOne() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@?
                        7 acquire a@?
                        7 acquire b@?
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 2 by 1");
        assertThat(seen.instanceNestings()).isEmpty();
        assertThat(seen.recursions()).isEmpty();
        assertThat(seen.coverage().hiddenAddresses()).isEqualTo(3);
    }

    @Test
    void anAddressUsedAgainUnderAnotherNameIsAnotherLock() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 acquire b@1
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1");
        assertThat(seen.recursions()).isEmpty();
    }

    @Test
    void contendedAndAcquiredAddNothing() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 acquire b@2
                        7 contended b@2
                        7 acquired b@2
                        7 release b@2
                        7 release a@1
                        """);
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1");
        assertThat(seen.coverage().lockEvents()).isEqualTo(6);
    }

    @Test
    void usesAreCountedByClassAndMode() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire b@1
                        7 acquire read a@2
                        7 acquire try read a@3
                        """);
        assertThat(seen.classes())
                .containsExactly(new ClassUse("a", 2, 2, 1), new ClassUse("b", 1, 0, 0));
    }

    @Test
    void aTraceWithoutEventsGivesNothing() {
        assertThat(new LockReplay(TraceScript::alias).finish())
                .isEqualTo(
                        new LockObservations(
                                new LockCoverage(
                                        0,
                                        0,
                                        0,
                                        0,
                                        0,
                                        0,
                                        0,
                                        false,
                                        0,
                                        new TreeMap<>(),
                                        0,
                                        List.of()),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of()));
    }

    @Test
    void aTaskMayHoldAnyNumberOfLocks() {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            script.append("7 acquire lock").append(i).append("@1\n");
        }
        assertThat(TraceScript.replay(script.toString()).nestings()).hasSize(300 * 299 / 2);
    }

    @Test
    void locksTakenWithoutANameAreOneClassThatSaysSo() {
        LockObservations seen =
                TraceScript.replay("7 acquire @1\n7 acquire @2\n7 release @2\n7 release @1\n");
        assertThat(seen.classes()).extracting(ClassUse::lockClass).containsExactly("(no name)");
        assertThat(seen.coverage().unknownReleases()).isZero();
    }
}
