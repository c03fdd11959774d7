package org.lockreplay.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Consumer;

/** Runs the program inside the test, as a shell would. */
final class Console {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private Map<String, String> variables = Map.of();
    private boolean terminal;
    private Clock clock = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private Consumer<Runnable> onInterrupt = stop -> {};
    private InputStream input = InputStream.nullInputStream();

    /** What a run left behind. */
    record Result(int status, String out, String error) {}

    Console onTerminal(Map<String, String> environment) {
        terminal = true;
        variables = environment;
        return this;
    }

    /** Runs on another day; without this it is the first of March 2026. */
    Console on(String day) {
        clock = Clock.fixed(Instant.parse(day + "T12:00:00Z"), ZoneOffset.UTC);
        return this;
    }

    /** Hands over what an interrupt would do. */
    Console withInterrupt(Consumer<Runnable> interrupt) {
        onInterrupt = interrupt;
        return this;
    }

    Console withInput(String text) {
        return withInput(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    Console withInput(InputStream stream) {
        input = stream;
        return this;
    }

    Result run(Object... arguments) {
        String[] args = new String[arguments.length];
        for (int i = 0; i < args.length; i++) {
            args[i] = arguments[i].toString();
        }
        int status = new Session(surroundings()).run(args);
        return new Result(
                status,
                out.toString(StandardCharsets.UTF_8),
                error.toString(StandardCharsets.UTF_8));
    }

    private Surroundings surroundings() {
        return new Surroundings(
                variables,
                terminal,
                false,
                () -> input,
                new StandardOutput(out),
                new PrintWriter(error, true, StandardCharsets.UTF_8),
                clock,
                onInterrupt,
                () -> {});
    }
}
