package org.lockreplay.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** One run of the program, from its arguments to its exit status. */
final class Session {

    private final Surroundings surroundings;

    Session(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    int run(String... args) {
        // A future task hands on whatever is thrown in it, errors of the machine included.
        FutureTask<Integer> work = new FutureTask<>(() -> execute(args));
        work.run();
        int status = outcome(work, new Faults(surroundings, args));
        status = outputIsComplete() ? status : ExitStatus.USAGE;
        surroundings.end().run();
        return status;
    }

    private int execute(String... args) {
        PrintWriter out = new PrintWriter(surroundings.output(), false, StandardCharsets.UTF_8);
        int status =
                Lockreplay.commandLine(surroundings, args)
                        .setOut(out)
                        .setErr(surroundings.error())
                        .setExecutionExceptionHandler(new Faults(surroundings, args))
                        .execute(args);
        out.flush();
        return status;
    }

    private static int outcome(FutureTask<Integer> work, Faults faults) {
        try {
            return work.get();
        } catch (ExecutionException failed) {
            return faults.report(failed.getCause());
        } catch (InterruptedException cannotBe) {
            return faults.report(cannotBe);
        }
    }

    private boolean outputIsComplete() {
        StandardOutput output = surroundings.output();
        Optional<String> failure = output.complete();
        failure.ifPresent(
                why -> surroundings.error().println("lockreplay: cannot write the output: " + why));
        return failure.isEmpty();
    }
}
