package org.lockreplay.report;

import java.util.List;
import org.lockreplay.check.Evidence;
import org.lockreplay.check.Finding;
import org.lockreplay.replay.lock.Acquisition;

/**
 * A lock class that an interrupt takes and that is held with it on, in the words of lockdep.
 *
 * <p>Lockdep speaks at the step that closes the case, the last one in the trace: {@code
 * print_usage_bug} of one class, {@code print_bad_irq_dependency} at a nesting, {@code
 * print_irq_inversion_bug} at a use (kernel/locking/lockdep.c, Linux 6.1).
 */
final class LockdepInterrupts {

    private final LockdepPage page;

    LockdepInterrupts(LockdepPage page) {
        this.page = page;
    }

    /** The first witness is the use in interrupt, the last one that with interrupts on. */
    void write(Finding finding) {
        List<Evidence> evidence = finding.evidence();
        Evidence in = evidence.get(0);
        Evidence on = evidence.get(evidence.size() - 1);
        String kind = finding.id().startsWith("hard") ? "HARDIRQ" : "SOFTIRQ";
        if (finding.classes().size() == 1) {
            inconsistent(in, on, kind);
            return;
        }
        List<Evidence> edges = evidence.subList(1, evidence.size() - 1);
        int closing = last(edges);
        Evidence use = later(in, on);
        // One acquisition may be both: lockdep marks the use before it looks at the nesting.
        if (edges.get(closing).at().line() >= use.at().line()) {
            nesting(in, edges, closing, on, kind);
        } else {
            use(in, edges, on, kind);
        }
    }

    private void inconsistent(Evidence in, Evidence on, String kind) {
        String whileOn = "{" + kind + "-ON-" + letter(on) + "}";
        String used = "{IN-" + kind + "-" + letter(in) + "}";
        Evidence now = later(on, in);
        boolean inLast = now.equals(in);
        Evidence before = inLast ? on : in;
        page.banner("WARNING: inconsistent lock state");
        page.line(
                "inconsistent "
                        + (inLast ? whileOn + " -> " + used : used + " -> " + whileOn)
                        + " usage.");
        page.line(LockdepPage.taskInContext(now.at()) + " takes:");
        page.line(page.lock(now.trace(), now.lock().orElseThrow()));
        page.line((inLast ? whileOn : used) + " state was registered at:");
        page.stack(before.trace(), before.at(), "  ");
        page.blank().line("other info that might help us debug this:");
        page.scenario(" Possible unsafe locking scenario:", 1)
                .first(LockdepPage.lockCall(on.lock().orElseThrow()))
                .first("<Interrupt>")
                .first("  " + LockdepPage.lockCall(in.lock().orElseThrow()))
                .deadlock();
        page.heldBy(now.trace(), now.at(), true).backtrace(now);
    }

    private void nesting(
            Evidence in, List<Evidence> edges, int closing, Evidence on, String interrupt) {
        Evidence nested = edges.get(closing);
        Acquisition held = nested.held().orElseThrow();
        Acquisition asked = nested.lock().orElseThrow();
        String kind = kind(interrupt, in);
        page.banner("WARNING: " + kind + "-safe -> " + kind + "-unsafe lock order detected");
        page.line(LockdepPage.taskInContext(nested.at()) + " is trying to acquire:");
        page.line(page.lock(nested.trace(), asked)).blank();
        page.line("and this task is already holding:");
        page.line(page.lock(nested.trace(), held));
        page.line("which would create a new lock dependency:");
        page.line(" " + page.named(held) + " -> " + page.named(asked)).blank();
        page.line("but this new dependency connects a " + kind + "-irq-safe lock:");
        page.line(" " + page.named(in.lock().orElseThrow())).blank();
        page.line("... which became " + kind + "-irq-safe at:");
        page.stack(in.trace(), in.at(), "  ");
        page.blank().line("to a " + kind + "-irq-unsafe lock:");
        page.line(" " + page.named(on.lock().orElseThrow())).blank();
        page.line("... which became " + kind + "-irq-unsafe at:").line("...");
        page.stack(on.trace(), on.at(), "  ");
        page.blank().line("other info that might help us debug this:").blank();
        scenario(in, closing == 0 ? asked : held, on);
        page.heldBy(nested.trace(), nested.at(), true);
        page.blank();
        page.line("the dependencies between " + kind + "-irq-safe lock and the holding lock:");
        backwards(edges.subList(0, closing), held);
        page.blank().line("the dependencies between the lock to be acquired");
        page.line(" and " + kind + "-irq-unsafe lock:");
        forwards(edges.subList(closing + 1, edges.size()), asked, nested);
        page.backtrace(nested);
    }

    private void use(Evidence in, List<Evidence> edges, Evidence on, String interrupt) {
        Evidence now = later(on, in);
        boolean inLast = now.equals(in);
        Evidence other = inLast ? on : in;
        page.banner("WARNING: possible irq lock inversion dependency detected");
        page.line(LockdepPage.task(now.at()) + " just changed the state of lock:");
        page.line(page.lock(now.trace(), now.lock().orElseThrow()));
        page.line(
                (inLast ? "but this lock took another, " : "but this lock was taken by another, ")
                        + kind(interrupt, other)
                        + (inLast ? "-unsafe" : "-safe")
                        + " lock in the past:");
        page.line(" " + page.named(other.lock().orElseThrow())).blank().blank();
        page.line("and interrupts could create inverse lock ordering between them.");
        page.blank().blank().line("other info that might help us debug this:");
        Acquisition afterSafe = edges.get(0).lock().orElseThrow();
        Acquisition beforeUnsafe = edges.get(edges.size() - 1).held().orElseThrow();
        scenario(in, inLast || edges.size() == 1 ? afterSafe : beforeUnsafe, on);
        page.heldBy(now.trace(), now.at(), true);
        page.blank().line("the shortest dependencies between 2nd lock and 1st lock:");
        if (inLast) {
            forwards(edges, now.lock().orElseThrow(), now);
        } else {
            outwards(edges, now);
        }
        page.backtrace(now);
    }

    /** As {@code print_irq_lock_scenario}, which tells a longer chain by one lock of its middle. */
    private void scenario(Evidence in, Acquisition middle, Evidence on) {
        Acquisition safe = in.lock().orElseThrow();
        Acquisition unsafe = on.lock().orElseThrow();
        if (!middle.lockClass().equals(unsafe.lockClass())) {
            page.line("Chain exists of:");
            page.line(
                    "  "
                            + String.join(
                                    " --> ",
                                    Words.name(safe.lockClass()),
                                    Words.name(middle.lockClass()),
                                    Words.name(unsafe.lockClass())));
            page.blank();
        }
        page.scenario(" Possible interrupt unsafe locking scenario:", 2)
                .first(LockdepPage.lockCall(unsafe))
                .second("local_irq_disable();")
                .second(LockdepPage.lockCall(safe))
                .second(LockdepPage.lockCall(middle))
                .first("<Interrupt>")
                .first("  " + LockdepPage.lockCall(safe))
                .deadlock();
    }

    /** From the last class of a chain back to the one that it leads from, which came now. */
    private void forwards(List<Evidence> edges, Acquisition root, Evidence now) {
        for (int depth = edges.size(); depth > 0; depth--) {
            Evidence edge = edges.get(depth - 1);
            page.classWithUses(edge.lock().orElseThrow(), depth);
            acquired(edge, depth);
        }
        page.classWithUses(root, 0);
        acquired(now, 0);
    }

    /** From the first class of a chain on to the one that it leads to, which came now. */
    private void outwards(List<Evidence> edges, Evidence now) {
        for (int i = 0; i < edges.size(); i++) {
            page.classWithUses(edges.get(i).held().orElseThrow(), edges.size() - i);
            acquired(edges.get(i), edges.size() - i);
        }
        page.classWithUses(now.lock().orElseThrow(), 0);
        acquired(now, 0);
    }

    /** The same to a lock that is held: each class with where it was taken inside the last one. */
    private void backwards(List<Evidence> edges, Acquisition root) {
        for (int i = 0; i < edges.size(); i++) {
            page.classWithUses(edges.get(i).held().orElseThrow(), edges.size() - i);
            if (i > 0) {
                acquired(edges.get(i - 1), edges.size() - i);
            }
        }
        page.classWithUses(root, 0);
        if (!edges.isEmpty()) {
            acquired(edges.get(edges.size() - 1), 0);
        }
    }

    private void acquired(Evidence where, int depth) {
        page.line(" ".repeat(depth) + " ... acquired at:");
        page.stack(where.trace(), where.at(), "   ");
        page.blank();
    }

    private static int last(List<Evidence> edges) {
        int last = 0;
        for (int i = 1; i < edges.size(); i++) {
            last = edges.get(i).at().line() > edges.get(last).at().line() ? i : last;
        }
        return last;
    }

    /** The one further down in the trace; the second of two on one line. */
    private static Evidence later(Evidence one, Evidence other) {
        return one.at().line() > other.at().line() ? one : other;
    }

    /** {@code HARDIRQ}, or {@code HARDIRQ-READ} of a reader. */
    private static String kind(String interrupt, Evidence use) {
        return interrupt + (use.lock().orElseThrow().read() ? "-READ" : "");
    }

    private static String letter(Evidence use) {
        return use.lock().orElseThrow().read() ? "R" : "W";
    }
}
