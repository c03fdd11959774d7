package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldAtExitTest {

    @Test
    void whatATaskHoldsAsItExitsIsShown() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 acquire b@2
                        7 release a@1
                        7 exit 7
                        """);
        assertThat(Brief.heldAtExit(seen)).containsExactly("b exit 1 from 2 to 4");
    }

    @Test
    void soIsWhatItHoldsAsASystemCallReturns() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 enter brk
                        7 acquire a@1
                        7 leave brk
                        8 enter-raw 12
                        8 acquire b@2
                        8 leave-raw 12
                        9 acquire z@9
                        9 release z@9
                        """);
        assertThat(Brief.heldAtExit(seen))
                .containsExactly("a brk 1 from 2 to 3", "b NR 12 1 from 5 to 6");
    }

    @Test
    void itIsShownOnceThoughLaterCallsReturnWithItTooAndAgainAtTheEnd() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 enter brk
                        7 acquire a@1
                        7 leave brk
                        7 enter mmap
                        7 acquire b@2
                        7 leave mmap
                        7 enter munmap
                        7 leave munmap
                        7 exit 7
                        9 acquire z@9
                        9 release z@9
                        """);
        assertThat(Brief.heldAtExit(seen))
                .containsExactly(
                        "a brk 1 from 2 to 3",
                        "a exit 1 from 2 to 9",
                        "b exit 1 from 5 to 9",
                        "b mmap 1 from 5 to 6");
    }

    @Test
    void theSameClassAndEndIsCounted() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 exit 7
                        8 acquire a@2
                        8 exit 8
                        9 acquire z@9
                        9 release z@9
                        """);
        assertThat(Brief.heldAtExit(seen)).containsExactly("a exit 2 from 1 to 2");
    }

    @Test
    void whereReleasesWereNotRecordedNothingIsKnownToBeHeld() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 enter brk
                        7 acquire a@1
                        7 acquire b@2
                        7 leave brk
                        7 enter brk
                        7 acquire b@2
                        7 acquire a@1
                        7 leave brk
                        """);
        assertThat(Brief.heldAtExit(seen)).isEmpty();
        assertThat(Brief.nestings(seen)).isEmpty();
        assertThat(seen.recursions()).isEmpty();
        assertThat(seen.coverage().unreleased()).isTrue();
    }

    @Test
    void nothingIsLeftForTheNextTaskWithThatPid() {
        LockObservations seen =
                TraceScript.replay(
                        """
                        7 acquire a@1
                        7 exit 7
                        5 fork 7
                        7 acquire b@2
                        """);
        assertThat(seen.nestings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7 acquire a@1\n7 release a@1\n7 exit 7",
                "7 acquire a@1\nlost 0\n7 exit 7",
                "7 acquire a@1\n8 exit 8",
                "7 acquire a@1\n8 leave clone\n7 release a@1\n7 leave clone",
                "7 d.h1. acquire a@1\n7 ..... leave brk"
            })
    void thisIsFine(String script) {
        assertThat(TraceScript.replay(script).heldAtExit()).isEmpty();
    }
}
