package org.lockreplay.cli;

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
 * The argument of {@code --history}, which may be missing: only what begins like an address is
 * taken for one, so that the name of a trace may follow.
 */
final class HistoryArgument implements IParameterConsumer {

    private static final String HEX = "0x(\\p{XDigit}{1,16})";
    private static final Pattern FORM = Pattern.compile(HEX + "(?:-" + HEX + ")?");

    @Override
    @SuppressWarnings("JdkObsolete") // the stack is picocli's
    public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
        boolean given = !arguments.isEmpty() && arguments.peek().startsWith("0x");
        option.setValue(given ? scope(arguments.pop(), command) : HistoryScope.ALL);
    }

    private static HistoryScope scope(String text, CommandSpec command) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new ParameterException(
                    command.commandLine(),
                    "--history takes 0xADDRESS or 0xFIRST-0xLAST in hex, found '" + text + "'");
        }
        long first = Long.parseUnsignedLong(form.group(1), 16);
        String end = form.group(2);
        long last = end == null ? first : Long.parseUnsignedLong(end, 16);
        if (Long.compareUnsigned(first, last) > 0) {
            throw new ParameterException(
                    command.commandLine(),
                    "--history: the range " + text + " ends before it begins");
        }
        return HistoryScope.of(new AddressRange(first, last));
    }
}
