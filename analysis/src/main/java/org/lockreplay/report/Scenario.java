package org.lockreplay.report;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.check.Evidence;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.text.Excerpt;

/**
 * The table of who takes what when, as lockdep draws it: a column for each CPU, time runs down.
 *
 * <p>Wide circles, and those of long names, are told in sentences instead.
 */
final class Scenario {

    private static final int FIRST_CELL = 2;
    private static final int FIRST_NAME = 7;
    private static final int COLUMN = 24;
    private static final int WIDEST = 150;
    private static final int LAST_DIGITS = 8;

    private final Page page;

    Scenario(Page page) {
        this.page = page;
    }

    /**
     * Every task holds one lock of the circle and asks for the next.
     *
     * @param byAddress the locks are of one class, so that only addresses tell them apart
     */
    void circle(List<Evidence> edges, boolean byAddress) {
        List<String> holds = new ArrayList<>();
        List<String> asks = new ArrayList<>();
        for (Evidence edge : edges) {
            holds.add(call(edge.held().orElseThrow(), byAddress));
            asks.add(call(edge.lock().orElseThrow(), byAddress));
        }
        page.line(" Possible unsafe locking scenario:").blank();
        int width = width(holds, asks);
        if (FIRST_NAME + width * edges.size() > WIDEST) {
            sentences(holds, asks);
        } else {
            header(width, edges.size());
            for (int cpu = 0; cpu < holds.size(); cpu++) {
                cell(width, cpu, holds.get(cpu));
            }
            for (int cpu = asks.size() - 1; cpu >= 0; cpu--) {
                cell(width, cpu, asks.get(cpu));
            }
        }
        deadlock();
    }

    /** One task asks for what it holds; between two reads somebody else must ask to write. */
    void recursion(Evidence again) {
        Acquisition held = again.held().orElseThrow();
        Acquisition asked = again.lock().orElseThrow();
        boolean reads = held.read() && asked.read();
        String writer = "lock(" + Words.label(held.lockClass()) + ");";
        int width = width(List.of(call(held, false)), List.of(writer));
        page.line(" Possible unsafe locking scenario:").blank();
        header(width, reads ? 2 : 1);
        cell(width, 0, call(held, false));
        if (reads) {
            cell(width, 1, writer + "  (waits for the reader)");
        }
        cell(width, 0, call(asked, false) + (reads ? "  (waits behind the writer)" : ""));
        deadlock();
    }

    /**
     * An interrupt comes while a lock is held that it waits for, directly or through others.
     *
     * @param evidence the lock in interrupt, the nestings, the lock held with it on
     */
    void interrupt(List<Evidence> evidence) {
        List<Evidence> edges = evidence.subList(1, evidence.size() - 1);
        String held = call(evidence.get(evidence.size() - 1).lock().orElseThrow(), false);
        String inside = "  " + call(evidence.get(0).lock().orElseThrow(), false);
        List<String> others = new ArrayList<>();
        for (Evidence edge : edges) {
            if (others.isEmpty()) {
                others.add(call(edge.held().orElseThrow(), false));
            }
            others.add(call(edge.lock().orElseThrow(), false));
        }
        int width = width(List.of(held, inside), others);
        page.line(" Possible interrupt unsafe locking scenario:").blank();
        header(width, edges.isEmpty() ? 1 : 2);
        cell(width, 0, held);
        for (int i = 0; i < others.size(); i++) {
            if (Excerpt.resumesAt(i, others.size())) {
                cell(width, 1, "… " + Words.number(Excerpt.leftOut(others.size())) + " more …");
            }
            if (Excerpt.shows(i, others.size())) {
                cell(width, 1, others.get(i));
            }
        }
        cell(width, 0, "<Interrupt>");
        cell(width, 0, inside);
        deadlock();
    }

    private void deadlock() {
        page.blank().line(" *** DEADLOCK ***").blank();
    }

    private void sentences(List<String> holds, List<String> asks) {
        for (int cpu = 0; cpu < holds.size(); cpu++) {
            if (Excerpt.resumesAt(cpu, holds.size())) {
                page.line("  … and so on, CPU by CPU …");
            }
            if (!Excerpt.shows(cpu, holds.size())) {
                continue;
            }
            page.line("  CPU" + cpu + ": " + holds.get(cpu) + " then waits in " + asks.get(cpu));
        }
    }

    private void header(int width, int cpus) {
        StringBuilder names = new StringBuilder();
        StringBuilder lines = new StringBuilder();
        for (int cpu = 0; cpu < cpus; cpu++) {
            String gap = " ".repeat(FIRST_NAME + width * cpu - names.length());
            names.append(gap).append("CPU").append(cpu);
            lines.append(gap).append("-".repeat(names.length() - lines.length()));
        }
        page.line(names.toString()).line(lines.toString());
    }

    private void cell(int width, int cpu, String text) {
        page.line(" ".repeat(cpu == 0 ? FIRST_CELL : FIRST_NAME + width * cpu) + text);
    }

    private static int width(List<String> some, List<String> others) {
        int width = COLUMN;
        for (String call : some) {
            width = Math.max(width, call.length() + 2);
        }
        for (String call : others) {
            width = Math.max(width, call.length() + 2);
        }
        return width;
    }

    /** {@code lock(x);}, or {@code rlock(x);} for a reader. */
    private static String call(Acquisition lock, boolean byAddress) {
        String address = Words.address(lock);
        return (lock.read() ? "rlock(" : "lock(")
                + Words.label(lock.lockClass())
                + (byAddress ? " @" + address.substring(address.length() - LAST_DIGITS) : "")
                + ");";
    }
}
