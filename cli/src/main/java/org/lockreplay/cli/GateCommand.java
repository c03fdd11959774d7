package org.lockreplay.cli;

import static org.lockreplay.gate.TraceResult.Status.UNREADABLE;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.lockreplay.gate.Baseline;
import org.lockreplay.gate.Corpus;
import org.lockreplay.gate.CorpusCheck;
import org.lockreplay.gate.CorpusReport;
import org.lockreplay.gate.Gate;
import org.lockreplay.gate.ManifestWriter;
import org.lockreplay.gate.SummaryCache;
import org.lockreplay.gate.Suppression;
import org.lockreplay.gate.Threshold;
import org.lockreplay.gate.Verdict;
import org.lockreplay.parser.dialect.Dialects;
import org.lockreplay.text.VisibleText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code gate}: whether a corpus of traces is worse than what is known and excused. */
final class GateCommand implements Command {

    private final OptionSpec failOn =
            Choice.option("--fail-on", Threshold.NEW_ERROR, "Which findings make it fail");

    private final OptionSpec allowUnreadable =
            Options.flag("--allow-unreadable", "A trace that cannot be read is told, and no more.");

    private final OptionSpec updateExpectations =
            Options.flag(
                    "--update-expectations",
                    "Make the manifest expect of each trace what that shows now.");

    private final Surroundings surroundings;
    private final CorpusInputs inputs;
    private final GateFiles files = new GateFiles();
    private final GateCache caching = new GateCache();
    private final Publication publication;

    GateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        inputs = new CorpusInputs();
        publication = new Publication(surroundings);
    }

    @Override
    public void describe(CommandSpec spec) {
        inputs.describe(spec);
        spec.addOption(failOn);
        files.describe(spec);
        spec.addOption(updateExpectations).addOption(allowUnreadable);
        caching.describe(spec);
        publication.describe(spec);
        spec.usageMessage()
                .description(
                        "Judge folders of traces against what is known and excused: one line says"
                                + " whether this build is worse than the last.")
                .footer("", "Example:", "  lockreplay gate traces");
    }

    @Override
    public Integer call() {
        publication.examine();
        String first = inputs.roots().get(0);
        Baseline baseline = files.baseline(first);
        List<Suppression> suppressions = files.suppressions(first);
        Optional<SummaryCache> cache =
                caching.open(first, inputs.dialects().identity(), surroundings);
        GateProgress progress = new GateProgress(surroundings);
        CorpusCheck check = check(cache, progress);
        surroundings.onInterrupt().accept(check::stop);
        CorpusReport report = check.run();
        progress.end();
        check.complaints().forEach(this::say);
        caching.finish(check, cache, report, surroundings);
        LocalDate today = LocalDate.now(surroundings.clock());
        Threshold threshold = failOn.getValue();
        Baseline known = baseline;
        Verdict verdict = new Gate(baseline, suppressions, threshold, today).judge(report);
        if (files.updates() && mayUpdate(verdict)) {
            known =
                    verdict.isWhole()
                            ? baseline.updated(verdict.findings(), today)
                            : baseline.extended(verdict.findings(), today);
            files.write(known, first);
            verdict = new Gate(known, suppressions, threshold, today).judge(report);
        }
        if (updateExpectations.<Boolean>getValue() && mayExpect(verdict)) {
            CorpusReport expected = updateManifests(check);
            verdict = new Gate(known, suppressions, threshold, today).judge(expected);
        }
        show(verdict);
        return status(verdict);
    }

    /** Makes the manifests expect what was seen; what that comes to by them. */
    private CorpusReport updateManifests(CorpusCheck check) {
        check.manifestsAsSeen()
                .forEach(
                        (path, manifest) -> {
                            files.replace(
                                    "manifest",
                                    path,
                                    out -> ManifestWriter.write(manifest, path, out));
                            say(
                                    path
                                            + " now expects what was seen; read it before it is"
                                            + " committed");
                        });
        try {
            return check.judgedBy(inputs.corpus());
        } catch (IOException wrong) {
            throw cannotUse(wrong);
        }
    }

    private CorpusCheck check(Optional<SummaryCache> cache, GateProgress progress) {
        CorpusCheck.Options options =
                new CorpusCheck.Options(
                        inputs.threads(),
                        caching.resumes(),
                        inputs.isStrict(),
                        allowUnreadable.getValue(),
                        inputs.judged());
        Dialects dialects = inputs.dialects().read();
        try {
            Corpus corpus = inputs.corpus();
            return new CorpusCheck(corpus, options, dialects, cache, progress);
        } catch (IOException wrong) {
            throw cannotUse(wrong);
        }
    }

    private static WrongUsage cannotUse(IOException wrong) {
        return new WrongUsage("cannot use the corpus: " + Reason.withFile(wrong));
    }

    /** What was not read may show what the baseline would then forget. */
    private boolean mayUpdate(Verdict verdict) {
        boolean may = isRead(verdict);
        if (!may) {
            say("the baseline was not updated, because not every trace could be read");
        }
        return may;
    }

    /** What was not read would be expected to stay so. */
    private boolean mayExpect(Verdict verdict) {
        boolean may = isRead(verdict);
        if (!may) {
            say(
                    "no manifest was updated, because not every trace could be read"
                            + " (--allow-unreadable puts up with that)");
        }
        return may;
    }

    private static boolean isRead(Verdict verdict) {
        return !verdict.isPartial() && verdict.traces(UNREADABLE).isEmpty();
    }

    private void show(Verdict verdict) {
        if (!publication.showsText()) {
            say(verdict.sentence());
            verdict.traces().forEach(trace -> trace.reason().ifPresent(this::say));
        }
        publication.publish(new GateForms(verdict, status(verdict)));
    }

    private static int status(Verdict verdict) {
        if (verdict.isPartial()) {
            return ExitStatus.INTERRUPTED;
        }
        if (verdict.traces().isEmpty() || !verdict.traces(UNREADABLE).isEmpty()) {
            return ExitStatus.UNREADABLE;
        }
        return verdict.passed() ? ExitStatus.CLEAN : ExitStatus.FINDINGS;
    }

    private void say(String sentence) {
        surroundings.error().println("lockreplay: " + VisibleText.of(sentence));
    }
}
