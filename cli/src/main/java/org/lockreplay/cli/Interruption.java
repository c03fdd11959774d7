package org.lockreplay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

/**
 * What an interrupted process (Ctrl-C) still does: it takes that for the end of its input, and goes
 * on until all is written. The machine then ends it with 130.
 */
final class Interruption {

    private final CountDownLatch written = new CountDownLatch(1);

    /** Standard input, which an interrupt ends. */
    InputStream open() {
        StandardInput input = StandardInput.ofProcess();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endAndWait(input)));
        return input;
    }

    /** Does something when the process is interrupted, and then waits until all is written. */
    void whenInterrupted(Runnable stop) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    stop.run();
                                    await();
                                }));
    }

    /** There is nothing left to wait for. */
    void allIsWritten() {
        written.countDown();
    }

    private void endAndWait(StandardInput input) {
        try {
            input.close();
        } catch (IOException cannotClose) {
            throw new UncheckedIOException(cannotClose);
        }
        await();
    }

    private void await() {
        try {
            written.await();
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
