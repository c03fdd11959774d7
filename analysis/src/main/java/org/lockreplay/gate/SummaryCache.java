package org.lockreplay.gate;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.SummaryReader;
import org.lockreplay.summary.SummaryWriter;
import org.lockreplay.text.Sha256;

/**
 * Summaries that were made before, in a folder: one file for each trace, named by the SHA-256 of
 * the trace's content.
 *
 * <p>A file begins with a line that tells the program that made it and the SHA-256 of what follows,
 * the summary as JSON. One that is not exactly so (another program, a kill while writing, a bad
 * disk) is as good as none. Files are moved into place whole. Safe for several threads, and for
 * several processes.
 */
public final class SummaryCache {

    private static final String FORMAT = "lockreplay-cache/1";
    private static final String SUFFIX = ".summary";
    private static final String HALF = ".half-written";

    private final Path folder;
    private final String program;
    private final AtomicInteger damaged = new AtomicInteger();

    private SummaryCache(Path folder, String program) {
        this.folder = folder;
        this.program = program;
    }

    /**
     * Opens a cache, making its folder if there is none.
     *
     * @param program the version of the program, and whatever else a summary depends on beside the
     *     trace; one word
     * @throws IOException if the folder cannot be made or written
     */
    public static SummaryCache open(Path folder, String program) throws IOException {
        Files.createDirectories(folder);
        Path ignore = folder.resolve(".gitignore");
        if (!Files.exists(ignore)) {
            Files.writeString(ignore, "*\n");
        }
        return new SummaryCache(folder, program);
    }

    /**
     * The summary of a trace of this content.
     *
     * @param path the trace's path in the answer
     */
    Optional<LockOrderSummary> find(String content, String path) {
        try {
            byte[] bytes = Files.readAllBytes(file(content));
            byte[] head = head(content, Sha256.of(bytes, headLength(bytes), bytes.length));
            if (!Arrays.equals(head, Arrays.copyOf(bytes, headLength(bytes)))) {
                damaged.addAndGet(isOurs(bytes) ? 1 : 0);
                return Optional.empty();
            }
            ByteArrayInputStream json =
                    new ByteArrayInputStream(bytes, head.length, bytes.length - head.length);
            return Optional.of(SummaryReader.readOf(path, json));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            damaged.incrementAndGet();
            return Optional.empty();
        }
    }

    /** Keeps the summary of one trace; one that cannot be written is made again next time. */
    void store(String content, LockOrderSummary summary) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        SummaryWriter.write(summary, json);
        byte[] bytes = json.toByteArray();
        Path half = Files.createTempFile(folder, content, HALF);
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(half))) {
                out.write(head(content, Sha256.of(bytes, 0, bytes.length)));
                out.write(bytes);
            }
            Files.move(
                    half,
                    file(content),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    /** Forgets all summaries but those of these contents, and what a kill left half written. */
    void keepOnly(Set<String> contents) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path path : files.toList()) {
                String name = path.getFileName().toString();
                boolean kept =
                        !name.endsWith(HALF)
                                && (!name.endsWith(SUFFIX)
                                        || contents.contains(name.replace(SUFFIX, "")));
                if (!kept) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    /** How many summaries were there and could not be used because they were damaged. */
    public int damaged() {
        return damaged.get();
    }

    private Path file(String content) {
        return folder.resolve(content + SUFFIX);
    }

    private byte[] head(String content, String payload) {
        String line = String.join(" ", FORMAT, program, content, payload) + "\n";
        return line.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether this very program wrote it, so that it should have been right. */
    private boolean isOurs(byte[] bytes) {
        String begin = FORMAT + " " + program + " ";
        return bytes.length < begin.length()
                || new String(bytes, 0, begin.length(), StandardCharsets.UTF_8).equals(begin);
    }

    /** The length of the first line with its line feed; of all bytes if there is none. */
    private static int headLength(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, bytes.length);
    }
}
