package org.lockreplay.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small recordings for tests of commands, written where the test says. */
final class Recordings {

    /** Two tasks that take two locks in opposite orders. */
    static final String CIRCLE =
            """
            # tracer: nop
            #
                       one-11      [000] d..1.     1.000001: lock_acquire: 00000000aaaaaaaa lock_a
                       one-11      [000] d..2.     1.000002: lock_acquire: 00000000bbbbbbbb lock_b
                       one-11      [000] d..2.     1.000003: lock_release: 00000000bbbbbbbb lock_b
                       one-11      [000] d..1.     1.000004: lock_release: 00000000aaaaaaaa lock_a
                       two-22      [001] d..1.     2.000001: lock_acquire: 00000000bbbbbbbb lock_b
                       two-22      [001] d..2.     2.000002: lock_acquire: 00000000aaaaaaaa lock_a
                       two-22      [001] d..2.     2.000003: lock_release: 00000000aaaaaaaa lock_a
                       two-22      [001] d..1.     2.000004: lock_release: 00000000bbbbbbbb lock_b
            """;

    /** The first of the two tasks alone. */
    static final String ONE_ORDER = CIRCLE.lines().limit(6).reduce("", (a, b) -> a + b + "\n");

    /** The second of the two tasks alone. */
    static final String OTHER_ORDER =
            "# tracer: nop\n" + CIRCLE.lines().skip(6).reduce("", (a, b) -> a + b + "\n");

    /** Two orders of two classes, closed by other locks than those of the first time. */
    static final String LATER_LOCKS =
            CIRCLE.lines()
                            .limit(6)
                            .reduce("", (a, b) -> a + b + "\n")
                            .replace("aaaa lock_a", "a001 lock_a")
                    + CIRCLE.lines().skip(2).reduce("", (a, b) -> a + b + "\n");

    /** The circle, its second task forked by the first one when that is done. */
    static final String FORKED =
            CIRCLE.lines().limit(6).reduce("", (a, b) -> a + b + "\n")
                    + "           one-11      [000] .....     1.100000: sched_process_fork: comm=one"
                    + " pid=11 child_comm=two child_pid=22\n"
                    + CIRCLE.lines().skip(6).reduce("", (a, b) -> a + b + "\n");

    static final String NO_LOCKS =
            """
            # tracer: nop
            #
                       one-11      [000] d..1.     1.000001: softirq_raise: vec=9 [action=RCU]
            """;

    private Recordings() {}

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(cannotWrite);
        }
    }
}
