package org.lockreplay.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.lockreplay.check.Evidence;
import org.lockreplay.check.Finding;
import org.lockreplay.event.Context;
import org.lockreplay.event.Origin;
import org.lockreplay.protocol.LockType.Wait;
import org.lockreplay.replay.lock.Acquisition;

/**
 * A finding in the words of lockdep (kernel/locking/lockdep.c, Linux 6.1), for scripts that read
 * its reports.
 *
 * <p>What the kernel knows and a trace does not stands as follows: its version as {@code
 * 0.0.0-lockreplay}, wait types that the catalogue does not know as {@code 0}, offsets as {@code
 * +0x0/0x0}; places in the code are functions where the trace has stacks, else lines of the trace.
 */
public final class LockdepText {

    /** {@code LD_WAIT_MAX} of include/linux/lockdep_types.h, where raw nesting is proved. */
    private static final int SLEEPS_AT_WILL = 5;

    private final Page text = new Page();
    private final LockdepPage page;
    private final Finding finding;

    /**
     * @param finding one that is {@linkplain #knows known}
     * @param usages all that is known of how locks were used
     */
    public LockdepText(Finding finding, Sightings sightings, LockUsages usages) {
        this.finding = finding;
        page =
                new LockdepPage(
                        text,
                        sightings,
                        usages.until(closing(finding), finding.id().equals("wait-context")));
    }

    /** Whether lockdep, or the detector of hung tasks, has a report of this kind. */
    public static boolean knows(Finding finding) {
        return switch (finding.id()) {
            case "cycle",
                    "recursion",
                    "unbalanced",
                    "held-at-exit",
                    "deadlock",
                    "hardirq-inversion",
                    "softirq-inversion",
                    "wait-context" ->
                    true;
            default -> false;
        };
    }

    /** Writes the report. */
    public void write(Appendable out) throws IOException {
        List<Evidence> evidence = finding.evidence();
        switch (finding.id()) {
            case "cycle" -> cycle(evidence);
            case "recursion" -> recursion(evidence.get(0));
            case "unbalanced" -> unbalanced(evidence.get(0));
            case "held-at-exit" -> heldAtExit(evidence);
            case "deadlock" -> deadlock(evidence);
            case "wait-context" -> waitContext(evidence.get(0));
            default -> new LockdepInterrupts(page).write(finding);
        }
        out.append(text.toString());
    }

    /** Where lockdep would have spoken: the first time, or when the last part came. */
    private static Evidence closing(Finding finding) {
        Evidence last = finding.evidence().get(0);
        boolean once =
                switch (finding.id()) {
                    case "recursion", "unbalanced", "wait-context" -> true;
                    default -> false;
                };
        for (Evidence each : finding.evidence()) {
            last = !once && each.at().line() > last.at().line() ? each : last;
        }
        return last;
    }

    /** The last edge in the trace is the one at which lockdep would have spoken. */
    private void cycle(List<Evidence> edges) {
        int last = 0;
        for (int i = 1; i < edges.size(); i++) {
            last = edges.get(i).at().line() > edges.get(last).at().line() ? i : last;
        }
        List<Evidence> chain = new ArrayList<>(edges);
        Collections.rotate(chain, -last - 1);
        Evidence closing = chain.get(chain.size() - 1);
        page.banner("WARNING: possible circular locking dependency detected");
        trying(closing);
        page.line("which lock already depends on the new lock.").blank().blank();
        page.line("the existing dependency chain (in reverse order) is:");
        for (int i = chain.size() - 2; i >= 0; i--) {
            entry(i + 1, chain.get(i));
        }
        entry(0, closing);
        page.blank().line("other info that might help us debug this:").blank();
        if (chain.size() > 2) {
            List<String> names = new ArrayList<>();
            chain.forEach(edge -> names.add(name(edge.held())));
            page.line("Chain exists of:").line("  " + String.join(" --> ", names)).blank();
        }
        Evidence before = chain.get(chain.size() - 2);
        page.scenario(" Possible unsafe locking scenario:", 2)
                .first(LockdepPage.call(closing.held().orElseThrow()))
                .second(LockdepPage.lockCall(before.held().orElseThrow()))
                .second(LockdepPage.lockCall(before.lock().orElseThrow()))
                .first(LockdepPage.call(closing.lock().orElseThrow()))
                .deadlock();
        page.heldBy(closing.trace(), closing.at(), true).backtrace(closing);
    }

    private void entry(int number, Evidence edge) {
        page.blank().line("-> #" + number + " " + page.named(edge.lock().orElseThrow()) + ":");
        page.stack(edge.trace(), edge.at(), "       ");
    }

    private void trying(Evidence edge) {
        page.line(LockdepPage.task(edge.at()) + " is trying to acquire lock:");
        page.line(page.lock(edge.trace(), edge.lock().orElseThrow())).blank();
        page.line("but task is already holding lock:");
        page.line(page.lock(edge.trace(), edge.held().orElseThrow())).blank();
    }

    private void recursion(Evidence again) {
        page.banner("WARNING: possible recursive locking detected");
        trying(again);
        page.line("other info that might help us debug this:");
        page.scenario(" Possible unsafe locking scenario:", 1)
                .first(LockdepPage.lockCall(again.held().orElseThrow()))
                .first(LockdepPage.lockCall(again.lock().orElseThrow()))
                .deadlock();
        page.line(" May be due to missing lock nesting notation").blank();
        page.heldBy(again.trace(), again.at(), true).backtrace(again);
    }

    private void unbalanced(Evidence release) {
        page.banner("WARNING: bad unlock balance detected!");
        page.line(
                LockdepPage.task(release.at())
                        + " is trying to release lock ("
                        + name(release.lock())
                        + ") at:");
        page.line("[<0000000000000000>] " + page.place(release.trace(), release.at()));
        page.line("but there are no more locks to release!").blank();
        page.line("other info that might help us debug this:");
        page.heldBy(release.trace(), release.at(), false).backtrace(release);
    }

    private void heldAtExit(List<Evidence> evidence) {
        Evidence end = evidence.get(evidence.size() - 1);
        String task = LockdepPage.task(end.at());
        if (end.event().equals("exit")) {
            page.banner("WARNING: " + task + " still has locks held!");
        } else {
            page.banner("WARNING: lock held when returning to user space!");
            page.line(task + " is leaving the kernel with locks still held!");
        }
        page.heldBy(end.trace(), end.at(), false).backtrace(end);
    }

    private void waitContext(Evidence asked) {
        page.banner("[ BUG: Invalid wait context ]");
        page.line(LockdepPage.task(asked.at()) + " is trying to lock:");
        page.line(page.lock(asked.trace(), asked.lock().orElseThrow()));
        page.line("other info that might help us debug this:");
        int least = contextWait(asked.at().context());
        page.line("context-{" + least + ":" + least + "}");
        page.heldBy(asked.trace(), asked.at(), true).backtrace(asked);
    }

    /** As {@code task_wait_context}; whether a handler would run in a thread is not known. */
    private static int contextWait(int context) {
        return switch (Context.level(context)) {
            case Context.PROCESS -> SLEEPS_AT_WILL;
            case Context.SOFTIRQ -> LockUsages.number(Wait.CONFIG);
            default -> LockUsages.number(Wait.SPIN);
        };
    }

    /** As the detector of hung tasks (kernel/hung_task.c) reports each, and then all locks. */
    private void deadlock(List<Evidence> evidence) {
        List<Evidence> waits =
                evidence.stream().filter(each -> each.event().equals(Evidence.WAITS)).toList();
        for (Evidence wait : waits) {
            Origin at = wait.at();
            page.line(
                    "INFO: task "
                            + Words.name(at.task())
                            + ":"
                            + at.pid()
                            + " blocked until the recording ends.");
            page.line("Call Trace:").line(" <TASK>");
            page.stack(wait.trace(), at, " ");
            page.line(" </TASK>");
        }
        page.blank().line("Showing all locks held in the system:");
        waits.forEach(wait -> page.heldBy(wait.trace(), wait.at(), false));
        page.blank().line("=============================================").blank();
    }

    private static String name(Optional<Acquisition> lock) {
        return lock.map(Acquisition::lockClass).map(Words::name).orElse("?");
    }
}
