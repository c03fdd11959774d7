package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lockreplay.check.Certainty;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Report;
import org.lockreplay.check.Severity;
import org.lockreplay.parser.UnreadableTraceException;

/** Circles whose nestings are guarded by locks of one class, but not by one and the same lock. */
class OwnGuardsTest {

    @TempDir private Path folder;
    private final StringBuilder text = new StringBuilder("# tracer: nop\n#\n");
    private int time = 100;

    /** So that an exit is nothing that only this trace has. */
    @BeforeEach
    void aTaskThatHasNothingToDoWithIt() {
        forkOf(9);
        exitOf(9);
    }

    @Test
    void twoLocksOfOneClassUnderTwoGuardsAreAnError() throws Exception {
        nest(1, "mtx_g@1", "mtx_o@11", "mtx_o@12");
        nest(2, "mtx_g@2", "mtx_o@12", "mtx_o@11");
        Finding cycle = cycle();
        assertThat(cycle.severity()).isEqualTo(Severity.ERROR);
        assertThat(cycle.facts()).containsExactly("each nesting under a mtx_g of its own");
    }

    @Test
    void underOneGuardTheyAreANote() throws Exception {
        nest(1, "mtx_g@1", "mtx_o@11", "mtx_o@12");
        nest(2, "mtx_g@1", "mtx_o@12", "mtx_o@11");
        assertThat(cycle().severity()).isEqualTo(Severity.NOTE);
        assertThat(cycle().facts()).containsExactly("guarded by mtx_g");
    }

    @Test
    void whoHadEndedMayHaveLeftItsLocksToAnotherGuard() throws Exception {
        forkOf(1);
        nest(1, "mtx_g@1", "mtx_o@11", "mtx_o@12");
        exitOf(1);
        forkOf(2);
        nest(2, "mtx_g@2", "mtx_o@12", "mtx_o@11");
        Finding cycle = cycle();
        assertThat(cycle.severity()).isEqualTo(Severity.WARNING);
        assertThat(cycle.facts())
                .containsExactly(
                        "each nesting under a mtx_g of its own",
                        "incomplete: only if no lock came to another mtx_g in between",
                        "ordered by fork/exit");
    }

    @Test
    void withoutAGuardTheSameIsAnError() throws Exception {
        forkOf(1);
        nest(1, "mtx_o@11", "mtx_o@12");
        exitOf(1);
        forkOf(2);
        nest(2, "mtx_o@12", "mtx_o@11");
        assertThat(cycle().severity()).isEqualTo(Severity.ERROR);
        assertThat(cycle().facts()).containsExactly("ordered by fork/exit");
    }

    @Test
    void theLocksOfPageTablesComeToOtherAddressSpaces() throws Exception {
        nest(1, "&mm->mmap_lock@1", "ptlock_ptr(page)@11", "ptlock_ptr(page)@12");
        nest(2, "&mm->mmap_lock@2", "ptlock_ptr(page)@12", "ptlock_ptr(page)@11");
        assertThat(cycle().severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void ofTwoClassesUnderTwoGuardsItIsAnErrorToo() throws Exception {
        nest(1, "mtx_g@1", "mtx_a@11", "mtx_b@12");
        nest(2, "mtx_g@2", "mtx_b@12", "mtx_a@11");
        assertThat(cycle().severity()).isEqualTo(Severity.ERROR);
        assertThat(cycle().facts()).isEmpty();
    }

    @Test
    void partsOfTwoObjectsEachUnderItsGuardAreAWarning() throws Exception {
        partsOfTwoObjects();
        Finding cycle = cycle();
        assertThat(cycle.severity()).isEqualTo(Severity.WARNING);
        assertThat(cycle.certainty()).isEqualTo(Certainty.INSTANCE);
        assertThat(cycle.facts()).containsExactly("each circle of locks under a mtx_g of its own");
    }

    @Test
    void aPartThatWasSeenUnderAnotherGuardMakesThemAnError() throws Exception {
        partsOfTwoObjects();
        nest(3, "mtx_g@2", "mtx_a@11", "mtx_b@33");
        Finding cycle = cycle();
        assertThat(cycle.severity()).isEqualTo(Severity.ERROR);
        assertThat(cycle.certainty()).isEqualTo(Certainty.CLASS);
        assertThat(cycle.facts())
                .containsExactly("by class only: the circles of locks that are known are guarded");
    }

    @Test
    void soDoesAPartThatWasSeenWithoutAGuard() throws Exception {
        partsOfTwoObjects();
        nest(3, "mtx_b@44", "mtx_a@33");
        assertThat(cycle().severity()).isEqualTo(Severity.ERROR);
        assertThat(cycle().certainty()).isEqualTo(Certainty.CLASS);
    }

    private void partsOfTwoObjects() {
        nest(1, "mtx_g@1", "mtx_a@11", "mtx_b@12");
        nest(2, "mtx_g@1", "mtx_b@12", "mtx_a@11");
        nest(1, "mtx_g@2", "mtx_a@21", "mtx_b@22");
        nest(2, "mtx_g@2", "mtx_b@22", "mtx_a@21");
    }

    private Finding cycle() throws IOException, UnreadableTraceException {
        Path file = folder.resolve("guards.trace");
        Files.writeString(file, text);
        Report report = Outcome.report(file);
        List<Finding> cycles =
                report.findings().stream().filter(found -> found.id().equals("cycle")).toList();
        assertThat(cycles).hasSize(1);
        return cycles.get(0);
    }

    /** A task takes the locks one inside the other, and lets go of them. */
    private void nest(int pid, String... locks) {
        for (String lock : locks) {
            event(pid, "lock_acquire: " + named(lock));
        }
        for (int i = locks.length - 1; i >= 0; i--) {
            event(pid, "lock_release: " + named(locks[i]));
        }
    }

    private void forkOf(int pid) {
        event(
                8,
                "sched_process_fork: comm=t8 pid=8 child_comm=t%d child_pid=%d"
                        .formatted(pid, pid));
    }

    private void exitOf(int pid) {
        event(pid, "sched_process_exit: comm=t%d pid=%d prio=120".formatted(pid, pid));
    }

    private static String named(String lock) {
        int at = lock.indexOf('@');
        return "%016x %s"
                .formatted(Integer.parseInt(lock.substring(at + 1)) << 6, lock.substring(0, at));
    }

    private void event(int pid, String what) {
        text.append(
                "              t%d-%d       [000] .....     1.%06d: %s%n"
                        .formatted(pid, pid, ++time, what));
    }
}
