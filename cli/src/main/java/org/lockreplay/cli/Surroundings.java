package org.lockreplay.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a process finds around itself; tests make their own.
 *
 * @param variables the environment
 * @param terminal standard output is a terminal
 * @param input standard input, opened when it is asked for
 * @param output standard output
 * @param error standard error
 */
record Surroundings(
        Map<String, String> variables,
        boolean terminal,
        Supplier<StandardInput> input,
        StandardOutput output,
        PrintWriter error) {

    static Surroundings ofProcess() {
        OutputStream error = new StandardOutput(FileDescriptor.err);
        return new Surroundings(
                System.getenv(),
                Boolean.getBoolean("lockreplay.terminal"),
                () -> new StandardInput(new FileInputStream(FileDescriptor.in).getChannel()),
                new StandardOutput(FileDescriptor.out),
                new PrintWriter(error, true, StandardCharsets.UTF_8));
    }
}
