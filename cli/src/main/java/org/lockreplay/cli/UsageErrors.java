package org.lockreplay.cli;

import java.io.PrintWriter;
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
        PrintWriter error = command.getErr();
        error.println("lockreplay: " + VisibleText.paragraph(wrong.getMessage()));
        UnmatchedArgumentException.printSuggestions(wrong, error);
        error.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitStatus.USAGE;
    }
}
