package org.lockreplay.cli;

import java.util.Optional;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.SummaryWriter;
import picocli.CommandLine.Model.CommandSpec;

/** {@code merge}: keeps what traces saw, without the traces. */
final class MergeCommand implements Command {

    private final Inputs inputs;
    private final Destination destination;

    MergeCommand(Surroundings surroundings) {
        inputs = Inputs.many(surroundings);
        destination = new Destination(surroundings);
    }

    @Override
    public void describe(CommandSpec spec) {
        inputs.describe(spec);
        destination.describe(spec);
        spec.usageMessage()
                .description(
                        "Merge what traces saw into one summary, which check and graph read like"
                                + " the traces themselves. Summaries can be merged again.")
                .footer(
                        "",
                        "Example:",
                        "  lockreplay merge -o corpus.json traces/handmade/*/input.trace",
                        "  lockreplay check corpus.json");
    }

    @Override
    public Integer call() {
        Intake intake = inputs.intake();
        Optional<LockOrderSummary> summary = inputs.readAll(intake);
        summary.ifPresent(read -> destination.write(out -> SummaryWriter.write(read, out)));
        return intake.outranks(ExitStatus.CLEAN);
    }
}
