package org.lockreplay.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Report;
import org.lockreplay.report.JsonReport;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.text.VisibleText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code check}: the main job. Reads traces, judges what they saw, and reports it. */
final class CheckCommand implements Command {

    private final OptionSpec each =
            Options.flag(
                    "--each",
                    "Judge each trace alone; with json, one report a line. For text and json.");

    private final OptionSpec failOn =
            Choice.option("--fail-on", FailOn.ERROR, "From which severity on the status is 1");

    /** To measure what bounds tables cost; bench/README.md. */
    private final OptionSpec locksAlone = Options.hiddenFlag("--locks-alone");

    private final CheckArguments arguments = new CheckArguments();
    private final Inputs inputs;
    private final Publication publication;

    CheckCommand(Surroundings surroundings) {
        inputs = Inputs.many(surroundings);
        publication = new Publication(surroundings);
    }

    @Override
    public void getReady() {
        HeadStart.begin();
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(each).addOption(failOn).addOption(locksAlone);
        arguments.describe(spec);
        publication.describe(spec);
        inputs.describe(spec);
        spec.usageMessage()
                .description("Find lock orders that can deadlock, and broken rules of locking.")
                .footer(
                        "",
                        "Example:",
                        "  lockreplay check traces/seeded/abba_mutex/input.trace.xz",
                        "  cat /sys/kernel/tracing/trace_pipe | lockreplay check -");
    }

    @Override
    public Integer call() {
        CheckOptions options = arguments.options();
        publication.examine();
        if (each.<Boolean>getValue() && publication.isForCi()) {
            throw new WrongUsage("--each goes with --format text and json, and without --report");
        }
        Intake intake = inputs.intake();
        if (locksAlone.<Boolean>getValue()) {
            intake.readLocksAlone();
        }
        if (options.protocol().isEmpty()) {
            intake.readWithoutSections();
        }
        try (SecondLook again = intake.keep()) {
            int status =
                    each.<Boolean>getValue()
                            ? judgeEach(intake, again, options)
                            : judge(intake, again, options);
            return intake.outranks(status);
        }
    }

    private int judge(Intake intake, SecondLook again, CheckOptions options) {
        Optional<LockOrderSummary> summary = inputs.readAll(intake);
        if (summary.isEmpty() && !publication.isForCi()) {
            return ExitStatus.CLEAN;
        }
        Report report = again.report(summary.orElse(LockOrderSummary.EMPTY), options);
        int status = failOn.<FailOn>getValue().status(report);
        publication.publish(new CheckForms(report, options, failOn.getValue(), intake, status));
        return status;
    }

    private int judgeEach(Intake intake, SecondLook again, CheckOptions options) {
        int[] worst = {ExitStatus.CLEAN};
        publication.write(
                out -> {
                    for (String name : inputs.names()) {
                        Optional<LockOrderSummary> summary = intake.read(name);
                        if (summary.isPresent()) {
                            Report report = again.report(summary.get(), options);
                            writeOneOfMany(name, report, out);
                            worst[0] = Math.max(worst[0], failOn.<FailOn>getValue().status(report));
                        }
                    }
                });
        return worst[0];
    }

    private void writeOneOfMany(String name, Report report, OutputStream out) throws IOException {
        if (publication.form() == Form.JSON) {
            JsonReport.writeLine(report, out);
        } else {
            String title = "== " + VisibleText.brief(name) + "\n\n";
            out.write(title.getBytes(StandardCharsets.UTF_8));
            CheckForms.text(report, publication.style(), out);
            out.write('\n');
        }
    }
}
