package org.lockreplay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lockreplay.gate.Corpus;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs a command unless what it writes would replace what it reads.
 *
 * <p>It knows no command: an output is what the options named here take, an input any file that
 * another argument names, or an input of a corpus in such a folder.
 */
final class OutputGuard implements IExecutionStrategy {

    private static final List<String> OUTPUTS = List.of("--output", "--report", "--trace");

    private final IExecutionStrategy run = new RunLast();

    @Override
    public int execute(ParseResult parsed) {
        if (parsed.hasSubcommand()) {
            ParseResult command = parsed.subcommand();
            List<Path> outputs = new ArrayList<>();
            List<Path> inputs = new ArrayList<>();
            for (OptionSpec option : command.matchedOptions()) {
                boolean output = OUTPUTS.contains(option.longestName());
                (output ? outputs : inputs).addAll(paths(option));
            }
            command.matchedPositionals().forEach(each -> inputs.addAll(paths(each)));
            outputs.forEach(output -> examine(output, inputs, command));
        }
        return run.execute(parsed);
    }

    private static void examine(Path output, List<Path> inputs, ParseResult command) {
        for (Path input : inputs) {
            if (isReplaced(input, output)) {
                CommandLine line = command.commandSpec().commandLine();
                throw new ParameterException(
                        line,
                        "cannot write "
                                + output
                                + ": it is an input of this command; choose another file");
            }
        }
    }

    /** What cannot be looked at is left to the command, which tells why it cannot use it. */
    private static boolean isReplaced(Path input, Path output) {
        if (!Files.isRegularFile(output)) {
            return false;
        }
        try {
            if (!Files.isDirectory(input)) {
                return Files.exists(input) && Files.isSameFile(input, output);
            }
            return output.toRealPath().startsWith(input.toRealPath()) && Corpus.isInput(output);
        } catch (IOException unknown) {
            return false;
        }
    }

    private static List<Path> paths(ArgSpec argument) {
        Object value = argument.getValue();
        List<Path> paths = new ArrayList<>();
        for (Object one : value instanceof List<?> many ? many : List.of(value)) {
            path(argument, one).ifPresent(paths::add);
        }
        return paths;
    }

    /** A report is given with its form, {@code FORMAT=FILE}. */
    private static Optional<Path> path(ArgSpec argument, Object value) {
        if (value instanceof Path path) {
            return Optional.of(path);
        }
        if (!(value instanceof String text) || text.equals(Intake.STANDARD_INPUT)) {
            return Optional.empty();
        }
        boolean report =
                argument instanceof OptionSpec option && option.longestName().equals("--report");
        try {
            return Optional.of(Path.of(report ? text.substring(text.indexOf('=') + 1) : text));
        } catch (InvalidPathException none) {
            return Optional.empty();
        }
    }
}
