package org.lockreplay.protocol.verify;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Property;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.program.Program;
import org.lockreplay.protocol.program.StaticNestings;
import org.lockreplay.protocol.trace.WarmUp;
import org.lockreplay.protocol.verify.Exploration.Share;
import org.lockreplay.text.VisibleText;

/**
 * Proves or refutes the properties of a protocol for a number of tasks.
 *
 * <p>Explores twice: with the operations of the protocol alone, for the rule {@link Rule#DEADLOCK},
 * and with those of its environment beside, for all others. A rule that nothing broke is proved if
 * all states were looked at, else it is unknown; {@link Rule#DEADLOCK_WITH_ENVIRONMENT} also where
 * an operation of the environment was left out. Runs once.
 */
public final class Verifier {

    /** The smaller exploration, which comes first, may use a third of memory and time. */
    private static final int OWN_PARTS = 3;

    private final Protocol protocol;
    private final List<Operation> operations;
    private final int tasks;
    private final Program whole;
    private final StaticNestings nestings;
    private final Exploration own;
    private final Exploration all;
    private final Viewer viewer;
    private final Map<Rule, Optional<Schedule>> schedules = new EnumMap<>(Rule.class);
    private final Map<Rule, Optional<Schedule>> plainer = new EnumMap<>(Rule.class);
    private Optional<WarmUp> warmUp = Optional.empty();

    private Verifier(
            Protocol protocol,
            List<Operation> operations,
            int tasks,
            Bounds bounds,
            Progress progress,
            Viewer viewer) {
        this.protocol = protocol;
        this.viewer = viewer;
        this.operations = operations;
        this.tasks = tasks;
        whole = Program.of(protocol, operations);
        nestings = new StaticNestings(whole);
        List<Operation> ours = operations.stream().filter(o -> !o.environment()).toList();
        boolean one = ours.size() == operations.size();
        Share first = new Share(one ? 1 : OWN_PARTS, 0, System.nanoTime());
        Program smaller = one ? whole : Program.of(protocol, ours);
        own = new Exploration(smaller, tasks, bounds, first, progress);
        Share rest = new Share(1, own.store().bytes(), first.began());
        all = one ? own : new Exploration(whole, tasks, bounds, rest, progress);
    }

    /**
     * Tries all interleavings of these operations of the protocol.
     *
     * @throws IllegalArgumentException if there are too many tasks, or locks, or ways through an
     *     operation
     */
    public static Verification verify(
            Protocol protocol,
            List<Operation> operations,
            int tasks,
            Bounds bounds,
            Progress progress) {
        return verify(protocol, operations, tasks, bounds, progress, Viewer.ANY);
    }

    /**
     * The same, and for each rule of which the viewer does not see in the shortest schedule that it
     * is broken, looks for a longer one in which it does.
     */
    public static Verification verify(
            Protocol protocol,
            List<Operation> operations,
            int tasks,
            Bounds bounds,
            Progress progress,
            Viewer viewer) {
        return new Verifier(protocol, operations, tasks, bounds, progress, viewer).verification();
    }

    private Verification verification() {
        return new Verification(
                protocol,
                operations,
                tasks,
                all.states(),
                all.transitions(),
                own.states(),
                own.missed().isEmpty() && all.missed().isEmpty(),
                protocol.properties().stream().map(this::judge).toList(),
                nestings.graph());
    }

    private Judgement judge(Property property) {
        Optional<Schedule> schedule = schedules.computeIfAbsent(property.rule(), this::schedule);
        Optional<String> missed = missed(property.rule());
        if (schedule.isPresent()) {
            Optional<Schedule> other =
                    plainer.computeIfAbsent(property.rule(), rule -> plainer(rule, schedule.get()));
            return new Judgement(property, Verdict.REFUTED, schedule, other, Optional.empty());
        }
        Verdict verdict = missed.isEmpty() ? Verdict.PROVED : Verdict.UNKNOWN;
        return new Judgement(property, verdict, schedule, Optional.empty(), missed);
    }

    /** Why a rule that nothing broke is not proved, as the end of a sentence. */
    private Optional<String> missed(Rule rule) {
        List<String> leftOut =
                protocol.operations().stream()
                        .filter(one -> one.environment() && !operations.contains(one))
                        .map(Operation::name)
                        .toList();
        if (rule == Rule.DEADLOCK_WITH_ENVIRONMENT && !leftOut.isEmpty()) {
            return Optional.of(
                    "was not tried with these of the environment: "
                            + VisibleText.paragraph(String.join(", ", leftOut)));
        }
        return exploration(rule).missed();
    }

    private Optional<Schedule> schedule(Rule rule) {
        return exploration(rule).witness(broken(rule)).map(witness -> schedule(rule, witness));
    }

    private Schedule schedule(Rule rule, Witness witness) {
        return new ScheduleFinder(exploration(rule), witness, tasks)
                .find(rule.isOfMemory() ? Optional.of(warmUp()) : Optional.empty());
    }

    /**
     * The shortest one in which the viewer sees it; empty if that is this one, or there is none.
     */
    private Optional<Schedule> plainer(Rule rule, Schedule shortest) {
        if (viewer.sees(rule, shortest)) {
            return Optional.empty();
        }
        return exploration(rule).otherWitnesses(broken(rule)).stream()
                .map(witness -> schedule(rule, witness))
                .filter(schedule -> viewer.sees(rule, schedule))
                .findFirst();
    }

    /** As states break it. */
    private static Rule broken(Rule rule) {
        return rule == Rule.DEADLOCK_WITH_ENVIRONMENT ? Rule.DEADLOCK : rule;
    }

    /** What a trace of the environment's operations too begins with. */
    private WarmUp warmUp() {
        if (warmUp.isEmpty()) {
            warmUp = Optional.of(WarmUp.of(all.scheduler(), protocol, tasks));
        }
        return warmUp.get();
    }

    private Exploration exploration(Rule rule) {
        return rule == Rule.DEADLOCK ? own : all;
    }
}
