package org.lockreplay.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Replaces a file in one step: whoever reads it sees the old content or the new, never half. */
final class AtomicFile {

    private AtomicFile() {}

    /** A link stays a link; the file that it leads to is replaced. */
    static void replace(Path path, Destination.Content content) throws IOException {
        Path target = Files.exists(path) ? path.toRealPath() : path;
        Path half = target.resolveSibling(target.getFileName() + ".half-written");
        try {
            write(
                    half,
                    content,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            Files.move(
                    half,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    static void write(Path path, Destination.Content content, StandardOpenOption... options)
            throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path, options))) {
            content.writeTo(out);
        }
    }
}
