package org.lockreplay.gate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import org.lockreplay.parser.BlockStream;

/** A file that is read: the progress is told of its bytes, and a digest made of them if wanted. */
final class WatchedStream extends BlockStream {

    private final InputStream in;
    private final Optional<MessageDigest> digest;
    private final Progress progress;

    WatchedStream(InputStream in, Optional<MessageDigest> digest, Progress progress) {
        this.in = in;
        this.digest = digest;
        this.progress = progress;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int count = in.read(into, from, length);
        if (count > 0) {
            if (digest.isPresent()) {
                digest.get().update(into, from, count);
            }
            progress.bytes(count);
        }
        return count;
    }

    /** Reads the rest, which a decompressor may have left. */
    void finish() throws IOException {
        transferTo(OutputStream.nullOutputStream());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
