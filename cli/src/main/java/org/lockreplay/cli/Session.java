package org.lockreplay.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import picocli.CommandLine;

/** One run of the program, from its arguments to its exit status. */
final class Session {

    private final Surroundings surroundings;

    Session(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    int run(String... args) {
        Faults faults = new Faults(surroundings, args);
        PrintWriter out = new PrintWriter(surroundings.output(), false, StandardCharsets.UTF_8);
        CommandLine commandLine =
                Lockreplay.commandLine(surroundings, args)
                        .setOut(out)
                        .setErr(surroundings.error())
                        .setExecutionExceptionHandler(faults);
        // A future task hands on what is thrown in it, errors of the machine included.
        FutureTask<Integer> work = new FutureTask<>(() -> commandLine.execute(args));
        work.run();
        int status = outcome(work, faults);
        out.flush();
        Optional<String> failure = surroundings.output().failure();
        failure.ifPresent(
                why -> surroundings.error().println("lockreplay: cannot write the output: " + why));
        return failure.isPresent() ? ExitStatus.USAGE : status;
    }

    private static int outcome(FutureTask<Integer> work, Faults faults) {
        try {
            return work.get();
        } catch (ExecutionException failed) {
            return faults.report(failed.getCause());
        } catch (InterruptedException | CancellationException neverHappens) {
            return faults.report(neverHappens);
        }
    }
}
