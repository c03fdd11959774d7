package org.lockreplay.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.lockreplay.check.Finding;
import org.lockreplay.gate.Difference;
import org.lockreplay.gate.Difference.ClassChange;
import org.lockreplay.gate.Difference.FindingChange;
import org.lockreplay.gate.Difference.Kind;
import org.lockreplay.gate.Difference.Nest;
import org.lockreplay.gate.Difference.NestingChange;
import org.lockreplay.gate.FindingName;

/**
 * A difference for a person: findings first, then what is new and what is gone, then the largest
 * changes of counts.
 */
public final class TextDifference {

    /** Of counts that changed, only the largest changes are worth reading. */
    private static final int SHOWN = 10;

    private final Page page = new Page();

    private TextDifference() {}

    /** Writes the difference; the same text for an equal one. */
    public static void write(Difference difference, Appendable out) throws IOException {
        TextDifference text = new TextDifference();
        text.findings(difference.findings());
        for (Kind kind : new Kind[] {Kind.NEW, Kind.VANISHED}) {
            text.classes(kind, difference.classes());
            text.nestings(kind, difference.nestings());
        }
        text.changes(difference);
        text.last(difference);
        out.append(text.page.toString());
    }

    private void findings(List<FindingChange> changes) {
        List<List<String>> rows = new ArrayList<>();
        for (FindingChange change : changes) {
            Finding latest = change.latest();
            rows.add(
                    List.of(
                            change.kind().label(),
                            severity(change),
                            Words.name(FindingName.of(latest)),
                            place(latest),
                            latest.fingerprint()));
        }
        table("Findings", rows);
    }

    private static String severity(FindingChange change) {
        String latest = change.latest().severity().label();
        if (change.kind() != Kind.CHANGED) {
            return latest;
        }
        String before = change.before().orElseThrow().severity().label();
        return before.equals(latest) ? latest : before + " -> " + latest;
    }

    private static String place(Finding finding) {
        return finding.evidence().isEmpty()
                ? ""
                : Words.place(finding.evidence().get(0).trace(), finding.evidence().get(0).at());
    }

    private void classes(Kind kind, List<ClassChange> changes) {
        List<List<String>> rows = new ArrayList<>();
        for (ClassChange change : changes) {
            if (change.kind() == kind) {
                rows.add(
                        List.of(
                                Words.name(change.lockClass()),
                                Words.number(Math.max(change.before(), change.now()))));
            }
        }
        table(title(kind, "lock classes, and how often acquired"), rows);
    }

    private void nestings(Kind kind, List<NestingChange> changes) {
        List<List<String>> rows = new ArrayList<>();
        for (NestingChange change : changes) {
            if (change.kind() == kind) {
                rows.add(
                        List.of(
                                nest(change.nest()),
                                Words.number(Math.max(change.before(), change.now()))));
            }
        }
        table(title(kind, "nestings, and how often seen"), rows);
    }

    private static String title(Kind kind, String what) {
        return (kind == Kind.NEW ? "New " : "Vanished ") + what;
    }

    private void changes(Difference difference) {
        List<NestingChange> changed =
                difference.nestings().stream()
                        .filter(change -> change.kind() == Kind.CHANGED)
                        .sorted(Comparator.comparingDouble(TextDifference::factor).reversed())
                        .toList();
        List<List<String>> rows = new ArrayList<>();
        for (NestingChange change : changed.subList(0, Math.min(SHOWN, changed.size()))) {
            rows.add(
                    List.of(
                            nest(change.nest()),
                            Words.number(change.before()),
                            Words.number(change.now())));
        }
        String more =
                changed.size() > SHOWN ? ", the " + SHOWN + " largest of " + changed.size() : "";
        table("Nestings seen more or less often" + more, rows);
    }

    private static double factor(NestingChange change) {
        double factor = (double) change.now() / change.before();
        return Math.max(factor, 1 / factor);
    }

    private void last(Difference difference) {
        page.line(
                Words.counted(difference.tracesBefore(), "trace")
                        + " against "
                        + Words.counted(difference.tracesNow(), "trace")
                        + ": "
                        + (difference.isNone() ? "no difference" : counts(difference))
                        + ".");
    }

    private static String counts(Difference difference) {
        List<String> parts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            long findings =
                    difference.findings().stream().filter(one -> one.kind() == kind).count();
            long nestings =
                    difference.nestings().stream().filter(one -> one.kind() == kind).count();
            long classes = difference.classes().stream().filter(one -> one.kind() == kind).count();
            parts.add(
                    kind.label()
                            + " "
                            + Words.counted(findings, "finding")
                            + ", "
                            + Words.counted(nestings, "nesting")
                            + ", "
                            + (classes == 1 ? "1 class" : Words.number(classes) + " classes"));
        }
        return String.join("; ", parts);
    }

    private static String nest(Nest nest) {
        return Words.name(nest.outer())
                + (nest.outerRead() ? " (read)" : "")
                + " -> "
                + Words.name(nest.inner())
                + (nest.innerRead() ? " (read)" : "")
                + (nest.tried() ? " (try)" : "");
    }

    private void table(String title, List<List<String>> rows) {
        if (!rows.isEmpty()) {
            page.line(title + ":").table("  ", rows).blank();
        }
    }
}
