package org.lockreplay.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command that the others hang on. */
@Command(
        name = "lockreplay",
        description = "Offline lockdep for recorded kernel traces.",
        mixinStandardHelpOptions = true,
        versionProvider = Lockreplay.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Example:",
            "  lockreplay check traces/abba-two-locks/input.trace",
            "",
            "Exit status: 0 clean, 1 findings, 2 wrong usage, 3 an input could not be read,",
            "70 a fault of this program, 130 interrupted."
        })
final class Lockreplay {

    private static final Map<String, Function<Surroundings, Object>> COMMANDS = commands();

    private Lockreplay() {}

    /**
     * The command line for these arguments. Where the first of them names a command, the others are
     * left out: describing a command by reflection takes longer than many a trace.
     */
    static CommandLine commandLine(Surroundings surroundings, String... args) {
        CommandLine root = new CommandLine(new Lockreplay());
        if (args.length > 0 && COMMANDS.containsKey(args[0])) {
            root.addSubcommand(COMMANDS.get(args[0]).apply(surroundings));
        } else {
            COMMANDS.values().forEach(command -> root.addSubcommand(command.apply(surroundings)));
        }
        return root;
    }

    private static Map<String, Function<Surroundings, Object>> commands() {
        Map<String, Function<Surroundings, Object>> commands = new LinkedHashMap<>();
        commands.put("inspect", InspectCommand::new);
        return commands;
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Lockreplay.class.getPackage().getImplementationVersion();
            return new String[] {"lockreplay " + (version == null ? "(not packaged)" : version)};
        }
    }
}
