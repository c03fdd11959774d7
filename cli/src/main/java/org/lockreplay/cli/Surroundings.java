package org.lockreplay.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a run finds around itself; tests make their own.
 *
 * @param variables the environment
 * @param terminal standard output is a terminal
 * @param errorTerminal standard error is one
 * @param input opens standard input
 * @param output standard output
 * @param error standard error
 * @param clock says which day it is, and how time passes
 * @param onInterrupt takes what is to be done when the run is interrupted (Ctrl-C)
 * @param end told when the run has written all that it will write
 */
record Surroundings(
        Map<String, String> variables,
        boolean terminal,
        boolean errorTerminal,
        Supplier<InputStream> input,
        StandardOutput output,
        PrintWriter error,
        Clock clock,
        Consumer<Runnable> onInterrupt,
        Runnable end) {

    static Surroundings ofProcess() {
        Interruption interruption = new Interruption();
        OutputStream error = new FileOutputStream(FileDescriptor.err);
        return new Surroundings(
                System.getenv(),
                Boolean.getBoolean("lockreplay.terminal"),
                Boolean.getBoolean("lockreplay.errorTerminal"),
                interruption::open,
                new StandardOutput(new FileOutputStream(FileDescriptor.out)),
                new PrintWriter(error, true, StandardCharsets.UTF_8),
                Clock.systemUTC(),
                interruption::whenInterrupted,
                interruption::allIsWritten);
    }
}
