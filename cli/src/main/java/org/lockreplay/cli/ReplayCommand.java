package org.lockreplay.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Checker;
import org.lockreplay.check.MpxProtocol;
import org.lockreplay.check.Report;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.protocol.LockAliases;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.replay.lock.LockReplay;
import org.lockreplay.replay.mpx.AskedTime;
import org.lockreplay.replay.mpx.HistoryScope;
import org.lockreplay.replay.mpx.MpxObservations;
import org.lockreplay.replay.mpx.MpxReplay;
import org.lockreplay.replay.mpx.Questions;
import org.lockreplay.report.ReplayCsv;
import org.lockreplay.report.ReplayJson;
import org.lockreplay.report.ReplayReport;
import org.lockreplay.report.ReplayTable;
import org.lockreplay.report.ReplayText;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.text.VisibleText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** {@code replay}: rebuilds the bounds directories of a recording, at any moment of it. */
final class ReplayCommand implements Command {

    /** For whom it writes. */
    private enum Form {
        TEXT,
        JSON,
        CSV
    }

    private static final int ROWS = 40;

    private final OptionSpec format =
            Choice.option("--format", Form.TEXT, "For people, for programs, or as a table");

    private final OptionSpec table =
            OptionSpec.builder("--table")
                    .type(ReplayTable.class)
                    .converters(Choice.of(ReplayTable.class))
                    .paramLabel("NAME")
                    .description(
                            "The table that --format csv writes: "
                                    + Choice.words(ReplayTable.class)
                                    + " (default: history or memory if asked for, else entries).")
                    .build();

    private final OptionSpec at =
            OptionSpec.builder("--at")
                    .paramLabel("TIME")
                    .type(List.class)
                    .auxiliaryTypes(AskedTime.class)
                    .converters(text -> time(text))
                    .description(
                            "The state after all events up to TIME, as the trace prints it"
                                    + " (repeatable).")
                    .build();

    private final OptionSpec atLine =
            OptionSpec.builder("--at-line")
                    .paramLabel("N")
                    .type(List.class)
                    .auxiliaryTypes(Long.class)
                    .converters(text -> line(text))
                    .description("The state after all events up to line N (repeatable).")
                    .build();

    private final OptionSpec history =
            OptionSpec.builder("--history")
                    .paramLabel("0xADDRESS[-0xLAST]")
                    .arity("0..1")
                    .type(HistoryScope.class)
                    .parameterConsumer(new HistoryArgument())
                    .description(
                            "What happened to all entries, or to those that cover an address, stand"
                                    + " at it, or whose table is there.")
                    .build();

    private final OptionSpec memory =
            OptionSpec.builder("--mm")
                    .paramLabel("PID")
                    .type(List.class)
                    .auxiliaryTypes(Integer.class)
                    .converters(text -> pid(text))
                    .description(
                            "The memory of a task: what is mapped, page faults, who holds mmap_sem"
                                    + " (repeatable).")
                    .build();

    private final OptionSpec protocol =
            Protocols.option("Judge bounds tables by a lock protocol, as check does.");

    private final OptionSpec limit =
            OptionSpec.builder("--limit")
                    .paramLabel("N")
                    .type(int.class)
                    .defaultValue(Integer.toString(ROWS))
                    .description("The most rows of one table of text, 0 for all (default: 40).")
                    .build();

    private final OptionSpec color = Options.color();

    private final Surroundings surroundings;
    private final Inputs inputs;
    private final Destination destination;

    ReplayCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        inputs = Inputs.oneRecording(surroundings);
        destination = new Destination(surroundings);
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(at).addOption(atLine).addOption(history).addOption(memory);
        spec.addOption(protocol)
                .addOption(format)
                .addOption(table)
                .addOption(limit)
                .addOption(color);
        inputs.describe(spec);
        destination.describe(spec);
        spec.usageMessage()
                .description("Rebuild the bounds directories (Intel MPX) of a recording.")
                .footer(
                        "",
                        "Example:",
                        "  lockreplay replay traces/mpx/bdsem-small/input.trace.xz",
                        "  lockreplay replay --at-line 500 --mm 42"
                                + " traces/mpx/bdsem-small/input.trace.xz");
    }

    @Override
    public Integer call() {
        Questions questions = questions();
        CheckOptions rules = rules();
        Intake intake = inputs.intake();
        LockReplay locks = LockReplay.ofWatchedPair(LockAliases.shipped());
        MpxReplay mpx = new MpxReplay(questions);
        Optional<TraceFacts> facts = intake.read(inputs.names().get(0), locks, mpx);
        if (facts.isPresent()) {
            refuseFractionsOfTicks(questions, facts.get());
            MpxObservations found = mpx.finish();
            LockOrderSummary summary = LockOrderSummary.of(facts.get(), locks.finish(), found);
            Report checked = Checker.check(summary, rules);
            ReplayReport report = ReplayReport.of(facts.get(), questions, found, checked);
            destination.write(out -> write(report, out));
        }
        return intake.outranks(ExitStatus.CLEAN);
    }

    private CheckOptions rules() {
        String name = protocol.getValue();
        CheckOptions options = CheckOptions.shipped();
        if (name == null) {
            return options;
        }
        Protocol chosen = Protocols.named(name);
        return options.withMpx(MpxProtocol.of(chosen));
    }

    private Questions questions() {
        List<AskedTime> times = Options.all(at);
        List<Long> lines = Options.all(atLine);
        List<Integer> pids = Options.all(memory);
        HistoryScope scope = history.getValue();
        if (limit.<Integer>getValue() < 0) {
            throw new WrongUsage("--limit must be at least 0");
        }
        Questions asked =
                Questions.NONE
                        .withoutSections()
                        .callingLocks(LockAliases.shipped())
                        .atLines(lines)
                        .atTimes(times)
                        .memoryOf(pids);
        Questions all = scope == null ? asked : asked.historyOf(scope);
        refuseTable(all);
        return all;
    }

    /** A table that would answer nothing, or one of several answers. */
    private void refuseTable(Questions asked) {
        ReplayTable chosen = table.getValue();
        boolean csv = format.getValue() == Form.CSV;
        if (chosen == null) {
            if (csv && asked.history().isPresent() && !asked.memoryOf().isEmpty()) {
                throw new WrongUsage("csv is one table: say by --table history, memory, … which");
            }
            return;
        }
        String word = Choice.word(chosen);
        if (!csv) {
            throw new WrongUsage("--table " + word + " is one of csv: add --format csv");
        }
        chosen.needs(asked)
                .ifPresent(
                        option -> {
                            throw new WrongUsage(
                                    "--table " + word + " has rows only with " + option);
                        });
    }

    private void refuseFractionsOfTicks(Questions questions, TraceFacts facts) {
        if (facts.ticks() && questions.times().stream().anyMatch(AskedTime::fraction)) {
            throw new WrongUsage(
                    "the clock of this trace counts ticks: --at takes a whole number of them");
        }
    }

    private void write(ReplayReport report, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        switch (format.<Form>getValue()) {
            case JSON -> ReplayJson.write(report, out);
            case CSV -> {
                ReplayTable chosen = table.getValue();
                ReplayCsv.write(
                        report,
                        chosen == null ? ReplayTable.answering(report.asked()) : chosen,
                        writer);
                report.allNotes().forEach(this::note);
            }
            case TEXT -> {
                ReplayText.write(report, limit.getValue(), destination.style(color), writer);
            }
        }
        writer.flush();
    }

    private void note(String sentence) {
        surroundings.error().println("lockreplay: note: " + VisibleText.of(sentence));
    }

    private static AskedTime time(String text) {
        return AskedTime.parse(text)
                .orElseThrow(
                        () ->
                                new TypeConversionException(
                                        "expected a time as the trace prints it (12.345678, up to"
                                                + " nine digits behind the point), found '"
                                                + text
                                                + "'"));
    }

    private static long line(String text) {
        long line = 0;
        try {
            line = Long.parseLong(text);
        } catch (NumberFormatException none) {
            // 0, as if it stood there: no line either
        }
        if (line < 1) {
            throw new TypeConversionException(
                    "expected the number of a line (lines count from 1), found '" + text + "'");
        }
        return line;
    }

    private static int pid(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException none) {
            throw new TypeConversionException(
                    "expected the pid of a task, as it stands behind its name, found '"
                            + text
                            + "'");
        }
    }
}
