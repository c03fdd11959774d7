package org.lockreplay.cli;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.lockreplay.protocol.verify.Progress;

/** One line on a terminal that tells how far a long run is, twice a second, and then goes away. */
final class Ticker implements Progress, AutoCloseable {

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(500);
    private static final String CLEAR = "\r\u001b[K";

    private final Surroundings surroundings;
    private long last = System.nanoTime();
    private boolean shown;

    Ticker(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void at(long states, long waiting, int depth) {
        say(
                () ->
                        "%,d states, %,d to be looked at, %d steps deep"
                                .formatted(states, waiting, depth));
    }

    /** Shows this, if nothing was shown lately. */
    void say(Supplier<String> text) {
        long now = System.nanoTime();
        if (surroundings.terminal() && now - last >= PAUSE) {
            last = now;
            shown = true;
            surroundings.error().print(CLEAR + text.get());
            surroundings.error().flush();
        }
    }

    @Override
    public void close() {
        if (shown) {
            surroundings.error().print(CLEAR);
            surroundings.error().flush();
        }
    }
}
