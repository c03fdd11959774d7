package org.lockreplay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.protocol.DeclaredOrder;
import org.lockreplay.protocol.file.Protocol;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options on what to judge by: a declared order, a protocol, knowledge of locks. */
final class CheckArguments {

    private final OptionSpec order =
            OptionSpec.builder("--order")
                    .paramLabel("FILE")
                    .type(Path.class)
                    .description("Hold the traces against a declared lock order (JSON).")
                    .build();

    private final OptionSpec protocol =
            Protocols.option("Hold the traces against a lock protocol and the order in it.");

    private final TypeFiles types = new TypeFiles();

    private final OptionSpec roles =
            Options.flag(
                    "--tasks-are-roles",
                    "Each task runs code of its own, as the threads of a program do, so that a"
                            + " circle that one task closes alone is a note.");

    void describe(CommandSpec spec) {
        spec.addOption(order).addOption(protocol);
        spec.addOption(roles).addOption(types.option());
    }

    /** What the user chose, with what comes with the tool. */
    CheckOptions options() {
        CheckOptions options = types.options();
        if (roles.<Boolean>getValue()) {
            options = options.withTasksAsRoles();
        }
        Optional<Protocol> chosen = protocol();
        if (chosen.isPresent()) {
            options = options.by(chosen.get());
        }
        Path file = order.getValue();
        if (file == null) {
            return options;
        }
        if (options.order().isPresent()) {
            throw new WrongUsage(
                    "the protocol "
                            + chosen.orElseThrow().name()
                            + " declares an order: give either it or --order, not both");
        }
        return options.withOrder(declaredOrder(file));
    }

    private Optional<Protocol> protocol() {
        String name = protocol.getValue();
        return name == null ? Optional.empty() : Optional.of(Protocols.named(name));
    }

    private static DeclaredOrder declaredOrder(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return DeclaredOrder.read(file.toString(), stream);
        } catch (IOException wrong) {
            throw new WrongUsage("cannot use the declared order " + file + ": " + Reason.of(wrong));
        }
    }
}
