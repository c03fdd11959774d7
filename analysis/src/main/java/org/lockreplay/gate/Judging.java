package org.lockreplay.gate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.protocol.DeclaredOrder;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.ProtocolReader;
import org.lockreplay.protocol.file.ShippedProtocols;

/**
 * How traces are judged; those that are judged alike have equal ones.
 *
 * @param types a file of lock types that outranks the shipped ones
 * @param order a declared order
 * @param protocol a protocol that comes with the tool, by its name, or a file
 */
record Judging(
        Optional<Path> types,
        Optional<Path> order,
        Optional<String> protocol,
        boolean tasksAreRoles) {

    /** The options of the check, with the files that they name read, which outrank others. */
    CheckOptions options(CheckOptions others) throws IOException {
        CheckOptions options = others;
        if (tasksAreRoles) {
            options = options.withTasksAsRoles();
        }
        if (types.isPresent()) {
            try (InputStream stream = Files.newInputStream(types.get())) {
                String source = types.get().toString();
                options = options.withTypes(options.types().with(source, stream));
            }
        }
        if (protocol.isPresent()) {
            options = options.by(read(protocol.get()));
        }
        if (order.isPresent()) {
            try (InputStream stream = Files.newInputStream(order.get())) {
                options = options.withOrder(DeclaredOrder.read(order.get().toString(), stream));
            }
        }
        return options;
    }

    private static Protocol read(String name) throws IOException {
        Optional<Protocol> shipped = ShippedProtocols.find(name);
        if (shipped.isPresent()) {
            return shipped.get();
        }
        try (InputStream stream = Files.newInputStream(Path.of(name))) {
            return ProtocolReader.read(name, stream);
        }
    }
}
