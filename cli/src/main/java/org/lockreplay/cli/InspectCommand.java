package org.lockreplay.cli;

import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Report;
import org.lockreplay.report.JsonInventory;
import org.lockreplay.report.TextInventory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code inspect}: what a trace is, and what can be judged from it. */
final class InspectCommand implements Command {

    private final OptionSpec format =
            Choice.option("--format", Format.TEXT, "For people or for programs");

    private final Inputs inputs;
    private final Destination destination;

    InspectCommand(Surroundings surroundings) {
        inputs = Inputs.many(surroundings);
        destination = new Destination(surroundings);
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(format);
        inputs.describe(spec);
        destination.describe(spec);
        spec.usageMessage()
                .description("Say what a trace is, and what can be judged from it.")
                .footer(
                        "",
                        "Example:",
                        "  lockreplay inspect traces/seeded/abba_mutex/input.trace.xz");
    }

    @Override
    public Integer call() {
        Intake intake = inputs.intake();
        CheckOptions options = CheckOptions.shipped();
        List<Report> reports = new ArrayList<>();
        try (SecondLook again = intake.keep()) {
            for (String name : inputs.names()) {
                intake.read(name).ifPresent(read -> reports.add(again.report(read, options)));
            }
        }
        if (!reports.isEmpty()) {
            write(reports);
        }
        return intake.outranks(ExitStatus.CLEAN);
    }

    private void write(List<Report> reports) {
        destination.write(
                out -> {
                    switch (format.<Format>getValue()) {
                        case JSON -> JsonInventory.write(reports, out);
                        case TEXT -> {
                            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                            TextInventory.write(reports, writer);
                            writer.flush();
                        }
                    }
                });
    }
}
