package org.lockreplay.report.ci;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.lockreplay.check.Evidence;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Severity;
import org.lockreplay.text.VisibleText;

/**
 * A run as commands in the log of a GitHub job: {@code ::error file=…,line=…,title=…::message}.
 *
 * <p>GitHub shows ten annotations of each level for a step. So each level has at most ten, the last
 * of which then says how many there are more, and those follow as plain lines of the log. Findings
 * that are suppressed or expected are left out.
 */
final class GithubAnnotations {

    private static final int SHOWN = 10;
    private static final int MOST_PLACES = 20;

    private final Writer out;

    private GithubAnnotations(Writer out) {
        this.out = out;
    }

    /** One line to be. */
    private record Annotation(String path, long line, String title, String message) {}

    static void write(CiRun run, OutputStream stream) throws IOException {
        Writer out = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
        GithubAnnotations annotations = new GithubAnnotations(out);
        for (Severity level : Severity.values()) {
            annotations.level(level, of(run, level));
        }
        out.flush();
    }

    private static List<Annotation> of(CiRun run, Severity level) {
        List<Annotation> all = new ArrayList<>();
        for (Remark remark : run.remarks()) {
            // What was not judged concerns no line; the other forms have it.
            if (remark.kind().severity() == level && remark.kind() != Remark.Kind.NOT_JUDGED) {
                all.add(
                        new Annotation(
                                remark.path().orElse(""),
                                1,
                                remark.kind().label(),
                                remark.sentence()));
            }
        }
        for (CiFinding found : run.findings()) {
            if (found.finding().severity() == level && found.isOpen()) {
                all.add(annotation(found));
            }
        }
        return all;
    }

    private static Annotation annotation(CiFinding found) {
        Finding finding = found.finding();
        StringBuilder message = new StringBuilder(VisibleText.of(finding.message()));
        finding.facts().forEach(fact -> message.append("; ").append(VisibleText.brief(fact)));
        List<Witness> witnesses = Witness.of(finding);
        int told = Math.min(MOST_PLACES, witnesses.size());
        for (Witness witness : witnesses.subList(0, told)) {
            message.append('\n').append(witness.place()).append(": ").append(witness.sentence());
        }
        if (told < witnesses.size()) {
            message.append("\nand ").append(witnesses.size() - told).append(" more places");
        }
        message.append("\nfingerprint ").append(finding.fingerprint());
        String title =
                finding.id()
                        + switch (found.standing()) {
                            case NEW -> " (new)";
                            case KNOWN -> " (known)";
                            case UNCOMPARED, EXPECTED -> "";
                        };
        if (finding.evidence().isEmpty()) {
            return new Annotation("", 1, title, message.toString());
        }
        Evidence first = finding.evidence().get(0);
        return new Annotation(first.trace(), first.at().line(), title, message.toString());
    }

    private void level(Severity level, List<Annotation> all) throws IOException {
        boolean tooMany = all.size() > SHOWN;
        int shown = tooMany ? SHOWN - 1 : all.size();
        for (Annotation one : all.subList(0, shown)) {
            command(level, one);
        }
        if (tooMany) {
            String more =
                    (all.size() - shown)
                            + " more of this level: see the log of this step, and the other reports";
            command(level, new Annotation("", 1, "lockreplay", more));
            for (Annotation one : all.subList(shown, all.size())) {
                String place =
                        one.path().isEmpty() ? "" : TracePath.tidy(one.path()) + ":" + one.line();
                String first = one.message().lines().findFirst().orElse("");
                out.write(
                        VisibleText.of(
                                        "lockreplay: "
                                                + level.label()
                                                + ": "
                                                + place
                                                + " "
                                                + one.title()
                                                + ": "
                                                + first)
                                + "\n");
            }
        }
    }

    private void command(Severity level, Annotation one) throws IOException {
        out.write(level == Severity.NOTE ? "::notice " : "::" + level.label() + " ");
        if (!one.path().isEmpty()) {
            out.write("file=" + property(TracePath.tidy(one.path())) + ",line=");
            out.write(Math.max(1, one.line()) + ",");
        }
        out.write("title=" + property(one.title()) + "::" + data(one.message()) + "\n");
    }

    /** What a message may not hold as it is: actions/toolkit, packages/core/src/command.ts. */
    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(VisibleText.of(text)).replace(":", "%3A").replace(",", "%2C");
    }
}
