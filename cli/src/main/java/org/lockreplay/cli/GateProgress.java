package org.lockreplay.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.Locale;
import org.lockreplay.gate.Progress;

/**
 * Shows on standard error how far the reading of a corpus has come: one line that changes on a
 * terminal, else a plain line every few seconds.
 *
 * <p>Safe for several threads. Nothing is shown of a reading that takes less than a moment.
 */
final class GateProgress implements Progress {

    private static final long MILLIS_ON_TERMINAL = 200;
    private static final long MILLIS_IN_LOG = 10_000;
    private static final double MEGA = 1e6;
    private static final int MILLIS = 1000;
    private static final int SECONDS = 60;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final Clock clock;
    private final boolean terminal;

    private int files;
    private long bytes;
    private int filesDone;
    private long bytesDone;
    private long events;
    private long began;
    private long shown;
    private boolean visible;

    GateProgress(Surroundings surroundings) {
        out = surroundings.error();
        clock = surroundings.clock();
        terminal = surroundings.errorTerminal();
    }

    @Override
    public synchronized void begin(int allFiles, long allBytes) {
        files = allFiles;
        bytes = allBytes;
        began = clock.millis();
        shown = began;
    }

    @Override
    public synchronized void bytes(long count) {
        bytesDone += count;
        show();
    }

    @Override
    public synchronized void file(long eventsOfFile) {
        filesDone++;
        events += eventsOfFile;
        show();
    }

    /** Takes the line off the terminal. */
    synchronized void end() {
        if (visible && terminal) {
            out.print(CLEAR_LINE);
            out.flush();
        }
        visible = false;
    }

    private void show() {
        long now = clock.millis();
        if (now - shown < (terminal ? MILLIS_ON_TERMINAL : MILLIS_IN_LOG)) {
            return;
        }
        shown = now;
        visible = true;
        if (terminal) {
            out.print(CLEAR_LINE + line(now));
            out.flush();
        } else {
            out.println("lockreplay: " + line(now));
        }
    }

    /** {@code 12 of 40 traces, 25.0 of 80.1 MB, 1234567 events, 31.2 MB/s, 2 s left}. */
    private String line(long now) {
        double seconds = Math.max(1, now - began) / (double) MILLIS;
        long left = Math.round(seconds * (bytes - bytesDone) / Math.max(1, bytesDone));
        return String.format(
                Locale.ROOT,
                "%d of %d files, %.1f of %.1f MB, %d events, %.1f MB/s, %s left",
                filesDone,
                files,
                bytesDone / MEGA,
                bytes / MEGA,
                events,
                bytesDone / MEGA / seconds,
                time(Math.max(0, left)));
    }

    private static String time(long seconds) {
        return seconds < 2 * SECONDS ? seconds + " s" : seconds / SECONDS + " min";
    }
}
