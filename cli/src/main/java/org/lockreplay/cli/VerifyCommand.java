package org.lockreplay.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.lockreplay.lockorder.GraphFormat;
import org.lockreplay.lockorder.ProtocolGraphExport;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.program.Program;
import org.lockreplay.protocol.program.StaticNestings;
import org.lockreplay.protocol.verify.Bounds;
import org.lockreplay.protocol.verify.ShownSchedule;
import org.lockreplay.protocol.verify.Verification;
import org.lockreplay.protocol.verify.Verifier;
import org.lockreplay.protocol.verify.Viewer;
import org.lockreplay.report.VerificationJson;
import org.lockreplay.report.VerificationText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code verify}: tries all interleavings of a protocol's operations. */
final class VerifyCommand implements Command {

    private static final int MEGABYTE = 20;

    private final PositionalParamSpec protocol =
            PositionalParamSpec.builder()
                    .paramLabel(Protocols.LABEL)
                    .index("0")
                    .arity("1")
                    .type(String.class)
                    .description("A protocol file, or one of " + Protocols.names() + ".")
                    .build();

    private final OptionSpec tasks =
            number("--tasks", "2", "How many tasks (default: 2); each may do any operation.");

    private final OptionSpec operations =
            OptionSpec.builder("--ops")
                    .paramLabel("NAME")
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .splitRegex(",")
                    .description("These operations only, with commas between.")
                    .build();

    private final OptionSpec fault =
            OptionSpec.builder("--fault", "--variant")
                    .paramLabel("NAME")
                    .type(String.class)
                    .description("The protocol with this mistake, or repair, of its own.")
                    .build();

    private final OptionSpec states =
            number(
                    "--max-states",
                    "",
                    "Stop after so many states, with the environment and without; then nothing is proved.");

    private final OptionSpec megabytes =
            number(
                    "--max-memory",
                    "",
                    "Megabytes for states (default: three fifths of the Java heap).");

    private final OptionSpec seconds = number("--timeout", "", "Stop after so many seconds.");

    private final OptionSpec format =
            Choice.option("--format", Format.TEXT, "For people or for programs");

    private final OptionSpec graph =
            OptionSpec.builder("--graph")
                    .paramLabel("dot|graphml|json")
                    .type(GraphFormat.class)
                    .converters(Choice.of(GraphFormat.class))
                    .description("Write which lock is asked for inside which, and try nothing.")
                    .build();

    private final OptionSpec trace =
            OptionSpec.builder("--trace")
                    .paramLabel("FILE")
                    .type(Path.class)
                    .description(
                            "Write the schedules as ftrace text, each as a recording; no file where"
                                    + " nothing is refuted.")
                    .build();

    private final OptionSpec color = Options.color();

    private final Surroundings surroundings;
    private final Destination destination;

    VerifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        destination = new Destination(surroundings);
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(protocol).addOption(tasks).addOption(operations).addOption(fault);
        spec.addOption(states).addOption(megabytes).addOption(seconds);
        spec.addOption(format).addOption(graph).addOption(trace).addOption(color);
        destination.describe(spec);
        spec.usageMessage()
                .description(
                        "Try all interleavings of a lock protocol, and prove or refute what it"
                                + " claims.")
                .footer(
                        "",
                        "Example:",
                        "  lockreplay verify gleixner-2014 --tasks 3",
                        "  lockreplay verify ren-2014 --tasks 1 --trace deadlock.trace",
                        "",
                        "Exit status: 0 if all that the protocol claims is proved, 1 if not.");
    }

    @Override
    public Integer call() {
        Protocol chosen = chosen();
        List<Operation> some = operations(chosen);
        if (some.isEmpty()) {
            throw new WrongUsage(
                    "the protocol %s has no operations to try; 'check --protocol' holds traces against"
                                    .formatted(chosen.name())
                            + " its order");
        }
        if (graph.getValue() != null) {
            destination.write(out -> writeGraph(chosen, some, out));
            return ExitStatus.CLEAN;
        }
        refuseTrace();
        ScheduleCheck check = new ScheduleCheck(chosen);
        Verification verification =
                verify(chosen, some, trace.getValue() == null ? Viewer.ANY : check);
        Map<Rule, ShownSchedule> shown = writeTrace(verification, check);
        destination.write(out -> write(verification, shown, out));
        return verification.holds() ? ExitStatus.CLEAN : ExitStatus.FINDINGS;
    }

    private Protocol chosen() {
        Protocol named = Protocols.named(protocol.getValue());
        String variant = fault.getValue();
        if (variant == null) {
            return named;
        }
        return named.variant(variant)
                .map(named::with)
                .orElseThrow(
                        () ->
                                new WrongUsage(
                                        "%s has no variant '%s': expected one of %s"
                                                .formatted(
                                                        named.name(), variant, variants(named))));
    }

    private static String variants(Protocol protocol) {
        return String.join(", ", protocol.variants().stream().map(v -> v.name()).toList());
    }

    private List<Operation> operations(Protocol chosen) {
        List<String> names = operations.getValue();
        if (names == null) {
            return chosen.operations();
        }
        return names.stream()
                .distinct()
                .map(
                        name ->
                                chosen.operation(name)
                                        .orElseThrow(
                                                () ->
                                                        new WrongUsage(
                                                                "%s has no operation '%s'"
                                                                        .formatted(
                                                                                chosen.name(),
                                                                                name))))
                .toList();
    }

    private Verification verify(Protocol chosen, List<Operation> some, Viewer viewer) {
        try (Ticker ticker = new Ticker(surroundings)) {
            return Verifier.verify(
                    chosen, some, tasks.<Integer>getValue(), bounds(), ticker, viewer);
        } catch (IllegalArgumentException tooMany) {
            throw new WrongUsage(tooMany.getMessage());
        }
    }

    private Bounds bounds() {
        Bounds heap = Bounds.ofHeap();
        Integer most = states.getValue();
        Integer memory = megabytes.getValue();
        Integer time = seconds.getValue();
        return new Bounds(
                most == null ? heap.states() : most,
                memory == null ? heap.bytes() : (long) memory << MEGABYTE,
                time == null ? heap.nanos() : TimeUnit.SECONDS.toNanos(time));
    }

    /** Answers what the trace shows of each rule that is refuted; nothing if none is written. */
    private Map<Rule, ShownSchedule> writeTrace(Verification verification, ScheduleCheck check) {
        Path file = trace.getValue();
        if (file == null) {
            return Map.of();
        }
        ScheduleTraces traces = new ScheduleTraces(verification, check);
        if (traces.shown().isEmpty()) {
            surroundings.error().println("Nothing is refuted, so " + file + " is not written.");
        } else {
            Destination.write(file, traces::write);
        }
        return traces.shown();
    }

    private void refuseTrace() {
        Path file = trace.getValue();
        if (file != null && file.toString().equals("-")) {
            throw new WrongUsage("--trace needs a file: standard output has the verdicts");
        }
        if (file != null && destination.is(file)) {
            throw new WrongUsage("--trace and -o name the same file: choose another one");
        }
    }

    private void write(Verification verification, Map<Rule, ShownSchedule> shown, OutputStream out)
            throws IOException {
        switch (format.<Format>getValue()) {
            case JSON -> VerificationJson.write(verification, shown, out);
            case TEXT -> {
                Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                new VerificationText(destination.style(color)).write(verification, shown, writer);
                writer.flush();
            }
        }
    }

    private void writeGraph(Protocol chosen, List<Operation> some, OutputStream out) {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        new ProtocolGraphExport(nestings(chosen, some).graph()).write(graph.getValue(), writer);
        try {
            writer.flush();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static StaticNestings nestings(Protocol chosen, List<Operation> some) {
        try {
            return new StaticNestings(Program.of(chosen, some));
        } catch (IllegalArgumentException tooMany) {
            throw new WrongUsage(tooMany.getMessage());
        }
    }

    private static OptionSpec number(String name, String initial, String description) {
        OptionSpec.Builder option =
                OptionSpec.builder(name)
                        .paramLabel("N")
                        .type(Integer.class)
                        .converters(new Positive())
                        .description(description);
        return initial.isEmpty() ? option.build() : option.defaultValue(initial).build();
    }
}
