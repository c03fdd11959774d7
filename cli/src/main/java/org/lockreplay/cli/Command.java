package org.lockreplay.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command: what it takes, and what it does with that, which ends in an exit status.
 *
 * <p>Commands describe themselves in code. Picocli's annotations say the same in fewer lines, but
 * reading them by reflection takes a quarter of the time in which a small trace is checked.
 */
interface Command extends Callable<Integer> {

    /** Begins what takes time and depends on no argument; called if this is the command to run. */
    default void getReady() {}

    /** Adds description, options and parameters. */
    void describe(CommandSpec spec);
}
