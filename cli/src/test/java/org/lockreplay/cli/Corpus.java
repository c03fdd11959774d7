package org.lockreplay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** The recordings in the project's {@code traces} folder. */
final class Corpus {

    static final Path ROOT = Path.of("..", "traces");

    private Corpus() {}

    /** Every recording that stands in a folder of its own, sorted. */
    static List<Path> cases() {
        return files("input.");
    }

    /** The cells of the kernel's own selftest, sorted. */
    static List<Path> selftestCells() {
        return list(ROOT.resolve("selftest").resolve("cells"));
    }

    /** The recording of one case, such as {@code seeded/abba_mutex}. */
    static Path recording(String name) {
        return list(ROOT.resolve(name)).stream()
                .filter(file -> file.getFileName().toString().startsWith("input."))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no recording in " + name));
    }

    /** The name of a case: its folder below the corpus, with forward slashes. */
    static String name(Path recording) {
        return ROOT.relativize(recording.getParent()).toString().replace('\\', '/');
    }

    /** The bytes of a recording, decompressed. */
    static byte[] bytes(Path recording) throws IOException {
        try (InputStream stream = Files.newInputStream(recording)) {
            String file = recording.getFileName().toString();
            if (file.endsWith(".xz")) {
                return new XZInputStream(stream).readAllBytes();
            }
            return file.endsWith(".gz")
                    ? new GZIPInputStream(stream).readAllBytes()
                    : stream.readAllBytes();
        }
    }

    private static List<Path> files(String prefix) {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
