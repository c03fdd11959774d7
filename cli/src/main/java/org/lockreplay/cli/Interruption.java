package org.lockreplay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

/**
 * What an interrupted process (Ctrl-C) still does when it reads from a pipe: it takes that for the
 * end of the input, and goes on until all is written. The machine then ends it with 130.
 */
final class Interruption {

    private final CountDownLatch written = new CountDownLatch(1);

    /** Standard input, which an interrupt ends. */
    InputStream open() {
        StandardInput input = StandardInput.ofProcess();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endAndWait(input)));
        return input;
    }

    /** There is nothing left to wait for. */
    void allIsWritten() {
        written.countDown();
    }

    private void endAndWait(StandardInput input) {
        try {
            input.close();
            written.await();
        } catch (IOException cannotClose) {
            throw new UncheckedIOException(cannotClose);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
