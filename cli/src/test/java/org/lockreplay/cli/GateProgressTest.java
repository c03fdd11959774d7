package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GateProgressTest {

    private final StringWriter shown = new StringWriter();
    private final HandClock clock = new HandClock();

    @Test
    void onATerminalOneLineChangesAndIsTakenAwayAtTheEnd() {
        GateProgress progress = progress(true);
        progress.begin(4, 80_000_000);
        progress.bytes(10_000_000);
        clock.pass(Duration.ofSeconds(2));
        progress.bytes(10_000_000);
        progress.end();
        assertThat(shown)
                .hasToString(
                        "\r\u001b[K0 of 4 files, 20.0 of 80.0 MB, 0 events, 10.0 MB/s, 6 s left"
                                + "\r\u001b[K");
    }

    @Test
    void elsewhereItIsAPlainLineNowAndThen() {
        GateProgress progress = progress(false);
        progress.begin(4, 80_000_000);
        for (int second = 0; second < 25; second++) {
            clock.pass(Duration.ofSeconds(1));
            progress.bytes(1_000_000);
        }
        progress.file(1234);
        progress.end();
        assertThat(shown.toString().lines())
                .containsExactly(
                        "lockreplay: 0 of 4 files, 10.0 of 80.0 MB, 0 events, 1.0 MB/s, 70 s left",
                        "lockreplay: 0 of 4 files, 20.0 of 80.0 MB, 0 events, 1.0 MB/s, 60 s left");
    }

    @Test
    void whatIsQuickShowsNothing() {
        GateProgress progress = progress(true);
        progress.begin(1, 100);
        progress.bytes(100);
        progress.file(3);
        progress.end();
        assertThat(shown.toString()).isEmpty();
    }

    private GateProgress progress(boolean terminal) {
        return new GateProgress(
                new Surroundings(
                        Map.of(),
                        false,
                        terminal,
                        InputStream::nullInputStream,
                        new StandardOutput(new ByteArrayOutputStream()),
                        new PrintWriter(shown),
                        clock,
                        stop -> {},
                        () -> {}));
    }

    /** A clock that somebody turns by hand. */
    private static final class HandClock extends Clock {

        private Instant now = Instant.EPOCH;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("a clock of one zone");
        }
    }
}
