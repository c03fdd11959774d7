package org.lockreplay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.lockreplay.gate.CorpusCheck;
import org.lockreplay.gate.CorpusReport;
import org.lockreplay.gate.SummaryCache;
import org.lockreplay.gate.TraceResult.Status;
import org.lockreplay.text.VisibleText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The cache of summaries that lies in the folder of a corpus. It is a help, never needed: where it
 * cannot be used, a sentence says so and the work is done without.
 */
final class GateCache {

    private static final String FOLDER = ".lockreplay-cache";

    private final OptionSpec resume =
            Options.flag(
                    "--resume", "Take the summaries of unchanged traces from the cache, if there.");

    private final OptionSpec folder =
            Options.file(
                    "--cache",
                    "Where summaries are kept (default: "
                            + FOLDER
                            + " in the first folder of the corpus).");

    private final OptionSpec none = Options.flag("--no-cache", "Keep no summaries.");

    void describe(CommandSpec spec) {
        spec.addOption(resume).addOption(folder).addOption(none);
    }

    boolean resumes() {
        return resume.getValue();
    }

    /**
     * @param dialects changes with what else a summary depends on
     */
    Optional<SummaryCache> open(String corpus, String dialects, Surroundings surroundings) {
        Path given = folder.getValue();
        boolean possible = given != null || Files.isDirectory(Path.of(corpus));
        if (none.<Boolean>getValue() || !possible) {
            return Optional.empty();
        }
        Path path = given == null ? Path.of(corpus, FOLDER) : given;
        try {
            return Optional.of(SummaryCache.open(path, ProgramIdentity.text() + dialects));
        } catch (IOException refused) {
            say(surroundings, "no summaries are kept in " + path + ": " + Reason.of(refused));
            return Optional.empty();
        }
    }

    /** Says what went wrong with the cache; takes out what is no longer of use. */
    void finish(
            CorpusCheck check,
            Optional<SummaryCache> cache,
            CorpusReport report,
            Surroundings surroundings) {
        check.cacheTrouble()
                .ifPresent(
                        refused ->
                                say(
                                        surroundings,
                                        "not every summary could be kept: " + Reason.of(refused)));
        if (cache.isEmpty()) {
            return;
        }
        int damaged = cache.get().damaged();
        if (damaged > 0) {
            say(
                    surroundings,
                    damaged
                            + (damaged == 1 ? " summary" : " summaries")
                            + " in the cache damaged, made again");
        }
        boolean whole =
                report.traces().stream().noneMatch(trace -> trace.status() == Status.NOT_REACHED);
        if (whole) {
            try {
                check.tidy(cache.get());
            } catch (IOException refused) {
                say(surroundings, "cannot tidy the cache: " + Reason.of(refused));
            }
        }
    }

    private static void say(Surroundings surroundings, String sentence) {
        surroundings.error().println("lockreplay: " + VisibleText.of(sentence));
    }
}
