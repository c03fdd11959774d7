package org.lockreplay.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.lockreplay.gate.Corpus;
import org.lockreplay.gate.Manifest;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

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

    private final OptionSpec threads = Options.threads();

    private final OptionSpec strict =
            Options.flag("--strict", "A malformed line makes a trace unreadable.");

    private final DialectFiles dialects = new DialectFiles();

    private Optional<CommandSpec> command = Optional.empty();

    void describe(CommandSpec spec) {
        spec.addPositional(roots).addOption(manifest).addOption(threads).addOption(strict);
        dialects.describe(spec);
        command = Optional.of(spec);
    }

    /** The folders as the user named them, at least one. */
    List<String> roots() {
        return roots.getValue();
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
        int number = threads.getValue();
        if (number < 1) {
            throw new ParameterException(
                    command.orElseThrow().commandLine(),
                    "--threads must be at least 1, found " + number);
        }
        return number;
    }
}
