package org.lockreplay.parser;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.tukaani.xz.XZInputStream;

/** Recognises by their first bytes what can be decompressed, and what cannot be read at all. */
final class Compression {

    private static final int MAGIC_BYTES = 6;
    private static final int[] GZIP = {0x1f, 0x8b};
    private static final int[] XZ = {0xfd, '7', 'z', 'X', 'Z', 0};

    private Compression() {}

    /** The plain bytes behind {@code stream}. */
    static InputStream open(InputStream stream) throws IOException {
        PeekStream peeking = new PeekStream(stream);
        byte[] magic = peeking.peek(MAGIC_BYTES);
        if (begins(magic, GZIP)) {
            return new GzipStream(peeking);
        }
        if (begins(magic, XZ)) {
            return new XZInputStream(peeking, memoryLimitKib());
        }
        return peeking;
    }

    /** Half of what we have: a damaged file may ask for gigabytes. */
    private static int memoryLimitKib() {
        return (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() >>> 11);
    }

    /** Why a file whose plain bytes begin like this is none that is read here. */
    static Optional<String> foreign(byte[] magic) {
        if (begins(magic, 0x17, 0x08, 0x44, 't', 'r', 'a', 'c', 'i')) {
            return Optional.of(
                    "binary trace.dat is not read yet; run 'trace-cmd report -l' on it and give"
                            + " that text");
        }
        if (begins(magic, 'P', 'E', 'R', 'F', 'I', 'L', 'E', '2')) {
            return Optional.of("binary perf.data; run 'perf script' on it and give that text");
        }
        if (begins(magic, 0x28, 0xb5, 0x2f, 0xfd)) {
            return Optional.of("compressed by zstd; pipe it in: zstd -dc FILE | lockreplay … -");
        }
        if (begins(magic, 'B', 'Z', 'h')) {
            return Optional.of("compressed by bzip2; pipe it in: bzip2 -dc FILE | lockreplay … -");
        }
        if (begins(magic, GZIP) || begins(magic, XZ)) {
            return Optional.of("compressed twice; decompress it once and give what comes of it");
        }
        for (byte character : magic) {
            if (character == 0) {
                return Optional.of("a binary file, not a trace in text");
            }
        }
        return Optional.empty();
    }

    private static boolean begins(byte[] magic, int... wanted) {
        if (magic.length < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if ((magic[i] & 0xff) != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
