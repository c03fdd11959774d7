package org.lockreplay.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.gate.Corpus;
import org.lockreplay.gate.Manifest;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The folders of traces that a command names, and the options on how they are read. */
final class CorpusInputs {

    private final PositionalParamSpec roots =
            PositionalParamSpec.builder()
                    .paramLabel("CORPUS")
                    .index("0..*")
                    .arity("1..*")
                    .required(true)
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .description("Folders of traces of any form, gzip and xz included.")
                    .build();

    private final OptionSpec manifest =
            Options.file(
                    "--manifest",
                    "What is said about the traces (default: "
                            + Manifest.FILE_NAME
                            + " in each folder, if it is there).");

    private final Threads threads = new Threads();

    private final OptionSpec strict =
            Options.flag("--strict", "A malformed line makes a trace unreadable.");

    /** Why a command that compares whole folders does not take {@code -}. */
    static final String NO_STANDARD_INPUT =
            "standard input (-) can be read once, and a trace may have to be looked at again: save"
                    + " it to a file, and give that (a file of this name is ./-)";

    private final TypeFiles types = new TypeFiles();
    private final DialectFiles dialects = new DialectFiles();

    void describe(CommandSpec spec) {
        spec.addPositional(roots).addOption(manifest).addOption(threads.option()).addOption(strict);
        spec.addOption(types.option());
        dialects.describe(spec);
    }

    /** The folders as the user named them, at least one. */
    List<String> roots() {
        List<String> given = roots.getValue();
        if (given.contains(Intake.STANDARD_INPUT)) {
            throw new WrongUsage(NO_STANDARD_INPUT);
        }
        return given;
    }

    /** By what traces are judged of which no manifest says it. */
    CheckOptions judged() {
        return types.options();
    }

    /**
     * @throws IOException if a manifest is wrong, or a folder cannot be read
     */
    Corpus corpus() throws IOException {
        return Corpus.open(roots(), Optional.<Path>ofNullable(manifest.getValue()));
    }

    DialectFiles dialects() {
        return dialects;
    }

    boolean isStrict() {
        return strict.getValue();
    }

    int threads() {
        return threads.number();
    }
}
