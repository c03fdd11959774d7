package org.lockreplay.cli;

import java.util.Arrays;
import org.lockreplay.text.VisibleText;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells the user, in one sentence, that the program itself went wrong, and how to report it. */
final class Faults implements IExecutionExceptionHandler {

    private final Surroundings surroundings;
    private final boolean debug;

    Faults(Surroundings surroundings, String... args) {
        this.surroundings = surroundings;
        this.debug =
                surroundings.variables().containsKey("LOCKREPLAY_DEBUG")
                        || Arrays.asList(args).contains("--debug");
    }

    @Override
    public int handleExecutionException(Exception fault, CommandLine command, ParseResult parsed) {
        return fault instanceof WrongUsage wrong
                ? UsageErrors.answer(wrong, command)
                : report(fault);
    }

    /** Says what happened; answers the exit status. */
    int report(Throwable fault) {
        if (fault instanceof OutOfMemoryError) {
            say("not enough memory; more can be given with LOCKREPLAY_JAVA_OPTIONS=-Xmx1g");
        } else {
            say(
                    "this is a fault of the program, not of your trace: "
                            + VisibleText.brief(fault.toString())
                            + "; please report it with what the same command prints with --debug");
        }
        if (debug) {
            fault.printStackTrace(surroundings.error());
        }
        surroundings.error().flush();
        return ExitStatus.FAULT;
    }

    private void say(String sentence) {
        surroundings.error().println("lockreplay: " + sentence);
    }
}
