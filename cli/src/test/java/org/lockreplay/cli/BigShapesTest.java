package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lockreplay.check.Certainty;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Report;
import org.lockreplay.parser.UnreadableTraceException;

/** Traces of shapes that other tools choke on, through the whole of this one. */
class BigShapesTest {

    @TempDir private Path folder;

    @Test
    void twoHundredCirclesOfLocksOfTwoPairsOfClassesAreTwoFindings() {
        Shape shape = new Shape(folder.resolve("instances.trace"));
        for (int circle = 0; circle < 200; circle++) {
            String one = circle % 2 == 0 ? "&a->lock" : "&c->lock";
            String other = circle % 2 == 0 ? "&b->lock" : "&d->lock";
            shape.nest(100 + 2 * circle, lock(circle, one), lock(5000 + circle, other));
            shape.nest(101 + 2 * circle, lock(5000 + circle, other), lock(circle, one));
        }
        for (int lock = 0; lock < 7100; lock++) {
            shape.nest(100 + lock % 800, lock(10_000 + lock, "&e->lock"));
        }
        Report report = shape.report();
        assertThat(report.traces().get(0).facts().tasks()).isEqualTo(800);
        assertThat(report.findings()).extracting(Finding::id).containsExactly("cycle", "cycle");
        assertThat(report.findings())
                .extracting(Finding::classes)
                .containsExactly(List.of("&a->lock", "&b->lock"), List.of("&c->lock", "&d->lock"));
        for (Finding finding : report.findings()) {
            assertThat(finding.certainty()).isEqualTo(Certainty.INSTANCE);
            assertThat(finding.facts()).containsExactly("closed by 100 circles of locks");
            assertThat(finding.evidence()).allMatch(evidence -> evidence.count() == 100);
        }
    }

    @Test
    void thirtyTwoThousandLocksInOneOrderAreNoFinding() {
        Shape shape = new Shape(folder.resolve("locks.trace"));
        for (int lock = 0; lock + 1 < 32_000; lock++) {
            shape.nest(
                    100 + lock % 300,
                    lock(lock, "lock" + lock),
                    lock(lock + 1, "lock" + (lock + 1)));
        }
        assertThat(shape.report().findings()).isEmpty();
    }

    @Test
    void aTaskMayHoldTwoHundredLocks() {
        Shape shape = new Shape(folder.resolve("deep.trace"));
        Random random = new Random(3);
        List<String> locks = new ArrayList<>();
        for (int lock = 0; lock < 200; lock++) {
            locks.add(lock(lock, "c%03d".formatted(lock)));
        }
        shape.nest(7, locks.toArray(String[]::new));
        assertThat(shape.report().findings()).isEmpty();
        Shape knot = new Shape(folder.resolve("knot.trace"));
        for (int task = 0; task < 8; task++) {
            Collections.shuffle(locks, random);
            knot.nest(100 + task, locks.toArray(String[]::new));
        }
        Report report = knot.report();
        assertThat(report.findings()).hasSize(21);
        assertThat(report.findings()).filteredOn(f -> f.id().equals("knot")).hasSize(1);
        Finding tied = report.findings().get(report.findings().size() - 1);
        assertThat(tied.id()).isEqualTo("knot");
        assertThat(tied.classes()).hasSize(200);
    }

    private static String lock(int number, String name) {
        return "%016x %s".formatted(0x10000L + 64L * number, name);
    }

    /** Writes a trace, nesting after nesting. */
    private static final class Shape {

        private final Path file;
        private final StringBuilder text = new StringBuilder("# tracer: nop\n#\n");
        private long time = 1_000_000;

        Shape(Path file) {
            this.file = file;
        }

        /** A task takes the locks one inside the other, and lets go of them. */
        void nest(int pid, String... locks) {
            for (String lock : locks) {
                event(pid, "lock_acquire: " + lock);
            }
            for (int i = locks.length - 1; i >= 0; i--) {
                event(pid, "lock_release: " + locks[i]);
            }
        }

        private void event(int pid, String what) {
            time++;
            text.append("            task-").append(pid).append("     [000] .....  ");
            text.append(time / 1_000_000).append('.');
            text.append(Long.toString(1_000_000 + time % 1_000_000), 1, 7);
            text.append(": ").append(what).append('\n');
        }

        Report report() {
            try (Writer writer = Files.newBufferedWriter(file)) {
                writer.append(text);
            } catch (IOException cannotWrite) {
                throw new UncheckedIOException(cannotWrite);
            }
            try {
                return Outcome.report(file);
            } catch (UnreadableTraceException unreadable) {
                throw new AssertionError(unreadable);
            }
        }
    }
}
