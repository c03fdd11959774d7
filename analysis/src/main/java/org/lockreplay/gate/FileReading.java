package org.lockreplay.gate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.lockreplay.gate.FileOutcome.Read;
import org.lockreplay.gate.FileOutcome.Skipped;
import org.lockreplay.gate.FileOutcome.Unreadable;
import org.lockreplay.json.JsonException;
import org.lockreplay.parser.PeekStream;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.summary.InputReader;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.SourceTrace;
import org.lockreplay.text.Sha256;

/** Reads one file of a corpus: from the cache if that has it, else from the file itself. */
final class FileReading {

    private static final int BUFFER = 128 << 10;

    private final InputReader reader;
    private final Recognition recognition = new Recognition();
    private final Optional<SummaryCache> cache;
    private final boolean resume;
    private final boolean strict;
    private final Progress progress;
    private final Set<String> contents = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<IOException> unwritten = new ConcurrentLinkedQueue<>();

    /**
     * @param reader with any number of threads
     * @param cache takes the summaries that are made
     * @param resume summaries that it has are not made again
     * @param strict a malformed line makes a file unreadable
     */
    FileReading(
            InputReader reader,
            Optional<SummaryCache> cache,
            boolean resume,
            boolean strict,
            Progress progress) {
        this.reader = reader;
        this.cache = cache;
        this.resume = resume;
        this.strict = strict;
        this.progress = progress;
    }

    /**
     * @param threads how many may parse it
     */
    FileOutcome read(CorpusFile file, int threads) {
        FileOutcome outcome = outcome(file, threads);
        progress.file(outcome instanceof Read read ? events(read.summary()) : 0);
        return outcome;
    }

    private FileOutcome outcome(CorpusFile file, int threads) {
        if (file.missing().isPresent()) {
            return unreadable(file.missing().get());
        }
        return file.noTrace().isPresent() ? new Skipped(file.noTrace().get()) : open(file, threads);
    }

    /** The contents that the cache now has a summary for. */
    Set<String> contents() {
        return contents;
    }

    /** Why a summary could not be kept, if that ever happened. */
    Optional<IOException> unwritten() {
        return Optional.ofNullable(unwritten.peek());
    }

    private FileOutcome open(CorpusFile file, int threads) {
        try {
            if (resume && cache.isPresent()) {
                String content = contentOf(file.file());
                Optional<LockOrderSummary> known = cache.get().find(content, file.path());
                if (known.isPresent()) {
                    contents.add(content);
                    progress.bytes(file.bytes());
                    return outcome(known.get());
                }
            }
            return fromFile(file, threads);
        } catch (NoSuchFileException gone) {
            return unreadable(file.path() + ": it was there a moment ago and is gone");
        } catch (JsonException | UnreadableTraceException wrong) {
            return unreadable(wrong.getMessage());
        } catch (IOException broken) {
            return unreadable(file.path() + ": " + why(broken));
        }
    }

    private FileOutcome fromFile(CorpusFile file, int threads)
            throws IOException, UnreadableTraceException {
        Optional<MessageDigest> digest = cache.map(any -> Sha256.digest());
        try (WatchedStream stream =
                new WatchedStream(Files.newInputStream(file.file()), digest, progress)) {
            PeekStream plain = TraceReader.decompressed(file.path(), stream);
            Optional<String> whyNot =
                    file.named() ? Optional.empty() : recognition.whyNoTrace(plain);
            if (whyNot.isPresent()) {
                return new Skipped(whyNot.get());
            }
            LockOrderSummary summary = reader.withThreads(threads).read(file.path(), plain);
            if (digest.isPresent()) {
                stream.finish();
                keep(file, Sha256.hex(digest.get()), summary);
            }
            return outcome(summary);
        }
    }

    /** A saved summary needs no cache, and of a damaged trace the rest may still come. */
    private void keep(CorpusFile file, String content, LockOrderSummary summary) {
        boolean worth =
                summary.traces().size() == 1
                        && summary.traces().get(0).path().equals(file.path())
                        && damage(summary).isEmpty();
        if (worth && cache.isPresent()) {
            try {
                cache.get().store(content, summary);
                contents.add(content);
            } catch (IOException cannot) {
                unwritten.add(cannot);
            }
        }
    }

    private FileOutcome outcome(LockOrderSummary summary) {
        Optional<String> trouble = damage(summary).or(() -> malformed(summary));
        return trouble.isPresent()
                ? new Unreadable(trouble.get(), Optional.of(summary))
                : new Read(summary);
    }

    private static Optional<String> damage(LockOrderSummary summary) {
        for (SourceTrace trace : summary.traces()) {
            TraceFacts facts = trace.facts();
            if (facts.damage().isPresent()) {
                return Optional.of(facts.path() + ": " + facts.damage().get());
            }
        }
        return Optional.empty();
    }

    private Optional<String> malformed(LockOrderSummary summary) {
        return summary.traces().stream()
                .map(SourceTrace::facts)
                .filter(facts -> strict && facts.malformed() > 0)
                .map(facts -> facts.firstMalformed().get(0).message(facts.path()))
                .findFirst();
    }

    private static FileOutcome unreadable(String reason) {
        return new Unreadable(reason, Optional.empty());
    }

    private static String why(IOException broken) {
        if (broken instanceof AccessDeniedException) {
            return "no permission to read it";
        }
        return broken.getMessage() == null
                ? broken.getClass().getSimpleName()
                : broken.getMessage();
    }

    private static long events(LockOrderSummary summary) {
        return summary.traces().stream().mapToLong(trace -> trace.facts().eventCount()).sum();
    }

    private static String contentOf(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream stream = Files.newInputStream(file)) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return Sha256.hex(digest);
    }
}
