package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a recording shows as taken before releases were recorded is held by nobody for certain. */
class EarlyAcquisitionsTest {

    private static final String MANY_MORE = "9 acquire z@99\n9 release z@99\n".repeat(600);
    private static final String TAKEN_IN_TURN = "8 acquire a@1\n8 release a@1\n" + MANY_MORE;
    private static final String INNER =
            "7 acquire b@2\n7 release b@2\n7 acquire b@2\n7 release b@2\n";
    private static final String BEGUN = "7 acquire a@1\n" + INNER;
    private static final String SHORT =
            "7 acquire a@1\n7 acquire b@2\n7 release b@2\n8 acquire a@1\n8 release a@1\n";

    @Test
    void whoGoesOnAndNeverReleasesWhatOthersReleaseDoesNotHoldIt() {
        LockObservations seen = replay(BEGUN + TAKEN_IN_TURN);
        assertThat(seen.nestings()).isEmpty();
        assertThat(seen.coverage().inferredGaps()).isEqualTo(1);
    }

    /** A short trace is perhaps an excerpt, or was made by hand. */
    @Test
    void inAFewLinesThatNoReleaseCameProvesNothing() {
        LockObservations seen = replay(SHORT);
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1");
    }

    @Test
    void whatIsReleasedInTheEndWasHeldAllTheTime() {
        LockObservations seen =
                replay(
                        "7 acquire a@1\n7 acquire b@2\n7 release b@2\n7 release a@1\n"
                                + TAKEN_IN_TURN);
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1");
        assertThat(seen.coverage().inferredGaps()).isZero();
    }

    @Test
    void whatNobodyReleasesMayBeKept() {
        LockObservations seen =
                replay("7 acquire a@1\n7 acquire b@2\n7 release b@2\n7 acquire c@3\n" + MANY_MORE);
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1", "a -> c 1 by 1");
    }

    @Test
    void whereOneWasReleasedUnseenAnotherOneMayHaveBeen() {
        LockObservations seen =
                replay(
                        "7 acquire a@1\n7 acquire kept@9\n7 acquire b@2\n7 release b@2\n7 acquire b@2\n"
                                + TAKEN_IN_TURN);
        assertThat(seen.nestings()).isEmpty();
    }

    @Test
    void whoWaitsForALockAsksForItStill() {
        LockObservations seen =
                replay(
                        "7 acquire b@2\n7 acquire a@1\n7 contended a@1\n7 acquire l@3\n7 release l@3\n"
                                + TAKEN_IN_TURN);
        assertThat(Brief.nestings(seen)).contains("b -> a 1 by 1");
    }

    @Test
    void whoWaitedForALockAndGotItMayHaveReleasedIt() {
        LockObservations seen =
                replay("7 acquire a@1\n7 contended a@1\n7 acquired a@1\n" + INNER + TAKEN_IN_TURN);
        assertThat(seen.nestings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"enter brk 0", "leave brk", "leave-raw 12", "user-fault", "exit 7"})
    void whoIsInUserSpaceOrEndsHasGoneOn(String event) {
        String taken = "7 acquire a@1\n7 acquire b@2\n7 contended b@2\n7 " + event + "\n";
        LockObservations seen = replay(taken + "8 acquire b@2\n8 release b@2\n" + MANY_MORE);
        assertThat(seen.nestings()).isEmpty();
        assertThat(seen.coverage().inferredGaps()).isEqualTo(1);
    }

    /** What is released there may have been taken where events are missing. */
    @Test
    void aReleaseBehindALossProvesNothing() {
        String taken = "7 acquire a@1\n" + INNER + "BORDER\n7 release a@1\n" + TAKEN_IN_TURN;
        assertThat(replay(taken.replace("BORDER", "lost 0")).nestings()).isEmpty();
        assertThat(replay(taken.replace("BORDER", "unreadable")).nestings()).isEmpty();
        assertThat(Brief.nestings(replay(taken.replace("BORDER", "started 1"))))
                .containsExactly("a -> b 2 by 1");
    }

    @Test
    void whatATaskTakesAgainAndAgainItReleased() {
        String once = "8 acquire x@5\n8 release x@5\n7:1 acquire x@5\n7:1 acquire x@5\n";
        String more = "6:1 acquire y@7\n6:1 release y@7\n" + TAKEN_IN_TURN;
        assertThat(Brief.recursions(replay(once + more))).containsExactly("x -> x 1 by 1");
        assertThat(replay(once + "7:1 acquire x@5\n" + more).recursions()).isEmpty();
        String readers = (once + "7:1 acquire x@5\n").replace("acquire", "acquire read");
        assertThat(replay(readers + more).coverage().inferredGaps()).isZero();
    }

    @Test
    void theLastTimeItMayHaveReleasedItToo() {
        String taken = "7:1 acquire x@5\n".repeat(3) + "7:1 acquire c@6\n";
        String released = "8 acquire x@9\n8 release x@9\n6:1 acquire y@7\n6:1 release y@7\n";
        assertThat(replay(taken + released + MANY_MORE).nestings()).isEmpty();
    }

    /** Its task shows nothing more, and its CPU no release. */
    @Test
    void whatAnotherTaskTakesAndReleasesWasReleased() {
        String taken = "9 acquire z@99\n9 release z@99\n7:1 acquire a@1\n7:1 acquire b@2\n";
        LockObservations seen = replay(taken + TAKEN_IN_TURN);
        assertThat(seen.nestings()).isEmpty();
        assertThat(seen.coverage().inferredGaps()).isEqualTo(1);
        String readers = taken.replace("acquire a", "acquire read a");
        assertThat(replay(readers + TAKEN_IN_TURN).nestings()).isEmpty();
        String both = (readers + TAKEN_IN_TURN).replace("8 acquire a", "8 acquire read a");
        assertThat(Brief.nestings(replay(both))).containsExactly("a(read) -> b 1 by 1");
    }

    /** Each CPU has an idle task, and all have the same number. */
    @Test
    void theIdleTaskOfAnotherCpuTellsNothing() {
        LockObservations seen =
                replay(
                        "0:1 acquire a@1\n0:1 acquire b@2\n0 acquire b@3\n0 release b@3\n"
                                + "9:1 acquire a@4\n9:1 release a@4\n"
                                + MANY_MORE);
        assertThat(Brief.nestings(seen)).contains("a -> b 1 by 1");
    }

    @Test
    void eachCpuShowsReleasesInItsTurn() {
        String first = "7 acquire x@8\n7 release x@8\n";
        LockObservations seen =
                replay(
                        first
                                + "9:1 acquire a@1\n9:1 acquire b@2\n9:1 release b@2\n9:1 acquire b@2\n9:1 release b@2\n"
                                + TAKEN_IN_TURN);
        assertThat(seen.nestings()).isEmpty();
    }

    @Test
    void laterInARecordingTheSameIsANesting() {
        LockObservations seen =
                replay(
                        "7 acquire x@8\n7 release x@8\n7 acquire a@1\n7 acquire b@2\n7 release b@2\n"
                                + TAKEN_IN_TURN);
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1");
    }

    @Test
    void theNextRecordingBeginsLikeTheFirst() {
        LockObservations seen = replay(TAKEN_IN_TURN + "recording\n" + BEGUN + TAKEN_IN_TURN);
        assertThat(seen.nestings()).isEmpty();
    }

    @Test
    void soDoesOneThatNoHeaderAnnounces() {
        LockObservations seen = replay(BEGUN + TAKEN_IN_TURN + "t=1 " + BEGUN + TAKEN_IN_TURN);
        assertThat(seen.nestings()).isEmpty();
        assertThat(seen.coverage().inferredGaps()).isEqualTo(2);
    }

    @Test
    void anEmptyRecordingBeforeItChangesNothing() {
        LockObservations seen = replay("recording\nrecording\n" + BEGUN + TAKEN_IN_TURN);
        assertThat(seen.nestings()).isEmpty();
        assertThat(seen.coverage().inferredGaps()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"recording\n", "t=1 "})
    void theNextRecordingProvesNothingOfAShortOne(String border) {
        LockObservations seen = replay(SHORT + border + MANY_MORE);
        assertThat(Brief.nestings(seen)).containsExactly("a -> b 1 by 1");
        assertThat(seen.coverage().inferredGaps()).isZero();
    }

    /** It depends on the form of a trace. */
    @Test
    void howManyEventsAreReadAtATimeMakesNoDifference() {
        String script = BEGUN + TAKEN_IN_TURN.repeat(8) + "7 release a@1\n";
        LockObservations few = replay(script, 8192);
        assertThat(replay(script, 12_000)).isEqualTo(few);
        assertThat(few.nestings()).isEmpty();
    }

    /** In one batch. */
    private static LockObservations replay(String script) {
        return replay(script, 10_000);
    }

    private static LockObservations replay(String script, int batchSize) {
        return TraceScript.replay(
                TraceScript.steps(script), new LockReplay(TraceScript::alias), batchSize);
    }
}
