package org.lockreplay.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lockreplay.replay.lock.TaskLife;
import org.lockreplay.replay.lock.TaskSpan;

class MeetingTest {

    private static final long NEVER = Long.MAX_VALUE;

    /** 0 is there from before; 1 and 2 are its children, 3 is a child of 1; 4 is a stranger. */
    private static final List<TaskLife> LIVES =
            List.of(
                    new TaskLife(-1, 0, NEVER),
                    new TaskLife(0, 10, 20),
                    new TaskLife(0, 30, 40),
                    new TaskLife(1, 15, NEVER),
                    new TaskLife(-1, 0, NEVER));

    @Test
    void tasksThatLivedAtOnceCanMeet() {
        assertThat(Meeting.of(List.of(edge(0, 12), edge(4, 99)), LIVES))
                .isEqualTo(Meeting.POSSIBLE);
    }

    @Test
    void oneTaskCannotMeetItself() {
        assertThat(Meeting.of(List.of(edge(1, 12), edge(1, 13)), LIVES))
                .isEqualTo(Meeting.ONE_TASK);
    }

    @Test
    void whoEndedBeforeTheOtherWasForkedCannotMeetIt() {
        assertThat(Meeting.of(List.of(edge(1, 12), edge(2, 33)), LIVES)).isEqualTo(Meeting.ORDERED);
        assertThat(Meeting.of(List.of(edge(2, 33), edge(1, 12)), LIVES)).isEqualTo(Meeting.ORDERED);
    }

    @Test
    void whatAParentDidBeforeTheForkIsOrdered() {
        assertThat(Meeting.of(List.of(edge(0, 5), edge(1, 12)), LIVES)).isEqualTo(Meeting.ORDERED);
        assertThat(Meeting.of(List.of(edge(0, 11), edge(1, 12)), LIVES))
                .isEqualTo(Meeting.POSSIBLE);
        assertThat(Meeting.of(List.of(edge(0, 25), edge(1, 12)), LIVES)).isEqualTo(Meeting.ORDERED);
    }

    @Test
    void grandchildrenCount() {
        assertThat(Meeting.of(List.of(edge(0, 5), edge(3, 50)), LIVES)).isEqualTo(Meeting.ORDERED);
        assertThat(Meeting.of(List.of(edge(0, 12), edge(3, 50)), LIVES))
                .isEqualTo(Meeting.POSSIBLE);
    }

    @Test
    void whatAStrangerDidBeforeTheForkProvesNothing() {
        assertThat(Meeting.of(List.of(edge(4, 5), edge(1, 12)), LIVES)).isEqualTo(Meeting.POSSIBLE);
    }

    @Test
    void anInterruptMayComeAtAnyTime() {
        Meeting.Doers interrupt = new Meeting.Doers(true, List.of());
        assertThat(Meeting.of(List.of(edge(1, 12), interrupt), LIVES)).isEqualTo(Meeting.POSSIBLE);
    }

    @Test
    void oneOfSeveralTasksIsEnough() {
        Meeting.Doers several =
                new Meeting.Doers(false, List.of(new TaskSpan(1, 12, 12), new TaskSpan(0, 35, 35)));
        assertThat(Meeting.of(List.of(several, edge(2, 33)), LIVES)).isEqualTo(Meeting.POSSIBLE);
    }

    @Test
    void tasksOfARingOfManyAreNotAllComparedWithEachOther() {
        int size = 60_000;
        List<TaskLife> strangers = Collections.nCopies(size, new TaskLife(-1, 0, NEVER));
        List<Meeting.Doers> ring = new ArrayList<>();
        for (int life = 0; life < size; life++) {
            ring.add(edge(life, life + 1));
        }
        assertThat(Meeting.of(ring, strangers)).isEqualTo(Meeting.POSSIBLE);
        List<TaskLife> forked = Collections.nCopies(size, new TaskLife(-1, 1, NEVER));
        assertThat(Meeting.of(ring, forked)).isEqualTo(Meeting.POSSIBLE);
    }

    @Test
    void fewerTasksThanEdgesAreSeenWithoutTryingThemAll() {
        List<TaskSpan> spans = new ArrayList<>();
        for (int life = 0; life < 13; life++) {
            spans.add(new TaskSpan(life, 1, 2));
        }
        List<TaskLife> strangers = Collections.nCopies(13, new TaskLife(-1, 0, NEVER));
        List<Meeting.Doers> ring = Collections.nCopies(14, new Meeting.Doers(false, spans));
        assertThat(Meeting.of(ring, strangers)).isEqualTo(Meeting.FEW_TASKS);
        assertThat(Meeting.of(ring.subList(1, 14), strangers)).isEqualTo(Meeting.POSSIBLE);
    }

    @Test
    void threeTasksMustBePairwiseTogether() {
        assertThat(Meeting.of(List.of(edge(4, 12), edge(4, 20), edge(0, 12)), LIVES))
                .isEqualTo(Meeting.FEW_TASKS);
        assertThat(Meeting.of(List.of(edge(1, 12), edge(4, 12), edge(2, 33)), LIVES))
                .isEqualTo(Meeting.ORDERED);
        assertThat(Meeting.of(List.of(edge(1, 18), edge(4, 12), edge(3, 33)), LIVES))
                .isEqualTo(Meeting.POSSIBLE);
    }

    private static Meeting.Doers edge(int life, long line) {
        return new Meeting.Doers(false, List.of(new TaskSpan(life, line, line)));
    }
}
