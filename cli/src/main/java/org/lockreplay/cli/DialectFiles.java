package org.lockreplay.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.lockreplay.parser.dialect.DialectFile;
import org.lockreplay.parser.dialect.Dialects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The dialects that a command is given, beside those that come with the tool. */
final class DialectFiles {

    private final OptionSpec files =
            OptionSpec.builder("--dialect")
                    .paramLabel("FILE")
                    .arity("1")
                    .type(List.class)
                    .auxiliaryTypes(Path.class)
                    .description(
                            "What events mean that stock kernels do not have, such as kprobes"
                                    + " (JSON); may be given several times, a later one counts"
                                    + " first.")
                    .build();

    void describe(CommandSpec spec) {
        spec.addOption(files);
    }

    /** The shipped dialects with these files; wrong usage if one cannot be used. */
    Dialects read() {
        Dialects all = Dialects.shipped();
        for (Path file : given()) {
            try {
                byte[] text = Files.readAllBytes(file);
                all = all.with(DialectFile.read(file.toString(), new ByteArrayInputStream(text)));
            } catch (IOException broken) {
                throw cannotUse(file, broken);
            }
        }
        return all;
    }

    /** A word that changes with the content of the files; empty if none was given. */
    String identity() {
        CRC32C checksum = new CRC32C();
        for (Path file : given()) {
            try {
                checksum.update(Files.readAllBytes(file));
            } catch (IOException broken) {
                throw cannotUse(file, broken);
            }
        }
        return given().isEmpty() ? "" : "-" + Long.toHexString(checksum.getValue());
    }

    private List<Path> given() {
        return Options.all(files);
    }

    private static WrongUsage cannotUse(Path file, IOException broken) {
        return new WrongUsage("cannot use the dialect " + file + ": " + Reason.of(broken));
    }
}
