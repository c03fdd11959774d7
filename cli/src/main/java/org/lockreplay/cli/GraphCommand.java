package org.lockreplay.cli;

import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.lockreplay.lockorder.GraphExport;
import org.lockreplay.lockorder.GraphFormat;
import org.lockreplay.lockorder.LockOrderGraph;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.summary.LockOrderSummary;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code graph}: the lock-order graph for other tools. */
final class GraphCommand implements Command {

    private final Inputs inputs;
    private final Destination destination;
    private final OptionSpec format =
            Choice.option("--format", GraphFormat.DOT, "The form to write");

    GraphCommand(Surroundings surroundings) {
        inputs = Inputs.many(surroundings);
        destination = new Destination(surroundings);
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(format);
        inputs.describe(spec);
        destination.describe(spec);
        spec.usageMessage()
                .description("Write which lock class was taken inside which, as a graph.")
                .footer(
                        "",
                        "Example:",
                        "  lockreplay graph traces/seeded/abba_mutex/input.trace.xz | dot -Tsvg -o locks.svg");
    }

    @Override
    public Integer call() {
        Intake intake = inputs.intake();
        Optional<LockOrderSummary> summary = inputs.readAll(intake);
        summary.ifPresent(this::write);
        return intake.outranks(ExitStatus.CLEAN);
    }

    private void write(LockOrderSummary summary) {
        GraphExport graph =
                new GraphExport(new LockOrderGraph(summary, LockTypes.shipped()), summary.traces());
        destination.write(
                out -> {
                    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                    graph.write(format.getValue(), writer);
                    writer.flush();
                });
    }
}
