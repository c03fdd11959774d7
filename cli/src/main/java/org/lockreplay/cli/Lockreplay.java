package org.lockreplay.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;

/** The command line of the tool: its commands, and what they have in common. */
final class Lockreplay {

    private static final int WIDTH = 100;

    private static final Map<String, Function<Surroundings, Command>> COMMANDS = commands();

    private Lockreplay() {}

    /**
     * The command line for these arguments. Where the first of them names a command, the others are
     * left out: describing them all takes longer than many a trace.
     */
    static CommandLine commandLine(Surroundings surroundings, String... args) {
        CommandSpec root = root();
        if (args.length > 0 && COMMANDS.containsKey(args[0])) {
            Command command = COMMANDS.get(args[0]).apply(surroundings);
            command.getReady();
            add(root, args[0], command);
        } else {
            COMMANDS.forEach((name, command) -> add(root, name, command.apply(surroundings)));
        }
        return new CommandLine(root)
                .setExpandAtFiles(false)
                .setExecutionStrategy(new OutputGuard())
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setUsageHelpWidth(WIDTH)
                .setParameterExceptionHandler(new UsageErrors());
    }

    private static Map<String, Function<Surroundings, Command>> commands() {
        Map<String, Function<Surroundings, Command>> commands = new LinkedHashMap<>();
        commands.put("check", CheckCommand::new);
        commands.put("explain", ExplainCommand::new);
        commands.put("replay", ReplayCommand::new);
        commands.put("inspect", InspectCommand::new);
        commands.put("convert", ConvertCommand::new);
        commands.put("graph", GraphCommand::new);
        commands.put("merge", MergeCommand::new);
        commands.put("gate", GateCommand::new);
        commands.put("diff", DiffCommand::new);
        commands.put("verify", VerifyCommand::new);
        commands.put("simulate", SimulateCommand::new);
        return commands;
    }

    private static CommandSpec root() {
        CommandSpec root = CommandSpec.create().name("lockreplay").versionProvider(version());
        root.addOption(Options.help()).addOption(Options.version());
        root.usageMessage()
                .description("Offline lockdep: finds in recorded traces what can deadlock.")
                .synopsisSubcommandLabel("COMMAND")
                .footer(
                        "",
                        "Example:",
                        "  lockreplay check traces/seeded/abba_mutex/input.trace.xz",
                        "",
                        "Exit status: 0 clean, 1 findings, 2 wrong usage, 3 an input could not be",
                        "read, 70 a fault of this program, 130 interrupted.");
        return root;
    }

    private static void add(CommandSpec root, String name, Command command) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command);
        command.describe(spec);
        spec.addOption(Options.help()).addOption(Options.debug());
        root.addSubcommand(name, spec);
    }

    private static CommandLine.IVersionProvider version() {
        return () -> new String[] {"lockreplay " + packagedVersion().orElse("(not packaged)")};
    }

    /** The version of the jar that this runs from; empty if it runs from no jar. */
    static Optional<String> packagedVersion() {
        return Optional.ofNullable(Lockreplay.class.getPackage().getImplementationVersion());
    }
}
