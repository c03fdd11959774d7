package org.lockreplay.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inspect}: what a trace is, and what can be judged from it. */
@Command(name = "inspect", description = "Say what a trace is, and what can be judged from it.")
final class InspectCommand implements Callable<Integer> {

    @Spec CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "TRACE", description = "Traces; - is standard input.")
    List<String> inputs;

    @Option(names = "--threads", paramLabel = "N", description = "How many threads parse.")
    int threads = Runtime.getRuntime().availableProcessors();

    InspectCommand(Surroundings surroundings) {}

    @Override
    public Integer call() throws IOException, UnreadableTraceException {
        for (String input : inputs) {
            TraceFacts facts = new TraceReader(threads).read(Path.of(input), batch -> {});
            spec.commandLine().getOut().println(facts);
        }
        return ExitStatus.CLEAN;
    }
}
