package org.lockreplay.cli;

import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.lockreplay.check.ProvenTypes;
import org.lockreplay.lockorder.GraphExport;
import org.lockreplay.lockorder.GraphFormat;
import org.lockreplay.lockorder.LockOrderGraph;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.report.NestingTable;
import org.lockreplay.summary.LockOrderSummary;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code graph}: the lock-order graph for other tools. */
final class GraphCommand implements Command {

    /** The forms of the graph; the table is not one of those that the graph library writes. */
    private enum Shape {
        DOT(Optional.of(GraphFormat.DOT)),
        GRAPHML(Optional.of(GraphFormat.GRAPHML)),
        JSON(Optional.of(GraphFormat.JSON)),
        CSV(Optional.empty());

        private final Optional<GraphFormat> drawing;

        Shape(Optional<GraphFormat> drawing) {
            this.drawing = drawing;
        }
    }

    private final Inputs inputs;
    private final Destination destination;
    private final TypeFiles types = new TypeFiles();
    private final OptionSpec format = Choice.option("--format", Shape.DOT, "The form to write");

    GraphCommand(Surroundings surroundings) {
        inputs = Inputs.many(surroundings);
        destination = new Destination(surroundings);
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(format).addOption(types.option());
        inputs.describe(spec);
        destination.describe(spec);
        spec.usageMessage()
                .description(
                        "Write which lock class was taken inside which, as a graph or a table.")
                .footer(
                        "",
                        "Example:",
                        "  lockreplay graph traces/seeded/abba_mutex/input.trace.xz | dot -Tsvg -o locks.svg");
    }

    @Override
    public Integer call() {
        LockTypes catalogue = types.catalogue();
        Intake intake = inputs.intake();
        Optional<LockOrderSummary> summary = inputs.readAll(intake);
        summary.ifPresent(read -> write(read, catalogue));
        return intake.outranks(ExitStatus.CLEAN);
    }

    private void write(LockOrderSummary summary, LockTypes catalogue) {
        LockOrderGraph graph = new LockOrderGraph(summary, ProvenTypes.of(summary, catalogue));
        Optional<GraphFormat> drawing = format.<Shape>getValue().drawing;
        destination.write(
                out -> {
                    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                    if (drawing.isPresent()) {
                        new GraphExport(graph, summary.traces()).write(drawing.get(), writer);
                    } else {
                        NestingTable.write(graph, summary.traces(), writer);
                    }
                    writer.flush();
                });
    }
}
