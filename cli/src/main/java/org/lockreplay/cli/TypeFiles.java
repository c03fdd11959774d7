package org.lockreplay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.protocol.LockTypes;
import picocli.CommandLine.Model.OptionSpec;

/** The option {@code --types}: files that say of which type locks are. */
final class TypeFiles {

    private final OptionSpec option =
            OptionSpec.builder("--types")
                    .paramLabel("FILE")
                    .arity("1")
                    .type(List.class)
                    .auxiliaryTypes(Path.class)
                    .description(
                            "Lock types (JSON) that outrank the shipped ones. May be given again;"
                                    + " the last one counts most.")
                    .build();

    OptionSpec option() {
        return option;
    }

    /** What comes with the tool, with these files; wrong usage if one cannot be used. */
    CheckOptions options() {
        CheckOptions shipped = CheckOptions.shipped();
        return shipped.withTypes(with(shipped.types()));
    }

    /** The shipped catalogue with these files; wrong usage if one cannot be used. */
    LockTypes catalogue() {
        return with(LockTypes.shipped());
    }

    private LockTypes with(LockTypes shipped) {
        LockTypes types = shipped;
        for (Path file : Options.<Path>all(option)) {
            try (InputStream stream = Files.newInputStream(file)) {
                types = types.with(file.toString(), stream);
            } catch (IOException wrong) {
                throw new WrongUsage("cannot use the lock types " + file + ": " + Reason.of(wrong));
            }
        }
        return types;
    }
}
