package org.lockreplay.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a run finds around itself; tests make their own.
 *
 * @param variables the environment
 * @param terminal standard output is a terminal
 * @param input opens standard input
 * @param output standard output
 * @param error standard error
 * @param end told when the run has written all that it will write
 */
record Surroundings(
        Map<String, String> variables,
        boolean terminal,
        Supplier<InputStream> input,
        StandardOutput output,
        PrintWriter error,
        Runnable end) {

    static Surroundings ofProcess() {
        Interruption interruption = new Interruption();
        OutputStream error = new FileOutputStream(FileDescriptor.err);
        return new Surroundings(
                System.getenv(),
                Boolean.getBoolean("lockreplay.terminal"),
                interruption::open,
                new StandardOutput(new FileOutputStream(FileDescriptor.out)),
                new PrintWriter(error, true, StandardCharsets.UTF_8),
                interruption::allIsWritten);
    }
}
