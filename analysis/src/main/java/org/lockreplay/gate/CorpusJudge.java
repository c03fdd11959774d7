package org.lockreplay.gate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Severity;
import org.lockreplay.gate.TraceResult.Status;
import org.lockreplay.gate.TraceSettings.Unreadable;
import org.lockreplay.summary.InputReader;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.SourceTrace;

/**
 * Judges what the files of a corpus showed: each set together, and each trace as its manifest says.
 */
final class CorpusJudge {

    private final Map<Judging, CheckOptions> options = new HashMap<>();
    private final Examiner examiner;
    private final boolean allowUnreadable;

    private final Map<String, List<SetJudge.Member>> sets = new TreeMap<>();
    private final List<TraceResult> traces = new ArrayList<>();
    private final List<SkippedFile> skipped = new ArrayList<>();
    private final Map<String, Set<String>> expected = new HashMap<>();
    private final Map<String, List<Finding>> unwelcome = new HashMap<>();

    /**
     * @param files their settings are read here, so that a wrong one is told before the long work
     * @param reader of recordings that need a second look
     * @param allowUnreadable no file must be readable
     * @param others hold where a manifest says nothing
     * @throws IOException if a declared order or a protocol is wrong
     */
    CorpusJudge(
            Iterable<CorpusFile> files,
            InputReader reader,
            boolean allowUnreadable,
            CheckOptions others)
            throws IOException {
        this.examiner = new Examiner(reader);
        this.allowUnreadable = allowUnreadable;
        for (CorpusFile file : files) {
            Judging judging = file.settings().judging();
            if (!options.containsKey(judging)) {
                options.put(judging, judging.options(others));
            }
        }
    }

    /** The report of a corpus whose files, by path, came to these outcomes. */
    CorpusReport judge(List<CorpusFile> files, List<FileOutcome> outcomes) {
        for (int i = 0; i < files.size(); i++) {
            add(files.get(i), outcomes.get(i));
        }
        List<JudgedSet> judged = new ArrayList<>();
        sets.forEach(
                (name, members) ->
                        judged.add(new SetJudge(options, examiner).judge(name, members)));
        return new CorpusReport(judged, traces, skipped, expected, unwelcome);
    }

    /** What each trace that was reached shows alone, by path. */
    Map<String, ManifestUpdate.Shown> shown(List<CorpusFile> files, List<FileOutcome> outcomes) {
        Map<String, ManifestUpdate.Shown> shown = new HashMap<>();
        for (int i = 0; i < outcomes.size(); i++) {
            CorpusFile file = files.get(i);
            if (outcomes.get(i) instanceof FileOutcome.Read read) {
                Optional<List<Finding>> alone = Optional.of(alone(file, read.summary()));
                shown.put(file.path(), new ManifestUpdate.Shown(alone));
            } else if (outcomes.get(i) instanceof FileOutcome.Unreadable
                    && file.missing().isEmpty()) {
                shown.put(file.path(), new ManifestUpdate.Shown(Optional.empty()));
            }
        }
        return shown;
    }

    /** What went wrong with second looks, a sentence each. */
    List<String> complaints() {
        return examiner.complaints();
    }

    private List<Finding> alone(CorpusFile file, LockOrderSummary summary) {
        return examiner.report(summary, options.get(file.settings().judging())).findings();
    }

    private void add(CorpusFile file, FileOutcome outcome) {
        if (outcome instanceof FileOutcome.Read read) {
            summary(file, read.summary());
            result(file, Status.READ, Optional.empty(), read.summary(), broken(file, read));
        } else if (outcome instanceof FileOutcome.Unreadable unreadable) {
            LockOrderSummary part = unreadable.summary().orElse(LockOrderSummary.EMPTY);
            unreadable.summary().ifPresent(summary -> summary(file, summary));
            result(file, unreadable(file), Optional.of(unreadable.reason()), part, List.of());
        } else if (outcome instanceof FileOutcome.Skipped none) {
            skipped.add(new SkippedFile(file.path(), none.reason()));
        } else {
            LockOrderSummary nothing = LockOrderSummary.EMPTY;
            result(file, Status.NOT_REACHED, Optional.empty(), nothing, List.of());
        }
    }

    private Status unreadable(CorpusFile file) {
        boolean allowed = allowUnreadable || file.settings().whenUnreadable() != Unreadable.FAILS;
        return allowed ? Status.UNREADABLE_ALLOWED : Status.UNREADABLE;
    }

    private void summary(CorpusFile file, LockOrderSummary summary) {
        examiner.remember(file, summary);
        String set = file.settings().setOf(file.path());
        sets.computeIfAbsent(set, name -> new ArrayList<>())
                .add(new SetJudge.Member(file.settings().judging(), summary));
    }

    private void result(
            CorpusFile file,
            Status status,
            Optional<String> reason,
            LockOrderSummary summary,
            List<String> broken) {
        List<SourceTrace> sources = summary.traces();
        String set = file.settings().setOf(file.path());
        traces.add(
                new TraceResult(
                        file.path(),
                        file.settings().labels(),
                        set,
                        status,
                        reason,
                        sources,
                        broken));
    }

    /** What the manifest says of a trace that could be read, and is not so. */
    private List<String> broken(CorpusFile file, FileOutcome.Read read) {
        if (file.settings().whenUnreadable() == Unreadable.EXPECTED) {
            return List.of("it was expected to be unreadable, but could be read");
        }
        if (file.settings().findings().isEmpty()) {
            return List.of();
        }
        Expectation expectation = file.settings().findings().get();
        List<Finding> found = alone(file, read.summary());
        if (expectation.findings().isEmpty()) {
            unwelcome.put(file.path(), found.stream().filter(CorpusJudge::isBad).toList());
            return List.of();
        }
        Set<String> wanted =
                expected.computeIfAbsent(
                        file.settings().setOf(file.path()), set -> new HashSet<>());
        List<String> broken = new ArrayList<>();
        for (Expectation.Wanted one : expectation.findings()) {
            wanted.add(one.fingerprint());
            difference(one, found).ifPresent(broken::add);
        }
        return broken;
    }

    private static Optional<String> difference(Expectation.Wanted wanted, List<Finding> found) {
        String name =
                "the expected finding "
                        + wanted.fingerprint()
                        + (wanted.what().isEmpty() ? "" : " (" + wanted.what() + ")");
        Optional<Finding> there =
                found.stream()
                        .filter(finding -> finding.fingerprint().equals(wanted.fingerprint()))
                        .findFirst();
        if (there.isEmpty()) {
            return Optional.of(name + " is missing");
        }
        Severity severity = there.get().severity();
        return wanted.severity().filter(expected -> expected != severity).isPresent()
                ? Optional.of(
                        name
                                + " was to be of severity "
                                + wanted.severity().get().label()
                                + " and is of severity "
                                + severity.label())
                : Optional.empty();
    }

    private static boolean isBad(Finding finding) {
        return finding.severity() != Severity.NOTE;
    }
}
