package org.lockreplay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.ProtocolReader;
import org.lockreplay.protocol.file.ShippedProtocols;
import picocli.CommandLine.Model.OptionSpec;

/** A protocol as the command line names it: one that comes with the tool, or a file. */
final class Protocols {

    static final String LABEL = "PROTOCOL";

    private Protocols() {}

    static OptionSpec option(String description) {
        return OptionSpec.builder("--protocol")
                .paramLabel(LABEL)
                .type(String.class)
                .description(description + " A file, or one of " + names() + ".")
                .build();
    }

    static String names() {
        return String.join(", ", ShippedProtocols.names());
    }

    /**
     * The shipped protocol of this name, else the file.
     *
     * @throws WrongUsage if there is neither, or the file is wrong
     */
    static Protocol named(String name) {
        Optional<Protocol> shipped = ShippedProtocols.find(name);
        if (shipped.isPresent()) {
            return shipped.get();
        }
        Path file = Path.of(name);
        if (!Files.exists(file)) {
            throw new WrongUsage(
                    "no protocol '%s': expected a file, or one of %s".formatted(name, names()));
        }
        try (InputStream stream = Files.newInputStream(file)) {
            return ProtocolReader.read(name, stream);
        } catch (IOException wrong) {
            throw new WrongUsage("cannot use the protocol " + name + ": " + Reason.of(wrong));
        }
    }
}
