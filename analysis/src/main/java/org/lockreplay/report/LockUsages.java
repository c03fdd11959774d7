package org.lockreplay.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.lockreplay.check.Evidence;
import org.lockreplay.protocol.LockType;
import org.lockreplay.protocol.LockType.Wait;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.replay.lock.InterruptUse.Kind;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.Seen;
import org.lockreplay.summary.SourceTrace;

/**
 * How interrupts concerned lock classes up to the moment at which lockdep would speak, and how they
 * wait, in its signs: {@code {-.+.}-{3:3}}.
 *
 * <p>As {@code get_usage_chars} and {@code print_lock_name} in kernel/locking/lockdep.c, Linux 6.1.
 * What lockdep saw before the trace began is missing.
 */
public final class LockUsages {

    /** One way in which a class was used, and where that was seen first. */
    record Use(String trace, InterruptUse what) {

        /** {@code IN-HARDIRQ-W}, {@code SOFTIRQ-ON-R}, …. */
        String state() {
            String mode = what.read() ? "R" : "W";
            return switch (what.kind()) {
                case IN_HARDIRQ -> "IN-HARDIRQ-" + mode;
                case HARDIRQS_ON -> "HARDIRQ-ON-" + mode;
                case IN_SOFTIRQ -> "IN-SOFTIRQ-" + mode;
                case SOFTIRQS_ON -> "SOFTIRQ-ON-" + mode;
            };
        }
    }

    /** The order of lockdep_states.h: by the interrupt, in it before with it on, writers first. */
    private static final Comparator<Use> ORDER =
            Comparator.comparing((Use use) -> isSoftirq(use.what().kind()))
                    .thenComparing(use -> isOn(use.what().kind()))
                    .thenComparing(use -> use.what().read());

    private final LockTypes types;
    private final List<Use> uses;

    /** All that the summary knows of. */
    public LockUsages(LockOrderSummary summary, LockTypes types) {
        this(types, new ArrayList<>());
        for (Seen<InterruptUse> seen : summary.interruptUses()) {
            SourceTrace trace = summary.traceOf(seen);
            if (types.of(seen.what().lockClass()).checked()) {
                uses.add(new Use(trace.path(), seen.what()));
            }
        }
        uses.sort(ORDER);
    }

    private LockUsages(LockTypes types, List<Use> uses) {
        this.types = types;
        this.uses = uses;
    }

    /**
     * What was known when this happened: of its trace all up to its line. Lockdep looks at softirqs
     * after hardirqs, so where it speaks of hardirqs being on it does not know of softirqs yet; and
     * it looks whether a lock may be asked for before it marks that it is.
     *
     * @param asking whether it speaks before the use
     */
    LockUsages until(Evidence now, boolean asking) {
        boolean early = now.event().equals("with-hardirqs-on");
        List<Use> known = new ArrayList<>();
        for (Use use : uses) {
            long line = use.what().seen().line();
            boolean later = asking || early && use.what().kind() == Kind.SOFTIRQS_ON;
            boolean before = later ? line < now.at().line() : line <= now.at().line();
            if (before || !use.trace().equals(now.trace())) {
                known.add(use);
            }
        }
        return new LockUsages(types, known);
    }

    /** The uses of one class. */
    List<Use> of(String lockClass) {
        return uses.stream().filter(use -> use.what().lockClass().equals(lockClass)).toList();
    }

    /** {@code {-.+.}-{3:3}}: hardirqs by writers and readers, softirqs likewise; waiting. */
    String signs(String lockClass) {
        List<Use> own = of(lockClass);
        LockType type = types.of(lockClass);
        return "{"
                + sign(own, Kind.IN_HARDIRQ, Kind.HARDIRQS_ON, false)
                + sign(own, Kind.IN_HARDIRQ, Kind.HARDIRQS_ON, true)
                + sign(own, Kind.IN_SOFTIRQ, Kind.SOFTIRQS_ON, false)
                + sign(own, Kind.IN_SOFTIRQ, Kind.SOFTIRQS_ON, true)
                + "}-{"
                + number(type.asks())
                + ":"
                + number(type.holds())
                + "}";
    }

    private static char sign(List<Use> uses, Kind in, Kind on, boolean read) {
        boolean isIn = has(uses, in, read);
        boolean isOn = has(uses, on, read);
        return isIn ? isOn ? '?' : '-' : isOn ? '+' : '.';
    }

    private static boolean has(List<Use> uses, Kind kind, boolean read) {
        return uses.stream().anyMatch(u -> u.what().kind() == kind && u.what().read() == read);
    }

    /** The numbers of {@code enum lockdep_wait_type} with CONFIG_PROVE_RAW_LOCK_NESTING. */
    static int number(Wait wait) {
        return switch (wait) {
            case FREE -> 1;
            case SPIN -> 2;
            case CONFIG -> 3;
            case SLEEP -> 4;
            case UNKNOWN -> 0;
        };
    }

    private static boolean isSoftirq(Kind kind) {
        return kind == Kind.IN_SOFTIRQ || kind == Kind.SOFTIRQS_ON;
    }

    private static boolean isOn(Kind kind) {
        return kind == Kind.HARDIRQS_ON || kind == Kind.SOFTIRQS_ON;
    }
}
