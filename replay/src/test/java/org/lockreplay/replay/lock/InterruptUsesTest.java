package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is taken in interrupt, and what is held while interrupts are on. */
class InterruptUsesTest {

    @Test
    void aLockIsUsedInTheInterruptThatTheFlagsOfItsAcquisitionShow() {
        assertThat(
                        uses(
                                """
                                7 d.h1. acquire a@1
                                7 d.H1. acquire read b@2
                                7 d.s1. acquire c@3
                                7 d.z1. acquire d@4
                                7 d..1. acquire e@5
                                """))
                .containsExactly(
                        "a IN_HARDIRQ 1 since 1",
                        "b IN_HARDIRQ read 2 since 2",
                        "c IN_SOFTIRQ 3 since 3");
    }

    @Test
    void aTrylockIsNotUsedInInterruptButIsHeldWithInterruptsOn() {
        assertThat(uses("7 d.h1. acquire try a@1\n7 ...1. acquire try b@2\n"))
                .containsExactly("b HARDIRQS_ON 2 since 2", "b SOFTIRQS_ON 2 since 2");
    }

    @Test
    void softirqsAreOnAtProcessLevelWithNothingOff() {
        assertThat(
                        uses(
                                """
                                7 b..1. acquire a@1
                                7 D..1. acquire b@2
                                8:1 ..s1. acquire c@3
                                9:2 .... acquire d@4
                                """))
                .containsExactly(
                        "a HARDIRQS_ON 1 since 1",
                        "c HARDIRQS_ON 3 since 3",
                        "c IN_SOFTIRQ 3 since 3",
                        "d HARDIRQS_ON 4 since 4");
    }

    @Test
    void anEventWhileTheLockIsHeldShowsThatInterruptsAreOn() {
        assertThat(
                        uses(
                                """
                                7 d..1. acquire a@1
                                7 d..1. acquire read b@2
                                7 ..... other
                                7 d..1. release b@2
                                """))
                .containsExactly(
                        "a HARDIRQS_ON 3 since 1",
                        "a SOFTIRQS_ON 3 since 1",
                        "b HARDIRQS_ON read 3 since 2",
                        "b SOFTIRQS_ON read 3 since 2");
    }

    @Test
    void theReleaseItselfIsSuchAnEvent() {
        assertThat(uses("7 d..1. acquire a@1\n7 b..1. release a@1\n7 ..... other\n"))
                .containsExactly("a HARDIRQS_ON 2 since 1");
    }

    @Test
    void whatTheInterruptHoldsSaysNothingOfTheTaskBelow() {
        assertThat(uses("7 d..1. acquire a@1\n7 ..s1. other\n7 ..h1. other\n")).isEmpty();
    }

    @Test
    void anotherTaskSaysNothing() {
        assertThat(uses("7 d..1. acquire a@1\n8:1 ..... other\n")).isEmpty();
    }

    @Test
    void linesWithoutFlagsSayNothing() {
        assertThat(uses("7 acquire a@1\n7 other\n")).isEmpty();
    }

    @Test
    void anInterruptThatComesProvesThatTheyWereOn() {
        assertThat(
                        uses(
                                """
                                7 d..1. acquire a@1
                                7 d.h1. irq-entry 1
                                8:1 d.s1. acquire b@2
                                8:1 d.H1. irq-entry 1
                                9:2 D..1. acquire c@3
                                9:2 D.h1. irq-entry 1
                                """))
                .containsExactly(
                        "a HARDIRQS_ON 2 since 1",
                        "a SOFTIRQS_ON 2 since 1",
                        "b HARDIRQS_ON 4 since 3",
                        "b IN_SOFTIRQ 3 since 3",
                        "c HARDIRQS_ON 6 since 5");
    }

    @Test
    void aSoftirqThatRunsProvesThatBothWereOn() {
        assertThat(uses("7 d..1. acquire a@1\n7 ..s1. softirq-entry 1\n"))
                .containsExactly("a HARDIRQS_ON 2 since 1", "a SOFTIRQS_ON 2 since 1");
    }

    @Test
    void switchingInterruptsOnAndOffIsTracedWithThemOff() {
        assertThat(uses("7 d..1. acquire a@1\n7 d..1. irqs-on\n"))
                .containsExactly("a HARDIRQS_ON 2 since 1", "a SOFTIRQS_ON 2 since 1");
        assertThat(uses("7 d..1. acquire a@1\n7 D..1. irqs-off\n"))
                .containsExactly("a HARDIRQS_ON 2 since 1");
    }

    @Test
    void theFirstTimeIsKeptForEachWayOfHolding() {
        assertThat(uses("7 b..1. acquire a@1\n7 b..1. release a@1\n7 b..1. acquire a@2\n"))
                .containsExactly("a HARDIRQS_ON 1 since 1");
    }

    @Test
    void whatAGapMayHaveTakenIsPassedOver() {
        assertThat(
                        uses(
                                """
                                7 d..1. acquire a@1
                                7:1 d..1. acquire b@2
                                7:1 b..1. other
                                """))
                .containsExactly("b HARDIRQS_ON 3 since 2");
    }

    @Test
    void theHeaderOfOneRecordingSaysNothingOfAnother() {
        String nested = "7 d..1. acquire a@1\n7 ...1. acquire b@2\n";
        assertThat(uses("older\n" + nested + "recording\n9 ..s1. acquire b@2\n"))
                .containsExactly(
                        "a HARDIRQS_ON 3 since 2",
                        "b HARDIRQS_ON 3 since 3",
                        "b IN_SOFTIRQ 5 since 5");
        assertThat(uses(nested + "older\n9 ..s1. acquire b@2\n"))
                .contains("b SOFTIRQS_ON 2 since 2");
    }

    @Test
    void theHeaderOfAnEmptyRecordingSaysNothingOfTheNext() {
        String nested = "7 d..1. acquire a@1\n7 ...1. acquire b@2\n";
        assertThat(uses("recording\nolder\n" + nested + "recording\n9 ..s1. acquire b@2\n"))
                .containsExactly(
                        "a HARDIRQS_ON 4 since 3",
                        "b HARDIRQS_ON 4 since 4",
                        "b IN_SOFTIRQ 6 since 6");
    }

    @Test
    void aLineWithBottomHalvesOffTellsOfItsRecording() {
        String on = "7 ...1. acquire a@1\n";
        String off = "9 b..1. other\n";
        assertThat(uses("older\n" + on + off)).contains("a SOFTIRQS_ON 2 since 2");
        assertThat(uses("older\n" + on + "older\n" + off))
                .containsExactly("a HARDIRQS_ON 2 since 2");
        assertThat(uses("older\n" + on + "t=1 " + off)).contains("a SOFTIRQS_ON 2 since 2");
    }

    @Test
    void whatARecordingDidNotTellALaterOneCan() {
        String on = "7 ...1. acquire a@1\n";
        assertThat(uses("older\n" + on + "recording\n" + on))
                .containsExactly("a HARDIRQS_ON 2 since 2", "a SOFTIRQS_ON 4 since 4");
    }

    @Test
    void aSoftirqThatCameTellsItWhateverTheFlags() {
        assertThat(uses("older\n7 ...1. acquire a@1\n7 ..s1. softirq-entry 1\n"))
                .containsExactly("a HARDIRQS_ON 2 since 2", "a SOFTIRQS_ON 3 since 2");
    }

    @Test
    void linesThatDoNotTellOfBottomHalvesAreKnownWhereOthersDo() {
        String lines = "7 ...1. acquire a@1\n7 ...1. release a@1\n";
        assertThat(untold("older\n" + lines + "recording\n" + lines))
                .containsExactly(new LineRange(2, 3));
        assertThat(untold(lines + "older\n" + lines)).containsExactly(new LineRange(4, 5));
        assertThat(untold("older\n" + lines)).isEmpty();
    }

    private static List<LineRange> untold(String script) {
        return TraceScript.replay(script).coverage().untold();
    }

    private static List<String> uses(String script) {
        return TraceScript.replay(script).interruptUses().stream()
                .map(
                        use ->
                                use.lockClass()
                                        + " "
                                        + use.kind()
                                        + (use.read() ? " read " : " ")
                                        + use.seen().line()
                                        + " since "
                                        + use.lock().origin().line())
                .toList();
    }
}
