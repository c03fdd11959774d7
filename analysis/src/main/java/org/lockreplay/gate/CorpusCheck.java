package org.lockreplay.gate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.dialect.Dialects;
import org.lockreplay.summary.InputReader;

/**
 * Reads and judges a corpus: with several threads, in bounded memory, and so that it can be
 * stopped.
 */
public final class CorpusCheck {

    /** A trace compressed by {@code xz -9} asks for 64 MiB while it is read. */
    private static final long BYTES_FOR_A_THREAD = 96L << 20;

    private final Corpus corpus;
    private final List<CorpusFile> files;
    private final InputReader reader;
    private final Options options;
    private final CorpusJudge judge;
    private final FileReading reading;
    private final CorpusReading parallel;
    private final Progress progress;
    private List<FileOutcome> outcomes = List.of();

    /**
     * @param options how to go about it
     * @param dialects what events mean that stock kernels do not have
     * @param cache takes the summaries that are made; empty for none
     * @throws IOException if a file that a manifest names, a declared order, is wrong
     */
    public CorpusCheck(
            Corpus corpus,
            Options options,
            Dialects dialects,
            Optional<SummaryCache> cache,
            Progress progress)
            throws IOException {
        this.corpus = corpus;
        this.files = List.copyOf(corpus.files());
        this.reader = new InputReader(new TraceReader(options.threads(), dialects));
        this.options = options;
        this.judge = new CorpusJudge(files, reader, options.allowUnreadable(), options.judged());
        this.reading = new FileReading(reader, cache, options.resume(), options.strict(), progress);
        this.parallel = new CorpusReading(reading, affordable(options.threads()));
        this.progress = progress;
    }

    /**
     * How to go about it.
     *
     * @param threads at most so many at a time, at least 1; the result does not depend on it
     * @param resume summaries that the cache has are not made again
     * @param strict a malformed line makes a trace unreadable
     * @param allowUnreadable a trace that cannot be read is told, and no more
     * @param judged by what traces are judged of which no manifest says it
     */
    public record Options(
            int threads,
            boolean resume,
            boolean strict,
            boolean allowUnreadable,
            CheckOptions judged) {}

    /** Reads all files and judges them; ends early, with what was read, after {@link #stop}. */
    public CorpusReport run() {
        progress.begin(files.size(), files.stream().mapToLong(CorpusFile::bytes).sum());
        outcomes = parallel.read(files);
        return judge.judge(files, outcomes);
    }

    /**
     * For each folder the manifest that expects what the last run saw in it, by where it stands.
     *
     * @see ManifestWriter
     */
    public Map<Path, Manifest> manifestsAsSeen() {
        Map<String, ManifestUpdate.Shown> shown = judge.shown(files, outcomes);
        Map<Path, Manifest> manifests = new LinkedHashMap<>();
        for (Corpus.Folder folder : corpus.folders()) {
            Map<String, ManifestUpdate.Shown> below = new HashMap<>();
            shown.forEach(
                    (path, what) -> {
                        if (path.startsWith(folder.prefix())) {
                            below.put(path.substring(folder.prefix().length()), what);
                        }
                    });
            manifests.put(folder.manifestPath(), ManifestUpdate.of(folder.manifest(), below));
        }
        return manifests;
    }

    /**
     * Judges what the last run saw by other manifests, without reading it again.
     *
     * @param changed the same folders
     * @throws IOException if a file that a manifest names is wrong
     */
    public CorpusReport judgedBy(Corpus changed) throws IOException {
        Map<String, FileOutcome> seen = new HashMap<>();
        for (int i = 0; i < files.size(); i++) {
            seen.put(files.get(i).path(), outcomes.get(i));
        }
        List<CorpusFile> now =
                changed.files().stream().filter(file -> seen.containsKey(file.path())).toList();
        return new CorpusJudge(now, reader, options.allowUnreadable(), options.judged())
                .judge(now, now.stream().map(file -> seen.get(file.path())).toList());
    }

    /** Ends the reading; from another thread. */
    public void stop() {
        parallel.stop();
    }

    /** Lets the cache forget what is no trace of this corpus; only after a whole run. */
    public void tidy(SummaryCache cache) throws IOException {
        cache.keepOnly(reading.contents());
    }

    /** Why recordings could not be looked at a second time; a sentence each. */
    public List<String> complaints() {
        return judge.complaints();
    }

    /** Why a summary could not be kept in the cache, if that ever happened. */
    public Optional<IOException> cacheTrouble() {
        return reading.unwritten();
    }

    private static int affordable(int threads) {
        long most = Runtime.getRuntime().maxMemory() / BYTES_FOR_A_THREAD;
        return (int) Math.max(1, Math.min(threads, most));
    }
}
