package org.lockreplay.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Stack;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mpx.HistoryScope;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * The argument of {@code --history}, which may be missing: the name of a trace may follow in its
 * place.
 *
 * <p>What begins with {@code 0x}, or is negative, is an address, or a mistake; what consists of hex
 * digits alone, as traces print many addresses, is one unless it is the name of a file.
 */
final class HistoryArgument implements IParameterConsumer {

    private static final String HEX = "(?:0[xX])?(\\p{XDigit}+)";
    private static final Pattern FORM = Pattern.compile(HEX + "(?:-" + HEX + ")?");
    private static final Pattern PREFIXED = Pattern.compile("-?0[xX].*|-\\d.*");
    private static final Pattern LEADING_ZEROS = Pattern.compile("^0+(?=.)");
    private static final int DIGITS = 16;

    @Override
    @SuppressWarnings("JdkObsolete") // the stack is picocli's
    public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
        if (!arguments.isEmpty() && arguments.peek().isEmpty()) {
            throw wrong(
                    command,
                    "--history takes 0xADDRESS or 0xFIRST-0xLAST in hex, found nothing; leave the"
                            + " '=' out for the history of all entries");
        }
        boolean given = !arguments.isEmpty() && isMeant(arguments.peek());
        if (!given && arguments.size() > 1 && isNothing(arguments.peek())) {
            throw wrong(
                    command,
                    "--history takes 0xADDRESS or 0xFIRST-0xLAST in hex; '"
                            + arguments.peek()
                            + "' is neither that nor the name of a file");
        }
        option.setValue(given ? scope(arguments.pop(), command) : HistoryScope.ALL);
    }

    /** Neither an option nor standard input nor a file, with more behind it. */
    private static boolean isNothing(String word) {
        return !word.startsWith("-") && !isFile(word);
    }

    private static boolean isMeant(String word) {
        return PREFIXED.matcher(word).matches() || (FORM.matcher(word).matches() && !isFile(word));
    }

    private static boolean isFile(String word) {
        try {
            return Files.exists(Path.of(word));
        } catch (InvalidPathException none) {
            return false;
        }
    }

    private static HistoryScope scope(String text, CommandSpec command) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw wrong(
                    command,
                    "--history takes 0xADDRESS or 0xFIRST-0xLAST in hex, found '" + text + "'");
        }
        long first = address(form.group(1), command);
        long last = form.group(2) == null ? first : address(form.group(2), command);
        if (Long.compareUnsigned(first, last) > 0) {
            throw wrong(command, "--history: the range " + text + " ends before it begins");
        }
        return HistoryScope.of(new AddressRange(first, last));
    }

    private static long address(String hex, CommandSpec command) {
        String digits = LEADING_ZEROS.matcher(hex).replaceFirst("");
        if (digits.length() > DIGITS) {
            throw wrong(command, "--history: the address " + hex + " is above 64 bits");
        }
        return Long.parseUnsignedLong(digits, 16);
    }

    private static ParameterException wrong(CommandSpec command, String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
