package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What signals tell of bounds tables, and that programs which only send some have none. */
class SignalsTest {

    private static final String KILL =
            "signal_generate: sig=%d errno=0 code=%d comm=a pid=%d grp=1 res=0";

    private final Told told = new Told();

    @Test
    void whoeverSendsASignalHasNoDirectoryForThat() {
        told.add(99, KILL.formatted(15, 0, 7));
        told.add(99, KILL.formatted(11, 128, 99));
        told.line("CPU:0 [LOST 7 EVENTS]");
        told.add(99, "sched_process_exit: comm=kill pid=99 prio=120");
        assertThat(history()).doesNotContain(99).contains(7);
    }

    @Test
    void whatTheKernelRefusesToATaskIsOfItsOwnDirectory() {
        told.fault(7, 3);
        told.add(7, KILL.formatted(11, 128, 7));
        assertThat(told.ways()).containsExactly(Way.REFUSED_TABLE);
        assertThat(told.replay(Questions.NONE).mpxEvents()).isEqualTo(1);
    }

    /** The pids of the address spaces that a history tells of. */
    private Iterable<Integer> history() {
        Questions all = Questions.NONE.historyOf(HistoryScope.ALL);
        return told.replay(all).history().stream().map(HistoryEvent::spacePid).toList();
    }
}
