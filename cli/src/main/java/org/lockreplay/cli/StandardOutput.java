package org.lockreplay.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A buffered stream that drops what follows its first failure, and remembers the failure.
 *
 * <p>A reader that has seen enough ({@code | head}) closes the pipe: that is no failure.
 */
final class StandardOutput extends OutputStream {

    private static final int BUFFER = 1 << 15;

    private final OutputStream out;
    private Optional<IOException> failure = Optional.empty();

    StandardOutput(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER);
    }

    /** Why something could not be written; empty where the reader just went away. */
    Optional<String> failure() {
        return failure.map(IOException::getMessage).filter(text -> !text.contains("Broken pipe"));
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        attempt(() -> out.write(bytes, from, length));
    }

    @Override
    public void flush() {
        attempt(out::flush);
    }

    private void attempt(Write write) {
        if (failure.isEmpty()) {
            try {
                write.run();
            } catch (IOException refused) {
                failure = Optional.of(refused);
            }
        }
    }

    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }
}
