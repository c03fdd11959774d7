package org.lockreplay.cli;

import picocli.CommandLine.Model.OptionSpec;

/** The option {@code --threads}: how many threads parse. */
final class Threads {

    private final OptionSpec option =
            OptionSpec.builder("--threads")
                    .paramLabel("N")
                    .type(int.class)
                    .defaultValue(Integer.toString(Runtime.getRuntime().availableProcessors()))
                    .description("Threads that parse (default: as many as processors).")
                    .build();

    OptionSpec option() {
        return option;
    }

    /** At least 1; anything else is wrong usage. */
    int number() {
        int number = option.getValue();
        if (number < 1) {
            throw new WrongUsage("--threads must be at least 1, found " + number);
        }
        return number;
    }
}
