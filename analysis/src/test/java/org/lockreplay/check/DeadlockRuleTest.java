package org.lockreplay.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.check.Judged.only;
import static org.lockreplay.story.Lock.read;
import static org.lockreplay.story.Lock.write;
import static org.lockreplay.story.TraceStory.coverage;
import static org.lockreplay.story.TraceStory.trace;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.lockreplay.report.TextReport;
import org.lockreplay.report.TextStyle;
import org.lockreplay.story.Lock;
import org.lockreplay.summary.LockOrderSummary;

class DeadlockRuleTest {

    private static final Lock A = write("mtx_a", 1);
    private static final Lock B = write("mtx_b", 2);

    @Test
    void tasksThatHangAreAnErrorThatNamesWhoWaitsForWhat() {
        Finding finding = only(trace("t").by("one", 10, 0).hang(B, A).summary());
        assertThat(finding.id()).isEqualTo("deadlock");
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.certainty()).isEqualTo(Certainty.INSTANCE);
        assertThat(finding.classes()).containsExactly("mtx_a", "mtx_b");
        assertThat(finding.message())
                .isEqualTo(
                        "tasks deadlocked: one/11 waits for mtx_a of one/12, one/12 waits for"
                                + " mtx_b of one/11");
        assertThat(finding.facts())
                .containsExactly("for 0.000050 s, until the trace ends at line 154");
        assertThat(finding.evidence()).extracting(Evidence::event).containsOnly("waits");
    }

    @Test
    void oneTaskAloneWaitsForItself() {
        assertThat(only(trace("t").by("one", 10, 0).hang(A).summary()).message())
                .isEqualTo("task deadlocked on itself: one/11 waits for mtx_a, which it owns");
    }

    @Test
    void whereTheKernelRefusesALockTheHangIsAWarning() {
        Lock refused = write("reservation_ww_class_mutex", 3);
        Finding finding = only(trace("t").hang(A, refused).summary());
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.facts())
                .contains("incomplete: only if nobody was refused reservation_ww_class_mutex");
    }

    @Test
    void whereFlagsDoNotTellWhereAReaderIsItMayPassWriters() {
        Lock reader = read("tasklist_lock", 3);
        Finding known = only(trace("t").hang(reader).summary());
        assertThat(known.severity()).isEqualTo(Severity.ERROR);
        assertThat(known.facts()).contains("if readers of tasklist_lock queue");
        Finding flagless = only(trace("t").withoutFlags().hang(reader).summary());
        assertThat(flagless.severity()).isEqualTo(Severity.WARNING);
        Finding untold = only(trace("t").withoutSoftirqFlags().hang(reader).summary());
        assertThat(untold.severity()).isEqualTo(Severity.WARNING);
        assertThat(untold.facts())
                .contains(
                        "incomplete: only if tasklist_lock is not read with bottom halves off,"
                                + " which the flags of its lines do not tell");
        Lock semaphore = read("rws_a", 4);
        assertThat(only(trace("t").withoutFlags().hang(semaphore).summary()).severity())
                .isEqualTo(Severity.ERROR);
    }

    @Test
    void circlesOfTheSameClassesAreOneFinding() {
        LockOrderSummary summary =
                trace("a").hang(A, B).summary().merge(trace("b").hang(B, A).summary());
        assertThat(only(summary).facts()).contains("seen 2 times");
    }

    @Test
    void aTraceThatTellsOfNoOwnersIsNotJudged() {
        LockOrderSummary gaps = trace("a").covered(coverage(10, 1, 0, 0, 0)).nest(A, B).summary();
        assertThat(Checker.check(gaps, CheckOptions.shipped()).notJudged())
                .contains(
                        new NotJudged(
                                "deadlock",
                                "where events are missing, who owns what is not known (a)"));
    }

    @Test
    void theTextSaysWhatEachOwnsAndWaitsFor() throws Exception {
        StringBuilder text = new StringBuilder();
        new TextReport(TextStyle.PLAIN)
                .write(
                        Checker.check(trace("t").hang(A, B).summary(), CheckOptions.shipped()),
                        text);
        List<String> lines = text.toString().lines().toList();
        assertThat(lines).contains("ERROR deadlock: tasks deadlocked");
        assertThat(lines).anyMatch(line -> line.matches(" +owns +mtx_a .* t:101 .*"));
        assertThat(lines).anyMatch(line -> line.matches(" +waits for +mtx_b .* t:102 .*"));
    }
}
