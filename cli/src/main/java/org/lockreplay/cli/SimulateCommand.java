package org.lockreplay.cli;

import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.parser.table.CsvWriter;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.Variant;
import org.lockreplay.protocol.simulate.Simulator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code simulate}: the trace of a random run of a protocol, which nobody recorded. */
final class SimulateCommand implements Command {

    /** What is written. */
    private enum Form {
        TEXT,
        CSV
    }

    private final PositionalParamSpec name =
            PositionalParamSpec.builder()
                    .paramLabel(Protocols.LABEL)
                    .index("0")
                    .arity("1")
                    .required(true)
                    .type(String.class)
                    .description("A file, or one of " + Protocols.names() + ".")
                    .build();

    private final OptionSpec tasks = number("--tasks", "2", int.class, "How many threads run");

    private final OptionSpec length =
            number("--length", "100", int.class, "How many operations they begin in all");

    private final OptionSpec seed =
            number("--seed", "1", long.class, "The same seed gives the same bytes");

    private final OptionSpec fault =
            OptionSpec.builder("--fault")
                    .paramLabel("NAME")
                    .type(String.class)
                    .description("With this variant of the protocol, such as a mistake in it.")
                    .build();

    private final OptionSpec environment =
            Options.flag(
                    "--environment",
                    "With the protocol's environment: plain page faults and mmaps beside it.");

    private final OptionSpec format = Choice.option("--format", Form.TEXT, "The form to write");

    private final Surroundings surroundings;
    private final Destination destination;

    SimulateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        destination = new Destination(surroundings);
    }

    private static OptionSpec number(
            String option, String byDefault, Class<?> type, String description) {
        return OptionSpec.builder(option)
                .paramLabel("N")
                .type(type)
                .defaultValue(byDefault)
                .description(description + " (default: " + byDefault + ").")
                .build();
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(name).addOption(tasks).addOption(length).addOption(seed);
        spec.addOption(fault).addOption(environment).addOption(format);
        destination.describe(spec);
        spec.usageMessage()
                .description("Write the trace of a random run of a lock protocol.")
                .footer(
                        "",
                        "Example:",
                        "  lockreplay simulate gleixner-2014 --tasks 3 -o sound.trace",
                        "  lockreplay simulate gleixner-2014 --fault wrong-mode | lockreplay check -");
    }

    @Override
    public Integer call() {
        Simulator simulator = simulator();
        long first = seed.getValue();
        destination.write(out -> write(simulator, first, out));
        return ExitStatus.CLEAN;
    }

    private void write(Simulator simulator, long first, OutputStream out) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        if (!simulate(simulator, first, text)) {
            throw new WrongUsage(
                    ("in none of %d runs from this seed did '%s' break what the protocol claims so that"
                                    + " a trace shows it; give more --tasks or a greater --length;"
                                    + " verify --fault %s tries all runs")
                            .formatted(
                                    Simulator.ATTEMPTS,
                                    fault.<String>getValue(),
                                    fault.<String>getValue()));
        }
        switch (format.<Form>getValue()) {
            case TEXT -> text.writeTo(out);
            case CSV -> {
                Writer writer =
                        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
                writeTable(text.toByteArray(), writer);
                writer.flush();
            }
        }
    }

    /** Answers whether there is a run to write. */
    private boolean simulate(Simulator simulator, long first, OutputStream text)
            throws IOException {
        try (Ticker ticker = new Ticker(surroundings)) {
            return simulator
                    .write(first, text, tried -> ticker.say(() -> inVain(tried)))
                    .isPresent();
        }
    }

    private static String inVain(int tried) {
        return "%d of at most %d runs tried, in which the mistake did not show"
                .formatted(tried, Simulator.ATTEMPTS);
    }

    /** A table of the same events. */
    private static void writeTable(byte[] text, Writer writer) throws IOException {
        try {
            new TraceReader(1)
                    .read("simulated", new ByteArrayInputStream(text), new CsvWriter(writer));
        } catch (UnreadableTraceException ofOurs) {
            throw new IllegalStateException(ofOurs);
        } catch (UncheckedIOException fromTheSink) {
            throw fromTheSink.getCause();
        }
    }

    private Simulator simulator() {
        Protocol protocol = Protocols.named(name.getValue());
        atLeastOne(tasks);
        atLeastOne(length);
        try {
            return new Simulator(
                    protocol,
                    variant(protocol),
                    tasks.getValue(),
                    length.getValue(),
                    environment.getValue());
        } catch (IllegalArgumentException tooMuch) {
            throw new WrongUsage(String.valueOf(tooMuch.getMessage()));
        }
    }

    private void atLeastOne(OptionSpec option) {
        if (option.<Integer>getValue() < 1) {
            throw new WrongUsage(
                    "%s must be at least 1, found %d"
                            .formatted(option.longestName(), option.<Integer>getValue()));
        }
    }

    private Optional<Variant> variant(Protocol protocol) {
        String wanted = fault.getValue();
        if (wanted == null) {
            return Optional.empty();
        }
        Optional<Variant> found = protocol.variant(wanted);
        if (found.isEmpty()) {
            String there =
                    String.join(", ", protocol.variants().stream().map(Variant::name).toList());
            throw new WrongUsage(
                    "no variant '%s' of %s: expected %s"
                            .formatted(
                                    wanted,
                                    protocol.name(),
                                    there.isEmpty() ? "none, as it has none" : "one of " + there));
        }
        return found;
    }
}
