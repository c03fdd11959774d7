package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What contention events show of the type of the lock that their task asks for. */
class ShownTypesTest {

    @Test
    void aMutexShowsItselfRightAfterItWasAskedFor() {
        assertThat(types("7 acquire a@1\n7 contention 33\n7 acquired a@1\n"))
                .containsExactly("a MUTEX 2");
    }

    @Test
    void aSpinlockShowsItselfAfterItWasContended() {
        assertThat(types("7 acquire a@1\n7 contended a@1\n7 contention 1\n"))
                .containsExactly("a SPINLOCK 3");
    }

    @Test
    void spinningRightAfterTheAcquisitionMayBeLockdepItself() {
        assertThat(types("7 acquire a@1\n7 contention 1\n")).isEmpty();
    }

    @Test
    void anRwsemWaitsAfterItsOwnSpinlock() {
        assertThat(
                        types(
                                """
                                7 acquire read a@1
                                7 contended a@1
                                7 acquire w@2
                                7 contended w@2
                                7 contention 1
                                7 acquired w@2
                                7 release w@2
                                7 contention 2
                                7 acquired a@1
                                7 contention 4
                                """))
                .containsExactly("a RWSEM 8", "w SPINLOCK 5");
    }

    @Test
    void rwlocksAndPercpuRwsemsHaveFlagsOfTheirOwn() {
        assertThat(
                        types(
                                """
                                7 acquire a@1
                                7 contended a@1
                                7 contention 5
                                8 acquire read b@2
                                8 contention 18
                                8 acquired b@2
                                """))
                .containsExactly("a RWLOCK 3", "b PERCPU_RWSEM 5", "b READER 6");
    }

    @Test
    void aReaderThatGetsItsLockCanWaitForIt() {
        assertThat(
                        types(
                                """
                                7 acquire read a@1
                                7 acquired a@1
                                7 release a@1
                                8 acquire read b@2
                                8 contended b@2
                                8 acquired b@2
                                """))
                .containsExactly("a READER 2", "b READER 6");
    }

    @Test
    void aWriterOrATrylockOrAnotherLockSaysNothingOfReaders() {
        assertThat(
                        types(
                                """
                                7 acquire a@1
                                7 acquired a@1
                                8 acquire try read b@2
                                8 acquired b@2
                                9 acquire read c@3
                                9 acquire d@4
                                9 acquired d@4
                                9 acquired c@3
                                """))
                .isEmpty();
    }

    @Test
    void nothingIsToldOfALockThatIsNotBeingAskedFor() {
        assertThat(
                        types(
                                """
                                7 acquire try a@1
                                7 contention 32
                                8 acquire b@2
                                8 acquired b@2
                                8 contention 32
                                8 contention 2
                                9 acquire c@3
                                9 contention 0
                                """))
                .isEmpty();
    }

    @Test
    void withoutAcquiredEventsOnlyContendedLocksAreCertainToBeAskedFor() {
        String got = "7 acquire m@1\n7 acquire w@2\n7 contention 32\n";
        assertThat(types(got)).isEmpty();
        assertThat(types("7 acquire m@1\n7 contended m@1\n7 contention 32\n"))
                .containsExactly("m MUTEX 3");
        assertThat(types(got + "7 contended m@1\n7 contention 32\n")).containsExactly("m MUTEX 5");
        assertThat(types(got + "9 acquired z@9\n")).containsExactly("w MUTEX 3");
    }

    private static List<String> types(String script) {
        return TraceScript.replay(script).shownTypes().stream()
                .map(type -> type.lockClass() + " " + type.shown() + " " + type.seen().line())
                .toList();
    }
}
