package org.lockreplay.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A buffered stream that remembers why it first failed, so that whoever writes need not say it.
 *
 * <p>A reader that has seen enough ({@code | head}) closes the pipe: that ends the writing too, but
 * is nothing to tell the user.
 */
final class StandardOutput extends OutputStream {

    private static final int BUFFER = 1 << 15;

    private final OutputStream out;
    private Optional<IOException> failure = Optional.empty();

    StandardOutput(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER);
    }

    /** Writes what is still in the buffer; answers what the user must know about the output. */
    Optional<String> complete() {
        try {
            flush();
        } catch (IOException known) {
            return failure.map(IOException::getMessage)
                    .filter(text -> !text.contains("Broken pipe"));
        }
        return Optional.empty();
    }

    boolean hasFailed() {
        return failure.isPresent();
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        attempt(() -> out.write(bytes, from, length));
    }

    @Override
    public void flush() throws IOException {
        attempt(out::flush);
    }

    private void attempt(Write write) throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        try {
            write.run();
        } catch (IOException refused) {
            failure = Optional.of(refused);
            throw refused;
        }
    }

    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }
}
