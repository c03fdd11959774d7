package org.lockreplay.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.lockreplay.check.Severity;
import org.lockreplay.cli.Outcome;

/**
 * The families of cells in {@code lib/locking-selftest.c} (Linux 6.1), written anew: every order of
 * the steps, every kind of lock, with the verdict that lockdep gives where readers queue.
 *
 * <p>A step is a context and what happens in it: {@code on}, {@code off} (interrupts off), {@code
 * irq} (in a hard interrupt), {@code bh} (bottom halves off); {@code +sA} takes spinlock A, {@code
 * -sA} lets go of it; {@code r} and {@code w} are the readers and writers of a rwlock, {@code R}
 * and {@code W} those of a rwsem, {@code m} is a mutex, {@code l} a local lock, {@code c} an RCU
 * reader, {@code a} a raw spinlock. {@code !} after a context changes it while locks are held.
 */
class SelftestFamiliesTest {

    /** The line of a header that explains the first flag. */
    private static final String BOTTOM_HALVES_TOLD =
            "#                                _-----=> irqs-off/BH-disabled\n";

    @TempDir Path folder;

    private record Cell(String name, List<String> steps, List<String> verdict) {}

    @TestFactory
    Stream<DynamicTest> everyOrderOfTheStepsGivesLockdepsVerdict() {
        return cells().stream()
                .flatMap(SelftestFamiliesTest::orders)
                .map(
                        cell ->
                                DynamicTest.dynamicTest(
                                        cell.name() + " " + cell.steps(),
                                        () -> assertThat(errors(cell)).isEqualTo(cell.verdict())));
    }

    private static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        String hard = "hardirq-inversion";
        for (String kind : List.of("s", "w", "r")) {
            List<String> unlessRead = kind.equals("r") ? List.of() : List.of(hard);
            add(cells, "irqsafe1", kind, unlessRead, "irq +xA -xA", "on +xA -xA");
            add(cells, "irqsafe2B", kind, unlessRead, "off +xA on! -xA", "irq +xA -xA");
            add(
                    cells,
                    "irqsafe3",
                    kind,
                    unlessRead,
                    "on +xA +xB -xB -xA",
                    "on +xB -xB",
                    "irq +xA -xA");
            add(
                    cells,
                    "irqsafe4",
                    kind,
                    unlessRead,
                    "off +xA +xB -xB -xA",
                    "on +xB -xB",
                    "irq +xA -xA");
            add(
                    cells,
                    "irq_inversion",
                    kind,
                    List.of(hard),
                    "off +wA +xB -xB -wA",
                    "on +xB -xB",
                    "irq +rA -rA");
        }
        for (String kind : List.of("w", "r")) {
            List<String> unlessRead = kind.equals("r") ? List.of() : List.of(hard);
            add(
                    cells,
                    "irq_read_recursion",
                    kind,
                    unlessRead,
                    "off +xA -xA",
                    "on +rA -rA",
                    "irq +xA +sB -sB -xA");
            add(
                    cells,
                    "irq_read_recursion2",
                    kind,
                    List.of(hard),
                    "off +sB +xA -xA -sB",
                    "on +rA -rA",
                    "irq +sB -sB");
            add(
                    cells,
                    "irq_read_recursion3",
                    kind,
                    List.of(hard),
                    "off +wB +xA -xA -wB",
                    "on +rA -rA",
                    "irq +rB -rB");
        }
        for (String kind : List.of("s", "w", "r", "m", "W", "R")) {
            add(cells, "ABBA", kind, List.of("cycle"), "on +xA +xB -xB -xA", "on +xB +xA -xA -xB");
            add(
                    cells,
                    "ABBCCA",
                    kind,
                    List.of("cycle"),
                    "on +xA +xB -xB -xA",
                    "on +xB +xC -xC -xB",
                    "on +xC +xA -xA -xC");
            add(
                    cells,
                    "ABCDBDDA",
                    kind,
                    List.of("cycle"),
                    "on +xA +xB -xB -xA",
                    "on +xC +xD -xD -xC",
                    "on +xB +xD -xD -xB",
                    "on +xD +xA -xA -xD");
            add(cells, "double_unlock", kind, List.of("unbalanced"), "on +xA -xA -xA");
        }
        one(cells, "rsem_AA1", List.of("recursion"), "on +RA +RA");
        one(cells, "rlock_AA1", List.of("recursion"), "on +rA +rA");
        one(cells, "rlock_AA1 in interrupt", List.of(), "irq +rA +rA");
        one(cells, "rlock_ABBA1", List.of("cycle"), "on +rA +sB -sB -rA", "on +sB +wA -wA -sB");
        one(cells, "rlock_ABBA2", List.of("cycle"), "on +rA +sB -sB -rA", "on +sB +rA -rA -sB");
        one(cells, "rlock_ABBA3", List.of("cycle"), "on +wA +sB -sB -wA", "on +sB +rA -rA -sB");
        one(
                cells,
                "a reader in interrupt is recursive",
                List.of(),
                "irq +rA +sB -sB -rA",
                "irq +sB +rA -rA -sB");
        one(
                cells,
                "queued_read_lock_hardirq_RE_Er",
                List.of("cycle"),
                "irq +rA +wB -wB -rA",
                "off +wB +rA -rA -wB");
        one(
                cells,
                "one lock after the other is no nesting",
                List.of(),
                "off +wB -wB +rA -rA",
                "irq +wB +rA -rA -wB");
        one(
                cells,
                "queued_read_lock_hardirq_inversion",
                List.of(hard),
                "irq +wB -wB",
                "off +wB +rA -rA -wB",
                "on +rA -rA");
        one(
                cells,
                "hardirq_deadlock_softirq_not_deadlock",
                List.of(hard),
                "on +mA off! +sC -sC on! -mA",
                "irq +sA -sA",
                "off +sA +sB -sB -sA",
                "off +sB +sC -sC -sB",
                "bh +sD -sD",
                "off +sC +sD -sD -sC");
        one(cells, "local_lock_2", List.of(), "on +lA -lA", "irq +sA -sA", "off +sA +lA -lA -sA");
        one(
                cells,
                "local_lock_3A",
                List.of(),
                "on +lA +sB -sB -lA",
                "irq +sA -sA",
                "off +sA +lA -lA -sA");
        one(
                cells,
                "local_lock_3B",
                List.of(hard),
                "on +lA +sB -sB -lA",
                "irq +sA -sA",
                "off +sA +lA -lA -sA",
                "off +sA +sB -sB -sA");
        for (String outer : List.of("c", "s", "a", "w", "l")) {
            one(cells, "MUTEX in " + outer, List.of("wait-context"), "on +" + outer + "A +mB");
            one(cells, "RWSEM in " + outer, List.of("wait-context"), "on +" + outer + "A +RB");
        }
        one(cells, "MUTEX in HARDIRQ", List.of("wait-context"), "irq +mA -mA");
        one(cells, "MUTEX in MUTEX", List.of(), "on +mA +mB");
        for (String inner : List.of("c", "a", "s", "w")) {
            one(cells, "in MUTEX " + inner, List.of(), "on +mA +" + inner + "B");
            one(cells, "in RCU " + inner, List.of(), "on +cA +" + inner + "B");
            one(cells, "in SPINLOCK " + inner, List.of(), "on +sA +" + inner + "B");
            one(cells, "in HARDIRQ " + inner, List.of(), "irq +" + inner + "B");
        }
        return cells;
    }

    private static void add(
            List<Cell> cells, String name, String kind, List<String> verdict, String... steps) {
        List<String> written = Stream.of(steps).map(step -> step.replace("x", kind)).toList();
        cells.add(new Cell(name + "_" + kind, written, verdict));
    }

    private static void one(List<Cell> cells, String name, List<String> verdict, String... steps) {
        cells.add(new Cell(name, List.of(steps), verdict));
    }

    private static Stream<Cell> orders(Cell cell) {
        List<List<String>> orders = new ArrayList<>();
        order(new ArrayList<>(), cell.steps(), orders);
        return orders.stream().limit(24).map(steps -> new Cell(cell.name(), steps, cell.verdict()));
    }

    private static void order(List<String> begun, List<String> left, List<List<String>> orders) {
        if (left.isEmpty()) {
            orders.add(begun);
        }
        for (int i = 0; i < left.size(); i++) {
            List<String> next = new ArrayList<>(begun);
            next.add(left.get(i));
            List<String> rest = new ArrayList<>(left);
            rest.remove(i);
            order(next, rest, orders);
        }
    }

    private List<String> errors(Cell cell) throws Exception {
        Path trace = Files.createTempFile(folder, "cell", ".trace");
        write(cell, trace);
        return Outcome.report(trace).findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .map(finding -> finding.id())
                .distinct()
                .toList();
    }

    private static void write(Cell cell, Path trace) throws IOException {
        StringBuilder text = new StringBuilder(BOTTOM_HALVES_TOLD);
        int time = 1;
        for (String step : cell.steps()) {
            String flags = "";
            for (String word : step.split(" ")) {
                switch (word.charAt(0)) {
                    case '+', '-' ->
                            text.append(
                                    String.format(
                                            Locale.ROOT,
                                            "          <idle>-0       [000] %s     1.%06d: %s%n",
                                            flags,
                                            time++,
                                            event(word)));
                    default -> flags = flags(word);
                }
            }
        }
        Files.writeString(trace, text.toString());
    }

    private static String flags(String context) {
        return switch (context.replace("!", "")) {
            case "on" -> "...2.";
            case "off" -> "d..2.";
            case "irq" -> "d.h2.";
            case "bh" -> "b..2.";
            default -> throw new IllegalArgumentException(context);
        };
    }

    private static String event(String word) {
        boolean take = word.charAt(0) == '+';
        char kind = word.charAt(1);
        String object = word.substring(2);
        boolean read = kind == 'r' || kind == 'R' || kind == 'c';
        int group = Character.toLowerCase(kind) == 'w' ? (kind == 'w' ? 'r' : 'R') : kind;
        String address = String.format(Locale.ROOT, "%016x", group * 256 + object.charAt(0));
        String name =
                switch (kind) {
                    case 's' -> "&lock_" + object;
                    case 'r', 'w' -> "&rwlock_" + object;
                    case 'R', 'W' -> "&rwsem_" + object;
                    case 'm' -> "&mutex_" + object;
                    case 'a' -> "&raw_lock_" + object;
                    case 'c' -> "rcu_read_lock";
                    case 'l' ->
                            "({ do { const void *__vpp_verify = (typeof((&local_"
                                    + object
                                    + ") + 0))((void *)0); (void)__vpp_verify; } while (0); })";
                    default -> throw new IllegalArgumentException(word);
                };
        return take
                ? "lock_acquire: " + address + (read ? " read " : " ") + name
                : "lock_release: " + address + " " + name;
    }
}
