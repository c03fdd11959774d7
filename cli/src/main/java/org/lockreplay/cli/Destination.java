package org.lockreplay.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.lockreplay.report.TextStyle;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Where a result goes: standard output, or a file that it replaces in one step when complete. */
final class Destination {

    private final OptionSpec file =
            OptionSpec.builder("-o", "--output")
                    .paramLabel("FILE")
                    .type(Path.class)
                    .description("Write to FILE, replacing it in one step, not to standard output.")
                    .build();

    private final Surroundings surroundings;

    Destination(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Writes a result; does not close the stream. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** There turned out to be nothing to write; a file stays as it was. */
    static final class Withheld extends IOException {

        private static final long serialVersionUID = 1L;
    }

    void describe(CommandSpec spec) {
        spec.addOption(file);
    }

    /** Whether the result goes into this file. */
    boolean is(Path other) {
        Path path = file.getValue();
        return path != null
                && path.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    /** Whether the result can go to a terminal. */
    boolean isStandardOutput() {
        return file.getValue() == null;
    }

    /** How text looks there; the value of an option made by {@link Options#color}. */
    TextStyle style(OptionSpec color) {
        return color.<Color>getValue().style(surroundings, isStandardOutput());
    }

    void write(Content content) {
        Path path = file.getValue();
        if (path != null) {
            write(path, content);
            return;
        }
        try {
            content.writeTo(surroundings.output());
        } catch (Withheld nothing) {
            return;
        } catch (IOException refused) {
            if (!surroundings
                    .output()
                    .hasFailed()) { // else the session says it, if it must be said
                throw cannotWrite("standard output", refused);
            }
        }
    }

    /** Writes a file as one that {@code -o} names. */
    static void write(Path path, Content content) {
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                AtomicFile.write(path, content, StandardOpenOption.WRITE);
            } else {
                AtomicFile.replace(path, content);
            }
        } catch (Withheld nothing) {
            return;
        } catch (IOException refused) {
            throw cannotWrite(path.toString(), refused);
        }
    }

    private static WrongUsage cannotWrite(String where, IOException refused) {
        return new WrongUsage("cannot write " + where + ": " + Reason.of(refused));
    }
}
