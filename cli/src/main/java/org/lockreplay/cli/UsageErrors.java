package org.lockreplay.cli;

import org.lockreplay.text.VisibleText;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers wrong usage with one sentence and where to find help. */
final class UsageErrors implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        say(wrong, command);
        UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        return pointToHelp(command);
    }

    /** Of a command that found out while it ran. */
    static int answer(WrongUsage wrong, CommandLine command) {
        say(wrong, command);
        return pointToHelp(command);
    }

    private static void say(RuntimeException wrong, CommandLine command) {
        command.getErr().println("lockreplay: " + VisibleText.paragraph(wrong.getMessage()));
    }

    private static int pointToHelp(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("See '" + name + " --help'.");
        return ExitStatus.USAGE;
    }
}
