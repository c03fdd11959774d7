package org.lockreplay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.lockreplay.gate.Baseline;
import org.lockreplay.gate.BaselineFile;
import org.lockreplay.gate.Suppression;
import org.lockreplay.gate.SuppressionFile;
import org.lockreplay.json.JsonException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The files beside a corpus that say what is known and excused, and where they are looked for. */
final class GateFiles {

    private final OptionSpec baseline =
            Options.file(
                    "--baseline", "What is known (default: " + inCorpus(BaselineFile.FILE_NAME));

    private final OptionSpec suppressions =
            Options.file(
                    "--suppressions",
                    "What is excused (default: " + inCorpus(SuppressionFile.FILE_NAME));

    private final OptionSpec update =
            Options.flag(
                    "--update-baseline",
                    "Take all findings for known from now on, and forget those that are fixed.");

    private static String inCorpus(String name) {
        return name + " in the first folder of the corpus, if it is there).";
    }

    void describe(CommandSpec spec) {
        spec.addOption(baseline).addOption(suppressions).addOption(update);
    }

    boolean updates() {
        return update.getValue();
    }

    /** The baseline; the empty one if there is none yet and nobody named one that must be there. */
    Baseline baseline(String corpus) {
        Path path = baselinePath(corpus);
        boolean needed = baseline.getValue() != null && !updates();
        if (!needed && !Files.exists(path)) {
            return Baseline.EMPTY;
        }
        return read("baseline", path, stream -> BaselineFile.read(path.toString(), stream));
    }

    List<Suppression> suppressions(String corpus) {
        Path given = suppressions.getValue();
        Path path = given == null ? Path.of(corpus, SuppressionFile.FILE_NAME) : given;
        if (given == null && !Files.exists(path)) {
            return List.of();
        }
        return read("suppressions", path, stream -> SuppressionFile.read(path.toString(), stream));
    }

    void write(Baseline updated, String corpus) {
        replace("baseline", baselinePath(corpus), out -> BaselineFile.write(updated, out));
    }

    /** Replaces a file in one step, or tells why that is not possible. */
    void replace(String what, Path path, Destination.Content content) {
        try {
            AtomicFile.replace(path, content);
        } catch (IOException refused) {
            throw new WrongUsage(
                    "cannot write the " + what + " " + path + ": " + Reason.of(refused));
        }
    }

    private Path baselinePath(String corpus) {
        Path given = baseline.getValue();
        return given == null ? Path.of(corpus, BaselineFile.FILE_NAME) : given;
    }

    private interface Reading<T> {
        T read(InputStream stream) throws IOException;
    }

    private <T> T read(String what, Path path, Reading<T> reading) {
        try (InputStream stream = Files.newInputStream(path)) {
            return reading.read(stream);
        } catch (JsonException withPlace) {
            throw new WrongUsage("cannot use the " + what + ": " + withPlace.getMessage());
        } catch (IOException refused) {
            throw new WrongUsage("cannot use the " + what + " " + path + ": " + Reason.of(refused));
        }
    }
}
