package org.lockreplay.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Examination;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Report;
import org.lockreplay.report.ExplanationText;
import org.lockreplay.report.LockUsages;
import org.lockreplay.report.LockdepText;
import org.lockreplay.report.Sightings;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.text.Excerpt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code explain}: one finding of {@code check} in full, or as lockdep would print it. */
final class ExplainCommand implements Command {

    private static final int LEAST_DIGITS = 4;
    private static final int NEAR = 5;

    private final PositionalParamSpec fingerprint =
            PositionalParamSpec.builder()
                    .paramLabel("FINGERPRINT")
                    .index("0")
                    .arity("1")
                    .required(true)
                    .type(String.class)
                    .description(
                            "Of the finding, as check prints it; its first digits will do, at"
                                    + " least four.")
                    .build();

    private final OptionSpec lockdep =
            Options.flag("--lockdep", "Write it as the kernel's lockdep would.");

    private final OptionSpec around =
            OptionSpec.builder("--around")
                    .paramLabel("N")
                    .type(int.class)
                    .defaultValue("3")
                    .description("Lines of the trace to show before and after each (default: 3).")
                    .build();

    private final OptionSpec color = Options.color();

    private final Surroundings surroundings;
    private final Inputs inputs;
    private final CheckArguments arguments = new CheckArguments();
    private final Destination destination;

    ExplainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        inputs = Inputs.manyAfterAnother(surroundings);
        destination = new Destination(surroundings);
    }

    @Override
    public void getReady() {
        HeadStart.begin();
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(fingerprint).addOption(lockdep).addOption(around).addOption(color);
        arguments.describe(spec);
        inputs.describe(spec);
        destination.describe(spec);
        spec.usageMessage()
                .description("Show one finding in full: its witnesses, what was held, the lines.")
                .footer(
                        "",
                        "Example:",
                        "  lockreplay explain 75de3f10b33c6536"
                                + " traces/seeded/abba_mutex/input.trace.xz");
    }

    @Override
    public Integer call() {
        String wanted = fingerprint.<String>getValue().toLowerCase(Locale.ROOT);
        if (!wanted.matches("[0-9a-f]{" + LEAST_DIGITS + ",16}")) {
            throw new WrongUsage(
                    "a fingerprint has 4 to 16 hex digits, as check prints it; found '"
                            + wanted
                            + "'");
        }
        int lines = around.getValue();
        if (lines < 0) {
            throw new WrongUsage("--around must not be negative, found " + lines);
        }
        CheckOptions options = arguments.options();
        Intake intake = inputs.intake();
        try (SecondLook again = intake.keep()) {
            Optional<LockOrderSummary> summary = inputs.readAll(intake);
            if (summary.isPresent()) {
                Examination examination = new Examination(summary.get(), options);
                again.serve(examination);
                Finding finding = find(wanted, examination.report());
                Sightings sightings = again.sightings(finding, lines);
                destination.write(
                        out -> {
                            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                            LockUsages usages = new LockUsages(summary.get(), options.types());
                            write(finding, sightings, usages, lines, writer);
                            writer.flush();
                        });
            }
            return intake.outranks(ExitStatus.CLEAN);
        }
    }

    private void write(
            Finding finding, Sightings sightings, LockUsages usages, int lines, Writer writer)
            throws IOException {
        if (lockdep.<Boolean>getValue() && LockdepText.knows(finding)) {
            new LockdepText(finding, sightings, usages).write(writer);
            return;
        }
        if (lockdep.<Boolean>getValue()) {
            surroundings
                    .error()
                    .println(
                            "lockreplay: lockdep has no report of the kind "
                                    + finding.id()
                                    + "; here it is in the words of explain");
        }
        new ExplanationText(destination.style(color), lines).write(finding, sightings, writer);
    }

    private Finding find(String wanted, Report report) {
        List<Finding> found =
                report.findings().stream()
                        .filter(finding -> finding.fingerprint().startsWith(wanted))
                        .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        if (report.findings().isEmpty()) {
            throw new WrongUsage("no finding " + wanted + ": check finds nothing in these traces");
        }
        String why =
                found.isEmpty()
                        ? "no finding " + wanted + " in these traces; there are"
                        : "several findings begin with " + wanted + ":";
        StringBuilder sentence = new StringBuilder(why);
        List<Finding> near = found.isEmpty() ? nearest(wanted, report.findings()) : found;
        near.stream().limit(NEAR).forEach(finding -> sentence.append(named(finding)));
        int more = (found.isEmpty() ? report.findings().size() : found.size()) - NEAR;
        if (more > 0) {
            sentence.append(" and ").append(more).append(" more");
        }
        throw new WrongUsage(sentence.toString());
    }

    private static String named(Finding finding) {
        return " "
                + finding.fingerprint()
                + " ("
                + finding.severity().label()
                + " "
                + finding.id()
                + ": "
                + Excerpt.of(finding.classes(), ", ")
                + ");";
    }

    /** Those that differ in the fewest digits first. */
    private static List<Finding> nearest(String wanted, List<Finding> findings) {
        return findings.stream()
                .sorted(
                        Comparator.comparingInt(
                                (Finding finding) -> distance(wanted, finding.fingerprint())))
                .toList();
    }

    private static int distance(String one, String other) {
        int same = 0;
        for (int i = 0; i < Math.min(one.length(), other.length()); i++) {
            same += one.charAt(i) == other.charAt(i) ? 1 : 0;
        }
        return other.length() - same;
    }
}
