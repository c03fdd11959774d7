package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Linux 6.1 with the option hash-ptr off prints neither the names of releases nor {@code try}. */
class HiddenTriesTest {

    @Test
    void anAcquisitionThatIsNeverConfirmedMayHaveBeenATrylockAndGivesNoNesting() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 acquired @1
                        7 acquire b@2
                        7 release @2
                        7 release @1
                        """);
        assertThat(seen.nestings()).isEmpty();
    }

    @Test
    void anAcquisitionThatIsConfirmedIsANesting() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire x@9
                        7 acquired @9
                        7 release @9
                        7 acquire a@1
                        7 acquired @1
                        7 acquire read b@2
                        7 contended @2
                        7 acquired @2
                        7 release @2
                        7 release @1
                        """);
        assertThat(seen.nestings()).hasSize(1);
        Nesting nesting = seen.nestings().get(0);
        assertThat(nesting.key()).isEqualTo(new Nesting.Key("a", false, "b", true, false, false));
        assertThat(nesting.count()).isEqualTo(1);
        assertThat(nesting.inner().origin().line()).isEqualTo(6);
    }

    @Test
    void whatWasCountedBeforeTheFirstSignIsForgotten() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 acquire b@2
                        7 acquire c@3
                        7 acquired @3
                        7 release @3
                        7 release @2
                        7 release @1
                        """);
        assertThat(seen.nestings()).extracting(nesting -> nesting.key().inner()).containsOnly("c");
    }

    @Test
    void whatIsHeldByATrylockStillNestsWhatIsConfirmedInside() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire x@9
                        7 acquired @9
                        7 release @9
                        7 acquire a@1
                        7 acquire b@2
                        7 acquired @2
                        """);
        assertThat(seen.nestings()).hasSize(1);
        assertThat(seen.nestings().get(0).key().outer()).isEqualTo("a");
    }
}
