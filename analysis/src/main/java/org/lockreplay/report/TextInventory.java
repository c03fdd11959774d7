package org.lockreplay.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.lockreplay.check.NotJudged;
import org.lockreplay.check.Report;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.replay.lock.LockCoverage;
import org.lockreplay.summary.SourceTrace;
import org.lockreplay.text.VisibleText;

/** What traces are, for a person: form, span, events by name, what is missing, what it means. */
public final class TextInventory {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Page page = new Page();

    private TextInventory() {}

    /**
     * Writes the traces of each report, and what could not be judged from them.
     *
     * @param reports one for each input, each of at least one trace
     */
    public static void write(List<Report> reports, Appendable out) throws IOException {
        TextInventory inventory = new TextInventory();
        for (Report report : reports) {
            report.traces().forEach(inventory::trace);
            inventory.limits(report.notJudged());
        }
        out.append(inventory.page.toString());
    }

    private void trace(SourceTrace trace) {
        TraceFacts facts = trace.facts();
        page.line(VisibleText.of(trace.path()));
        row("format", facts.format().label() + ", " + flags(facts));
        row("lines", lines(facts));
        row("span", span(facts));
        row("tasks", Words.number(facts.tasks()) + " on " + cpus(facts));
        row("missing", missing(facts, trace.coverage()));
        row("locks", locks(trace.coverage()));
        row("events", Words.number(facts.eventCount()));
        page.table("    ", byFrequency(facts.events()));
    }

    private static String cpus(TraceFacts facts) {
        return facts.ofSomeCpus()
                ? Words.number(facts.cpus()) + " of " + Words.counted(facts.machineCpus(), "CPU")
                : Words.counted(facts.cpus(), "CPU");
    }

    private void limits(List<NotJudged> limits) {
        for (NotJudged limit : limits) {
            page.sentence(
                    limit.partly() ? "  in part     " : "  not judged  ",
                    limit.id() + ": " + VisibleText.of(limit.reason()));
        }
        page.blank();
    }

    private void row(String name, String text) {
        page.sentence("  " + name + " ".repeat(12 - name.length()), text);
    }

    private static String flags(TraceFacts facts) {
        if (!facts.flags()) {
            return "without irq flags";
        }
        return facts.softirqFlags() ? "with irq and softirq flags" : "with irq flags";
    }

    private static String lines(TraceFacts facts) {
        return Words.number(facts.lines())
                + ", of them "
                + Words.counted(facts.comments(), "comment")
                + ", "
                + Words.number(facts.annotations())
                + " of stack traces, "
                + Words.number(facts.malformed())
                + " malformed";
    }

    private static String span(TraceFacts facts) {
        if (facts.firstTime().isEmpty() || facts.lastTime().isEmpty()) {
            return "no time";
        }
        long first = facts.firstTime().getAsLong();
        long last = facts.lastTime().getAsLong();
        return facts.ticks()
                ? first + " to " + last + " in ticks of its clock"
                : seconds(first) + " s to " + seconds(last) + " s, " + seconds(last - first) + " s";
    }

    private static String seconds(long nanos) {
        String fraction = Long.toString(NANOS_PER_SECOND + Math.floorMod(nanos, NANOS_PER_SECOND));
        return Math.floorDiv(nanos, NANOS_PER_SECOND) + "." + fraction.substring(1);
    }

    private static String missing(TraceFacts facts, LockCoverage coverage) {
        List<String> gaps = new ArrayList<>();
        facts.damage().ifPresent(damage -> gaps.add(VisibleText.of(damage)));
        if (facts.lost() > 0) {
            gaps.add(Words.counted(facts.lost(), "event") + " lost, as the trace says");
        }
        if (coverage.gaps() + coverage.inferredGaps() > 0) {
            gaps.add(Words.counted(coverage.gaps() + coverage.inferredGaps(), "gap"));
        }
        if (facts.ofSomeCpus()) {
            gaps.add("any event of " + Words.counted(facts.machineCpus() - facts.cpus(), "CPU"));
        }
        if (facts.cpus() == 0 && facts.eventCount() > 0) {
            gaps.add("the CPU of every event");
        }
        if (coverage.ownerless() > 0) {
            gaps.add("who did " + Words.counted(coverage.ownerless(), "acquisition"));
        }
        return gaps.isEmpty() ? "nothing that the trace tells of" : String.join(", ", gaps);
    }

    private static String locks(LockCoverage coverage) {
        String events = Words.counted(coverage.lockEvents(), "event");
        return coverage.hiddenAddresses() == 0
                ? events
                : events + ", " + Words.number(coverage.hiddenAddresses()) + " without an address";
    }

    private static List<List<String>> byFrequency(Map<String, Long> events) {
        return events.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                .map(count -> List.of(Words.number(count.getValue()), Words.name(count.getKey())))
                .toList();
    }
}
