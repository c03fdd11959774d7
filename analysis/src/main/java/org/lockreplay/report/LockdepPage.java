package org.lockreplay.report;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.check.Evidence;
import org.lockreplay.event.Context;
import org.lockreplay.event.Origin;
import org.lockreplay.replay.lock.Acquisition;

/** The parts that the reports of lockdep have in common, in its words. */
final class LockdepPage {

    private static final String UNKNOWN_KERNEL = "0.0.0-lockreplay #1 Not tainted";
    private static final int FIRST_NAME = 7;
    private static final int COLUMN = 24;

    private final Page page;
    private final Sightings sightings;
    private final LockUsages usages;

    /**
     * @param usages what was known when lockdep spoke
     */
    LockdepPage(Page page, Sightings sightings, LockUsages usages) {
        this.page = page;
        this.sightings = sightings;
        this.usages = usages;
    }

    LockdepPage line(String line) {
        page.line(line);
        return this;
    }

    LockdepPage blank() {
        page.blank();
        return this;
    }

    /** {@code WARNING: … detected} between two rules as wide as it. */
    LockdepPage banner(String title) {
        return blank().line("=".repeat(title.length()))
                .line(title)
                .line(UNKNOWN_KERNEL)
                .line("-".repeat(title.length()));
    }

    /** {@code ffff8880041a9ca0 (&o->lock){....}-{0:0}, at: function+0x0/0x0}. */
    String lock(String trace, Acquisition lock) {
        return Words.address(lock)
                + " ("
                + Words.name(lock.lockClass())
                + ")"
                + usages.signs(lock.lockClass())
                + ", at: "
                + place(trace, lock.origin());
    }

    /** Name and usage only, as in a chain. */
    String named(Acquisition lock) {
        return "(" + Words.name(lock.lockClass()) + ")" + usages.signs(lock.lockClass());
    }

    /**
     * A class with its uses, as {@code print_lock_class_header}; of the first use of all no trace
     * tells, and the key is a name.
     *
     * @param depth how far to indent
     */
    LockdepPage classWithUses(Acquisition lock, int depth) {
        String indent = " ".repeat(depth);
        line(indent + "-> " + named(lock) + " {");
        for (LockUsages.Use use : usages.of(lock.lockClass())) {
            String state = indent + "   " + use.state() + " at:";
            line(state);
            stack(use.trace(), use.what().seen(), " ".repeat(state.length() + depth + 1));
        }
        line(indent + " }");
        return line(
                indent
                        + " ... key      at: [<0000000000000000>] "
                        + Words.name(lock.lockClass())
                        + "+0x0/0x0");
    }

    /** {@code k61 t-2/47}. */
    static String task(Origin at) {
        String name = at.pid() == 0 ? "swapper/" + Math.max(0, at.cpu()) : Words.name(at.task());
        return name + "/" + at.pid();
    }

    /**
     * {@code k61 t-2/47 [HC0[0]:SC0[0]:HE1:SE1]}: in which interrupts the line is, and which are on
     * there. The depths in the inner brackets are the least that the flags imply: 1 in an
     * interrupt, 2 ({@code SOFTIRQ_DISABLE_OFFSET}) where bottom halves are off.
     */
    static String taskInContext(Origin at) {
        int flags = at.context();
        boolean hardirq = Context.level(flags) == Context.HARDIRQ;
        boolean softirq = Context.level(flags) == Context.SOFTIRQ || Context.inSoftirq(flags);
        boolean bottomHalvesOff = Context.bottomHalvesOff(flags);
        int hard = hardirq ? 1 : 0;
        int soft = softirq ? 1 : 0;
        int softDepth = softirq ? 1 : bottomHalvesOff ? 2 : 0;
        int hardOn = Context.hardirqsOn(flags) ? 1 : 0;
        int softOn = Context.known(flags) && softDepth == 0 ? 1 : 0;
        return task(at)
                + (" [HC" + hard + "[" + hard + "]:SC" + soft + "[" + softDepth + "]")
                + (":HE" + hardOn + ":SE" + softOn + "]");
    }

    /** The function that asked, if the trace has stacks; else the line of the trace. */
    String place(String trace, Origin at) {
        List<String> calls = sightings.calls(trace, at);
        return calls.isEmpty()
                ? Words.place(file(trace), at)
                : Words.name(calls.get(0)) + "+0x0/0x0";
    }

    /** The stack below an entry of a chain. */
    void stack(String trace, Origin at, String indent) {
        List<String> calls = sightings.calls(trace, at);
        for (String call : calls) {
            line(indent + Words.name(call) + "+0x0/0x0");
        }
        if (calls.isEmpty()) {
            line(indent + Words.place(file(trace), at) + " by " + task(at));
        }
    }

    /** The locks that a task held there, without the one that it was asking for. */
    LockdepPage heldBy(String trace, Origin at, boolean asking) {
        List<Acquisition> held = new ArrayList<>(sightings.held(trace, at));
        if (asking) {
            held.removeIf(lock -> lock.origin().line() == at.line());
        }
        if (held.isEmpty()) {
            return line("no locks held by " + task(at) + ".");
        }
        line(held.size() + (held.size() == 1 ? " lock" : " locks") + " held by " + task(at) + ":");
        for (int i = 0; i < held.size(); i++) {
            line(" #" + i + ": " + lock(trace, held.get(i)));
        }
        return this;
    }

    LockdepPage backtrace(Evidence evidence) {
        Origin at = evidence.at();
        blank().line("stack backtrace:");
        line(
                "CPU: "
                        + Math.max(0, at.cpu())
                        + " PID: "
                        + at.pid()
                        + " Comm: "
                        + (at.pid() == 0
                                ? "swapper/" + Math.max(0, at.cpu())
                                : Words.name(at.task()))
                        + " "
                        + UNKNOWN_KERNEL.substring(UNKNOWN_KERNEL.indexOf("Not"))
                        + " "
                        + UNKNOWN_KERNEL.substring(0, UNKNOWN_KERNEL.indexOf(" Not")));
        line("Call Trace:").line(" <TASK>");
        stack(evidence.trace(), at, " ");
        return line(" </TASK>");
    }

    LockdepPage scenario(String title, int cpus) {
        line(title).blank();
        line(" ".repeat(FIRST_NAME) + "CPU0" + (cpus > 1 ? " ".repeat(COLUMN - 4) + "CPU1" : ""));
        return line(
                " ".repeat(FIRST_NAME)
                        + "----"
                        + (cpus > 1 ? " ".repeat(COLUMN - 4) + "----" : ""));
    }

    LockdepPage first(String what) {
        return line("  " + what);
    }

    LockdepPage second(String what) {
        return line(" ".repeat(FIRST_NAME + COLUMN) + what);
    }

    LockdepPage deadlock() {
        return blank().line(" *** DEADLOCK ***").blank();
    }

    /** {@code lock(a);}, or {@code rlock(a);} where lockdep tells readers. */
    static String call(Acquisition lock) {
        return (lock.read() ? "r" : "") + lockCall(lock);
    }

    /** {@code lock(a);} also for a reader, as lockdep writes in most places. */
    static String lockCall(Acquisition lock) {
        return "lock(" + Words.name(lock.lockClass()) + ");";
    }

    private static String file(String trace) {
        return trace.substring(trace.lastIndexOf('/') + 1);
    }
}
