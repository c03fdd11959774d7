package org.lockreplay.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.lockreplay.parser.table.CsvWriter;
import org.lockreplay.parser.table.JsonLinesWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code convert}: the events of a recording as a table that every command reads back. */
final class ConvertCommand implements Command {

    /** The forms of the table. */
    private enum Table {
        CSV,
        JSONL
    }

    private final OptionSpec to = Choice.option("--to", Table.CSV, "The form to write");
    private final Inputs inputs;
    private final Destination destination;

    ConvertCommand(Surroundings surroundings) {
        inputs = Inputs.oneRecording(surroundings);
        destination = new Destination(surroundings);
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(to);
        inputs.describe(spec);
        destination.describe(spec);
        spec.usageMessage()
                .description("Write the events of a recording as CSV or JSON Lines.")
                .footer(
                        "",
                        "Example:",
                        "  lockreplay convert --to csv -o abba.csv traces/seeded/abba_mutex/input.trace.xz",
                        "  lockreplay check abba.csv");
    }

    @Override
    public Integer call() {
        Intake intake = inputs.intake();
        destination.write(out -> write(intake, out));
        return intake.outranks(ExitStatus.CLEAN);
    }

    private void write(Intake intake, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        try {
            writeTable(intake, writer);
        } catch (UncheckedIOException fromTheSink) {
            throw fromTheSink.getCause();
        }
        writer.flush();
    }

    private void writeTable(Intake intake, Writer writer) throws IOException {
        String name = inputs.names().get(0);
        boolean written =
                switch (to.<Table>getValue()) {
                    case CSV -> intake.events(name, new CsvWriter(writer));
                    case JSONL -> {
                        JsonLinesWriter lines = new JsonLinesWriter(writer);
                        boolean read = intake.events(name, lines);
                        lines.flush();
                        yield read;
                    }
                };
        if (!written) {
            throw new Destination.Withheld();
        }
    }
}
