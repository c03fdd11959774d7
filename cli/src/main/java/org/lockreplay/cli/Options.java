package org.lockreplay.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** Options of which several commands have one each. */
final class Options {

    private Options() {}

    /** An option that is there or not; its value is a boolean. */
    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .defaultValue("false")
                .description(description)
                .build();
    }

    /** A flag for who works on this program, which no help shows. */
    static OptionSpec hiddenFlag(String name) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .defaultValue("false")
                .hidden(true)
                .build();
    }

    /** An option that takes a path; its value is a {@link Path}. */
    static OptionSpec file(String name, String description) {
        return OptionSpec.builder(name)
                .paramLabel("FILE")
                .type(Path.class)
                .description(description)
                .build();
    }

    /** All values of an option that may be given again. */
    static <T> List<T> all(OptionSpec option) {
        List<T> given = option.getValue();
        return given == null ? List.of() : given;
    }

    /** Its value is a {@link Color}. */
    static OptionSpec color() {
        return Choice.option("--color", Color.AUTO, "Whether text is coloured");
    }

    static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Print this help.")
                .build();
    }

    static OptionSpec version() {
        return OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print the version.")
                .build();
    }

    /** Read by {@link Faults}, which must know it before anything is parsed. */
    static OptionSpec debug() {
        return flag("--debug", "Print the stack trace of a fault of this program.");
    }
}
