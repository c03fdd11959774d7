package org.lockreplay.gate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.protocol.DeclaredOrder;

/** How traces are judged; those that are judged alike have equal ones. */
record Judging(Optional<Path> order, boolean tasksAreRoles) {

    /** The options of the check, with the files that they name read. */
    CheckOptions options() throws IOException {
        CheckOptions options = CheckOptions.shipped();
        if (tasksAreRoles) {
            options = options.withTasksAsRoles();
        }
        if (order.isPresent()) {
            try (InputStream stream = Files.newInputStream(order.get())) {
                options = options.withOrder(DeclaredOrder.read(order.get().toString(), stream));
            }
        }
        return options;
    }
}
