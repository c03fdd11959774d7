package org.lockreplay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Examination;
import org.lockreplay.check.MpxProtocol;
import org.lockreplay.check.Report;
import org.lockreplay.protocol.DeclaredOrder;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.report.JsonReport;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.text.VisibleText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** {@code check}: the main job. Reads traces, judges what they saw, and reports it. */
final class CheckCommand implements Command {

    private final OptionSpec each =
            Options.flag(
                    "--each",
                    "Judge each trace alone; with json, one report a line. For text and json.");

    private final OptionSpec failOn =
            Choice.option("--fail-on", FailOn.ERROR, "From which severity on the status is 1");

    private final OptionSpec order =
            OptionSpec.builder("--order")
                    .paramLabel("FILE")
                    .type(Path.class)
                    .description("Hold the traces against a declared lock order (JSON).")
                    .build();

    private final OptionSpec protocol =
            Protocols.option("Hold the traces against a lock protocol and the order in it.");

    private final TypeFiles types = new TypeFiles();

    private final OptionSpec roles =
            Options.flag(
                    "--tasks-are-roles",
                    "Each task runs code of its own, as the threads of a program do, so that a"
                            + " circle that one task closes alone is a note.");

    private final Inputs inputs;
    private final Publication publication;
    private Optional<CommandSpec> command = Optional.empty();

    CheckCommand(Surroundings surroundings) {
        inputs = Inputs.many(surroundings);
        publication = new Publication(surroundings);
    }

    @Override
    public void describe(CommandSpec spec) {
        command = Optional.of(spec);
        spec.addOption(each).addOption(failOn).addOption(order).addOption(protocol);
        spec.addOption(roles).addOption(types.option());
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
        CheckOptions options = options();
        publication.examine();
        if (each.<Boolean>getValue() && publication.isForCi()) {
            throw wrong("--each goes with --format text and json, and without --report");
        }
        Intake intake = inputs.intake();
        try (SecondLook again = intake.keep()) {
            int status =
                    each.<Boolean>getValue()
                            ? judgeEach(intake, again, options)
                            : judge(intake, again, options);
            return intake.outranks(status);
        }
    }

    private static Report report(LockOrderSummary seen, SecondLook again, CheckOptions options) {
        Examination examination = new Examination(seen, options);
        again.serve(examination);
        return examination.report();
    }

    private int judge(Intake intake, SecondLook again, CheckOptions options) {
        Optional<LockOrderSummary> summary = inputs.readAll(intake);
        if (summary.isEmpty() && !publication.isForCi()) {
            return ExitStatus.CLEAN;
        }
        Report report = report(summary.orElse(LockOrderSummary.EMPTY), again, options);
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
                            Report report = report(summary.get(), again, options);
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

    private CheckOptions options() {
        CheckOptions options =
                CheckOptions.shipped().withTypes(types.read(command.orElseThrow().commandLine()));
        if (roles.<Boolean>getValue()) {
            options = options.withTasksAsRoles();
        }
        Optional<Protocol> chosen = protocol();
        if (chosen.isPresent()) {
            MpxProtocol rules = MpxProtocol.of(chosen.get());
            options = rules.isOfMpx() ? options.withMpx(rules) : options;
        }
        Optional<DeclaredOrder> declared = declaredOrder(chosen);
        return declared.isEmpty() ? options : options.withOrder(declared.get());
    }

    private Optional<Protocol> protocol() {
        String name = protocol.getValue();
        return name == null
                ? Optional.empty()
                : Optional.of(Protocols.named(name, command.orElseThrow().commandLine()));
    }

    /** Of the order file, or of the protocol, whose own rules may judge it already. */
    private Optional<DeclaredOrder> declaredOrder(Optional<Protocol> chosen) {
        Path file = order.getValue();
        Optional<DeclaredOrder> ordered =
                chosen.filter(named -> !named.judges(Rule.M10)).flatMap(Protocol::declaredOrder);
        if (file == null) {
            return ordered;
        }
        if (ordered.isPresent()) {
            throw new ParameterException(
                    command.orElseThrow().commandLine(),
                    "the protocol "
                            + chosen.orElseThrow().name()
                            + " declares an order: give either it or --order, not both");
        }
        return Optional.of(declaredOrder(file));
    }

    private DeclaredOrder declaredOrder(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return DeclaredOrder.read(file.toString(), stream);
        } catch (IOException wrong) {
            throw wrong("cannot use the declared order " + file + ": " + Reason.of(wrong));
        }
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(command.orElseThrow().commandLine(), sentence);
    }
}
