package org.lockreplay.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.gate.Corpus;
import org.lockreplay.gate.CorpusCheck;
import org.lockreplay.gate.CorpusReport;
import org.lockreplay.gate.Difference;
import org.lockreplay.gate.Progress;
import org.lockreplay.gate.TraceResult;
import org.lockreplay.report.JsonDifference;
import org.lockreplay.report.TextDifference;
import org.lockreplay.text.VisibleText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code diff}: how what some traces saw differs from what others saw. */
final class DiffCommand implements Command {

    private final OptionSpec format =
            Choice.option("--format", Format.TEXT, "For people or for programs");

    private final PositionalParamSpec before =
            side("0", "OLD", "A trace, a summary that merge wrote, or a folder of these.");

    private final PositionalParamSpec now = side("1", "NEW", "What to hold against it.");

    private final Threads threads = new Threads();
    private final OptionSpec strict =
            Options.flag("--strict", "A malformed line makes a trace unreadable.");

    private final TypeFiles types = new TypeFiles();
    private final DialectFiles dialects = new DialectFiles();
    private final Surroundings surroundings;
    private final Destination destination;

    DiffCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        destination = new Destination(surroundings);
    }

    private static PositionalParamSpec side(String index, String label, String description) {
        return PositionalParamSpec.builder()
                .paramLabel(label)
                .index(index)
                .arity("1")
                .required(true)
                .type(String.class)
                .description(description)
                .build();
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(before).addPositional(now);
        spec.addOption(format).addOption(threads.option()).addOption(strict);
        spec.addOption(types.option());
        dialects.describe(spec);
        destination.describe(spec);
        spec.usageMessage()
                .description(
                        "Tell which lock classes, nestings and findings are new, gone, or seen"
                                + " more or less often.")
                .footer(
                        "",
                        "Example:",
                        "  lockreplay diff traces/seeded/ok_consistent/input.trace.xz"
                                + " traces/seeded/abba_mutex/input.trace.xz");
    }

    @Override
    public Integer call() {
        CheckOptions judged = types.options();
        CorpusReport old = read(before.getValue(), judged);
        CorpusReport fresh = read(now.getValue(), judged);
        boolean some = !old.sets().isEmpty() && !fresh.sets().isEmpty();
        if (some) {
            Difference difference = Difference.between(old, fresh);
            destination.write(out -> write(difference, out));
        }
        return some && isWhole(old) && isWhole(fresh) ? ExitStatus.CLEAN : ExitStatus.UNREADABLE;
    }

    private CorpusReport read(String side, CheckOptions judged) {
        if (side.equals(Intake.STANDARD_INPUT)) {
            throw new WrongUsage(CorpusInputs.NO_STANDARD_INPUT);
        }
        boolean malformed = strict.getValue();
        try {
            Corpus corpus = Corpus.open(List.of(side), Optional.empty());
            CorpusCheck.Options options =
                    new CorpusCheck.Options(threads.number(), false, malformed, false, judged);
            CorpusReport report =
                    new CorpusCheck(
                                    corpus,
                                    options,
                                    dialects.read(),
                                    Optional.empty(),
                                    Progress.NONE)
                            .run();
            tell(side, report);
            return report;
        } catch (IOException wrong) {
            throw new WrongUsage("cannot use " + side + ": " + Reason.of(wrong));
        }
    }

    private void tell(String side, CorpusReport report) {
        for (TraceResult trace : report.traces()) {
            trace.reason().ifPresent(this::say);
        }
        if (report.traces().isEmpty()) {
            say(side + ": there is no trace in it");
        }
    }

    private static boolean isWhole(CorpusReport report) {
        return report.traces().stream()
                .noneMatch(trace -> trace.status() == TraceResult.Status.UNREADABLE);
    }

    private void write(Difference difference, OutputStream out) throws IOException {
        switch (format.<Format>getValue()) {
            case JSON -> JsonDifference.write(difference, out);
            case TEXT -> {
                Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                TextDifference.write(difference, writer);
                writer.flush();
            }
        }
    }

    private void say(String sentence) {
        surroundings.error().println("lockreplay: " + VisibleText.of(sentence));
    }
}
