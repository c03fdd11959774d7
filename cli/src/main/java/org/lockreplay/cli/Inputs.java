package org.lockreplay.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.summary.LockOrderSummary;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The inputs that a command names, and the options on how they are read. */
final class Inputs {

    private final PositionalParamSpec names;

    private final Threads threads = new Threads();

    private final OptionSpec strict =
            Options.flag("--strict", "A malformed line makes the input unreadable: status 3.");

    private final DialectFiles dialects = new DialectFiles();

    private final Surroundings surroundings;

    private Inputs(Surroundings surroundings, String index, String arity, String description) {
        this.surroundings = surroundings;
        names =
                PositionalParamSpec.builder()
                        .paramLabel("TRACE")
                        .index(index)
                        .arity(arity)
                        .required(true)
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description(description)
                        .build();
    }

    static Inputs many(Surroundings surroundings) {
        return new Inputs(
                surroundings,
                "0..*",
                "1..*",
                "Recordings of any form, gzip and xz included, or summaries that merge wrote;"
                        + " - is standard input.");
    }

    /** Like {@link #many}, after a parameter of another kind. */
    static Inputs manyAfterAnother(Surroundings surroundings) {
        return new Inputs(
                surroundings,
                "1..*",
                "1..*",
                "The recordings that check was given; - is standard input.");
    }

    static Inputs oneRecording(Surroundings surroundings) {
        return new Inputs(
                surroundings,
                "0",
                "1",
                "A recording of any form, gzip and xz included; - is standard input.");
    }

    void describe(CommandSpec spec) {
        spec.addPositional(names).addOption(threads.option()).addOption(strict);
        dialects.describe(spec);
    }

    /** The inputs as the user named them, at least one. */
    List<String> names() {
        List<String> given = names.getValue();
        if (Collections.frequency(given, Intake.STANDARD_INPUT) > 1) {
            throw new WrongUsage("standard input can be read once, but - was given twice");
        }
        return given;
    }

    /** Something that reads them, once the options are known. */
    Intake intake() {
        return new Intake(
                surroundings,
                new TraceReader(threads.number(), dialects.read()),
                strict.getValue());
    }

    /** What all inputs saw; empty if none of them could be read. */
    Optional<LockOrderSummary> readAll(Intake intake) {
        List<LockOrderSummary> read = new ArrayList<>();
        names().forEach(name -> intake.read(name).ifPresent(read::add));
        return read.isEmpty() ? Optional.empty() : Optional.of(LockOrderSummary.mergeAll(read));
    }
}
