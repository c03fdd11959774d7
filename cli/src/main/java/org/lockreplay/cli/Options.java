package org.lockreplay.cli;

import java.nio.file.Path;
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

    static OptionSpec threads() {
        return OptionSpec.builder("--threads")
                .paramLabel("N")
                .type(int.class)
                .defaultValue(Integer.toString(Runtime.getRuntime().availableProcessors()))
                .description("Threads that parse (default: as many as processors).")
                .build();
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
