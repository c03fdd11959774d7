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
        say(sentence(wrong), command);
        UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        return pointToHelp(command);
    }

    /** Of a command that found out while it ran. */
    static int answer(WrongUsage wrong, CommandLine command) {
        say(wrong.getMessage(), command);
        return pointToHelp(command);
    }

    private static String sentence(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            String word = unmatched.getUnmatched().get(0);
            boolean choosing = !wrong.getCommandLine().getSubcommands().isEmpty();
            return choosing ? "no command '" + word + "'" : "one argument too many: '" + word + "'";
        }
        return wrong.getMessage();
    }

    private static void say(String sentence, CommandLine command) {
        command.getErr().println("lockreplay: " + VisibleText.paragraph(sentence));
    }

    private static int pointToHelp(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("See '" + name + " --help'.");
        return ExitStatus.USAGE;
    }
}
