package org.lockreplay.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lockreplay.report.TextStyle;
import org.lockreplay.report.ci.CiRun;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * In which forms a result is written, and where each of them goes: {@code --format} to standard
 * output or {@code -o}, each {@code --report} to a file of its own.
 */
final class Publication {

    private final OptionSpec format =
            Choice.option("--format", Form.TEXT, "For people, for programs, or for a CI system");

    private final OptionSpec reports =
            OptionSpec.builder("--report")
                    .paramLabel("FORMAT=FILE")
                    .arity("1")
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .description(
                            "Also write FILE, replacing it in one step, in this --format. May be"
                                    + " given again.")
                    .build();

    private final OptionSpec color = Options.color();

    private final Destination destination;
    private final Map<Path, Form> files = new LinkedHashMap<>();

    Publication(Surroundings surroundings) {
        destination = new Destination(surroundings);
    }

    void describe(CommandSpec spec) {
        spec.addOption(format).addOption(reports).addOption(color);
        destination.describe(spec);
    }

    /** Refuses what cannot be meant; to be called before any work is done. */
    void examine() {
        files.clear();
        for (String report : Options.<String>all(reports)) {
            int equals = report.indexOf('=');
            if (equals < 0 || equals + 1 == report.length()) {
                throw new WrongUsage("--report: expected FORMAT=FILE, found '" + report + "'");
            }
            Path file = path(report.substring(equals + 1));
            if (files.put(file, form(report.substring(0, equals))) != null) {
                throw new WrongUsage("--report: " + file + " was given twice");
            }
        }
    }

    private Form form(String word) {
        try {
            return Choice.of(Form.class, word);
        } catch (TypeConversionException unknown) {
            throw new WrongUsage("--report: " + unknown.getMessage());
        }
    }

    private Path path(String name) {
        try {
            return Path.of(name).normalize();
        } catch (InvalidPathException unusable) {
            throw new WrongUsage("--report: not a path: '" + name + "'");
        }
    }

    /** The form of the main output. */
    Form form() {
        return format.getValue();
    }

    /** Whether people see the text form as it is written. */
    boolean showsText() {
        return form() == Form.TEXT && destination.isStandardOutput();
    }

    TextStyle style() {
        return destination.style(color);
    }

    /** Whether a form is wanted that also tells of a run in which nothing could be read. */
    boolean isForCi() {
        return form().ci().isPresent() || !files.isEmpty();
    }

    /** Writes the main output, whatever its form. */
    void write(Destination.Content content) {
        destination.write(content);
    }

    /** Writes all that is wanted. */
    void publish(Forms forms) {
        Optional<CiRun> run = isForCi() ? Optional.of(forms.ciRun()) : Optional.empty();
        destination.write(out -> write(form(), style(), forms, run, out));
        files.forEach(
                (file, form) ->
                        Destination.write(
                                file, out -> write(form, TextStyle.PLAIN, forms, run, out)));
    }

    private static void write(
            Form form, TextStyle style, Forms forms, Optional<CiRun> run, OutputStream out)
            throws IOException {
        if (form == Form.TEXT) {
            forms.text(style, out);
        } else if (form == Form.JSON) {
            forms.json(out);
        } else {
            form.ci().orElseThrow().write(run.orElseThrow(), out);
        }
    }
}
