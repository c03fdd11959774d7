package org.lockreplay.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.lockreplay.parser.BlockStream;

/**
 * What came through a pipe, kept in a temporary file so that it can be read again.
 *
 * <p>The file has no name from the beginning on where the system allows that, so that nothing is
 * left behind however the process ends; elsewhere it goes when the spool is closed. A full disk
 * ends the keeping, not the reading.
 */
final class Spool implements AutoCloseable {

    private final FileChannel file;
    private Optional<IOException> broken = Optional.empty();

    private Spool(FileChannel file) {
        this.file = file;
    }

    /** An empty one, in the folder for temporary files. */
    static Spool open() throws IOException {
        Path path = Files.createTempFile("lockreplay-", ".spool");
        FileChannel file =
                FileChannel.open(
                        path,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
        try {
            Files.deleteIfExists(path);
        } catch (IOException inUse) {
            path.toFile().deleteOnExit();
        }
        return new Spool(file);
    }

    /** The stream, of which everything that is read is kept. */
    InputStream keeping(InputStream stream) {
        return new BlockStream() {
            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                int count = stream.read(into, from, length);
                if (count > 0) {
                    keep(ByteBuffer.wrap(into, from, count));
                }
                return count;
            }

            @Override
            public void close() throws IOException {
                stream.close();
            }
        };
    }

    /** All that was kept, from its beginning; one such stream at a time, closing it is optional. */
    InputStream again() throws IOException {
        if (broken.isPresent()) {
            throw broken.get();
        }
        file.position(0);
        return new FilterInputStream(Channels.newInputStream(file)) {
            @Override
            public void close() {
                // the spool may be read again
            }
        };
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void keep(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining() && broken.isEmpty()) {
                file.write(bytes);
            }
        } catch (IOException full) {
            broken = Optional.of(full);
        }
    }
}
