package org.lockreplay.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lockreplay.check.Severity;
import org.lockreplay.lockorder.ProtocolGraph;
import org.lockreplay.protocol.file.AllowedNesting;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.verify.Counterpart;
import org.lockreplay.protocol.verify.Judgement;
import org.lockreplay.protocol.verify.Schedule;
import org.lockreplay.protocol.verify.ShownSchedule;
import org.lockreplay.protocol.verify.Verification;
import org.lockreplay.text.VisibleText;

/** A verification for people: the verdicts, the nestings, and the schedules that refute. */
public final class VerificationText {

    private static final int VERDICT = 8;

    private static final String FIRST =
            "At first memory is mapped at A, B and C, of which A and B share a directory entry;"
                    + " management is on, and there is no table. A step is one action on a lock or"
                    + " on memory, with what its task does alone.";

    /** What a schedule, which is the key to it, refutes. */
    private record Refutation(int number, int steps, List<String> refuted) {}

    private final TextStyle style;

    public VerificationText(TextStyle style) {
        this.style = style;
    }

    /**
     * Writes it; does not close the writer.
     *
     * @param shown where a trace was written, what it shows of each rule that is refuted
     */
    public void write(Verification verification, Map<Rule, ShownSchedule> shown, Writer writer)
            throws IOException {
        Page page = new Page();
        Protocol protocol = verification.protocol();
        page.line(style.strong(VisibleText.brief(protocol.name())))
                .sentence("  ", VisibleText.brief(protocol.title()))
                .line("  " + size(verification));
        operations(verification, page);
        page.blank();
        Map<String, Refutation> schedules = verdicts(verification, shown, page);
        page.blank();
        nestings(verification, page);
        schedules(verification, schedules, page);
        writer.write(page.toString());
    }

    /** Which operations were tried, unless all were. */
    private static void operations(Verification verification, Page page) {
        if (verification.isOfSome()) {
            String some =
                    String.join(
                            ", ",
                            verification.operations().stream()
                                    .map(one -> VisibleText.brief(one.name()))
                                    .toList());
            page.sentence("  ", "operations: " + some + " only; nothing is said of the others");
        }
    }

    private static String size(Verification verification) {
        String tasks = Words.counted(verification.tasks(), "task");
        String all = Words.counted(verification.states(), "state");
        String own =
                verification.ownStates() == verification.states()
                        ? ""
                        : ", " + Words.number(verification.ownStates()) + " without environment";
        String whole = verification.complete() ? "all of them" : "not all of them";
        return tasks + ": " + all + " looked at, " + whole + own;
    }

    /** Writes the verdicts; answers the schedules as they are to be shown, in order. */
    private Map<String, Refutation> verdicts(
            Verification verification, Map<Rule, ShownSchedule> shown, Page page) {
        Map<String, Refutation> schedules = new LinkedHashMap<>();
        for (Judgement one : verification.judgements()) {
            String name = VisibleText.brief(one.property().name());
            String more = one.property().claimed() ? "" : ", not claimed";
            if (one.schedule().isPresent()) {
                Schedule schedule = one.schedule().get();
                Page table = new Page();
                new ScheduleTable(verification.protocol(), schedule).write(table);
                Refutation refutation =
                        schedules.computeIfAbsent(
                                table.toString(),
                                absent ->
                                        new Refutation(
                                                schedules.size() + 1,
                                                schedule.transitions(),
                                                new ArrayList<>()));
                refutation.refuted().add(name + inTrace(one, shown));
                more = " (schedule " + refutation.number() + ")" + more;
            }
            String word = one.verdict().word();
            String gap = " ".repeat(VERDICT - word.length());
            page.line("  " + painted(one) + gap + "  " + name + more);
        }
        if (verification.judgements().isEmpty()) {
            page.sentence("  ", "Nothing is to be proved: the protocol has no properties.");
        }
        writeMissed(verification, page);
        return schedules;
    }

    /** Why properties are unknown; where not all are for one reason, which for which. */
    private static void writeMissed(Verification verification, Page page) {
        Map<String, List<String>> reasons = new LinkedHashMap<>();
        for (Judgement one : verification.judgements()) {
            one.missed()
                    .ifPresent(
                            missed ->
                                    reasons.computeIfAbsent(missed, absent -> new ArrayList<>())
                                            .add(VisibleText.brief(one.property().name())));
        }
        List<Map.Entry<String, List<String>>> fewest = new ArrayList<>(reasons.entrySet());
        fewest.sort(Comparator.comparingInt(reason -> reason.getValue().size()));
        for (int i = 0; i < fewest.size(); i++) {
            Map.Entry<String, List<String>> reason = fewest.get(i);
            String which = String.join(", ", reason.getValue());
            String others = i == 0 ? "Unknown" : "The others are unknown";
            String what = i < fewest.size() - 1 ? "Unknown: " + which : others;
            page.blank().sentence("  ", what + ", since it " + reason.getKey() + ".");
        }
    }

    /** Where the trace has the schedule, and what the check says of it. */
    private static String inTrace(Judgement one, Map<Rule, ShownSchedule> shown) {
        Rule rule = one.property().rule();
        if (!shown.containsKey(rule)) {
            return "";
        }
        ShownSchedule trace = shown.get(rule);
        String said =
                trace.findings().isEmpty()
                        ? "no finding of check, since "
                                + Counterpart.unseen(rule, one.schedule().orElseThrow())
                        : foundAs(trace.findings());
        String other =
                trace.plainer()
                        .map(
                                longer ->
                                        "; trace line %s: another one, of %s, %s"
                                                .formatted(
                                                        Words.number(longer.line()),
                                                        Words.counted(longer.steps(), "step"),
                                                        foundAs(longer.findings())))
                        .orElse("");
        return " (trace line " + Words.number(trace.lines().get(0)) + ", " + said + other + ")";
    }

    private static String foundAs(List<String> findings) {
        return "found by check as " + String.join(", ", findings);
    }

    private String painted(Judgement one) {
        String word = one.verdict().word();
        return switch (one.verdict()) {
            case PROVED -> style.good(word);
            case REFUTED ->
                    style.severity(one.property().claimed() ? Severity.ERROR : Severity.NOTE, word);
            case UNKNOWN -> style.severity(Severity.WARNING, word);
        };
    }

    private static void nestings(Verification verification, Page page) {
        List<ProtocolGraph.Edge> edges = verification.graph().edges();
        if (edges.isEmpty()) {
            page.line("Nestings, from the steps alone: none").blank();
            return;
        }
        page.line("Nestings, from the steps alone");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("case", "outer", "", "inner", "", "by a step of", "by a page fault in"));
        for (ProtocolGraph.Edge edge : edges) {
            rows.add(
                    List.of(
                            number(verification.protocol(), edge).map(n -> "#" + n).orElse("-"),
                            VisibleText.brief(edge.ends().outer()),
                            Words.mode(edge.ends().outerRead()),
                            VisibleText.brief(edge.ends().inner()),
                            Words.mode(edge.ends().innerRead())
                                    + (edge.ends().tried() ? ", try" : ""),
                            String.join(", ", edge.operations()),
                            String.join(", ", edge.faults())));
        }
        page.table("  ", rows);
        for (List<ProtocolGraph.Edge> cycle : verification.graph().cycles()) {
            List<String> around = new ArrayList<>();
            cycle.forEach(edge -> around.add(edge.ends().outer()));
            around.add(cycle.get(cycle.size() - 1).ends().inner());
            page.sentence("  ", "A circle in the order: " + String.join(" -> ", around) + ".");
        }
        page.blank();
    }

    /** The number of the case that a nesting is, if it is one of the protocol. */
    static Optional<Integer> number(Protocol protocol, ProtocolGraph.Edge edge) {
        return protocol.nestings().stream()
                .filter(one -> one.outer().equals(edge.ends().outer()))
                .filter(one -> (one.outerMode() == LockMode.READ) == edge.ends().outerRead())
                .filter(one -> one.inner().equals(edge.ends().inner()))
                .filter(one -> (one.innerMode() == LockMode.READ) == edge.ends().innerRead())
                .map(AllowedNesting::number)
                .findFirst();
    }

    private void schedules(
            Verification verification, Map<String, Refutation> schedules, Page page) {
        if (schedules.isEmpty()) {
            return;
        }
        if (isAboutMemory(verification.protocol())) {
            page.sentence("", FIRST).blank();
        }
        schedules.forEach(
                (table, one) -> {
                    String title =
                            "Schedule %d, %s, refutes"
                                    .formatted(one.number(), Words.counted(one.steps(), "step"));
                    page.line(style.strong(title));
                    one.refuted().forEach(name -> page.line("  " + name));
                    page.text(table).blank();
                });
    }

    private static boolean isAboutMemory(Protocol protocol) {
        return protocol.operations().stream().anyMatch(operation -> operation.role().isPresent());
    }
}
