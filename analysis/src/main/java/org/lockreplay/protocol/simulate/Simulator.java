package org.lockreplay.protocol.simulate;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntConsumer;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Property;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.file.Step;
import org.lockreplay.protocol.file.Variant;
import org.lockreplay.protocol.program.Deed;
import org.lockreplay.protocol.program.Memory;
import org.lockreplay.protocol.program.Program;
import org.lockreplay.protocol.program.Rules;
import org.lockreplay.protocol.program.Scheduler;
import org.lockreplay.protocol.program.SeenWaits;
import org.lockreplay.protocol.trace.Bodies;
import org.lockreplay.protocol.trace.KernelTrace;
import org.lockreplay.protocol.trace.ShownKinds;
import org.lockreplay.protocol.trace.WarmUp;
import org.lockreplay.replay.mpx.MpxModel;

/**
 * Writes traces of random runs of a protocol, as it is or with a mistake in it; immutable.
 *
 * <p>A trace begins with what shows each kind of event once, see {@link WarmUp}. The same protocol,
 * settings and seed give the same bytes. Memory: the text of the trace.
 */
public final class Simulator {

    /** How many runs are tried until a mistake shows. */
    public static final int ATTEMPTS = 500;

    /** How many of them are for what a mistake breaks beside making tasks wait for each other. */
    private static final int FOR_OTHERS = 30;

    /**
     * Every so many attempts nothing switches management off, which would end all that is of it.
     */
    private static final int MANAGED_THROUGHOUT = 4;

    // with bits all over, so that neighbouring seeds and attempts begin far from each other
    private static final long BY_SEED = 0x9b57_18eb_7230_f068L;
    private static final long BY_ATTEMPT = 0x9e37_79b9_7f4a_7c15L;
    private static final int FEW_TASKS = 3;

    /** Rules that are broken by asking for a lock. */
    private static final int AT_ONCE =
            Rules.bit(Rule.M7) | Rules.bit(Rule.M9) | Rules.bit(Rule.M10) | Rules.bit(Rule.M11);

    /** Rules that only a removal shows to be broken, where it is not the mode of an unmap. */
    private static final int OF_CLEAN_UP = Rules.bit(Rule.M6) | Rules.bit(Rule.MARK_PROTECTED);

    private static final int DEADLOCKS =
            Rules.bit(Rule.DEADLOCK) | Rules.bit(Rule.DEADLOCK_WITH_ENVIRONMENT);

    private final Protocol protocol;

    /** What is no mistake; empty where there is none to look for, or too much to tell. */
    private final Optional<SeenWaits.Sound> sound;

    private final boolean faulty;
    private final Bodies bodies;
    private final List<Operation> operations;
    private final int tasks;
    private final int length;

    /** What a run was like, beside its text. */
    public record Outcome(MpxModel last, int broken) {}

    /**
     * @param variant the change in the protocol, if there is one
     * @param tasks how many threads run, at least 1
     * @param length how many operations begin in all, at least 1
     * @param environment whether the operations of the environment are among them
     * @throws IllegalArgumentException if the protocol has no operations, or a number is too large
     */
    public Simulator(
            Protocol protocol,
            Optional<Variant> variant,
            int tasks,
            int length,
            boolean environment) {
        this.protocol = variant.map(protocol::with).orElse(protocol);
        bodies = new Bodies(this.protocol);
        this.tasks = tasks;
        this.length = length;
        faulty = variant.filter(Variant::fault).isPresent();
        operations =
                this.protocol.operations().stream()
                        .filter(operation -> environment || !operation.environment())
                        .toList();
        if (operations.isEmpty()) {
            throw new IllegalArgumentException(
                    "the protocol " + protocol.name() + " has no operations to run");
        }
        new Scheduler(Program.of(this.protocol, operations), tasks);
        sound =
                faulty
                        ? SeenWaits.Sound.of(Program.of(protocol, protocol.operations()))
                        : Optional.empty();
    }

    /**
     * Writes the trace of one run. Of a protocol with a mistake, it is the first run from this seed
     * in which the mistake breaks something that the protocol claims; a run in which it did not
     * goes on for a while with one operation at a time. That tasks may wait for each other is often
     * not all that is wrong, so what else the mistake breaks is looked for first.
     *
     * @return empty, and nothing is written, if no mistake shows
     */
    public Optional<Outcome> write(long seed, OutputStream out) throws IOException {
        return write(seed, out, tried -> {});
    }

    /**
     * The same.
     *
     * @param progress told how many runs were tried in vain, before each one
     */
    public Optional<Outcome> write(long seed, OutputStream out, IntConsumer progress)
            throws IOException {
        Scheduler scheduler = new Scheduler(Program.of(protocol, operations), tasks);
        List<Deed> warmUp = WarmUp.of(scheduler, protocol, tasks).deeds();
        OptionalInt byWaits = OptionalInt.empty();
        for (int number = 0; number < (faulty ? ATTEMPTS : 1); number++) {
            progress.accept(number);
            Attempt one = attempt(scheduler, warmUp, seed, number, false);
            if (!faulty || shows(one, false)) {
                return Optional.of(end(one, scheduler.memory(), out));
            }
            if (byWaits.isEmpty() && shows(one, true)) {
                byWaits = OptionalInt.of(number);
            }
            if (byWaits.isPresent() && number + 1 >= FOR_OTHERS) {
                Attempt again = attempt(scheduler, warmUp, seed, byWaits.getAsInt(), true);
                return Optional.of(end(again, scheduler.memory(), out));
            }
        }
        return Optional.empty();
    }

    /** A run that is over. */
    private record Attempt(long seed, RandomRun run, Sight sight) {}

    /**
     * @param waits whether it is enough that tasks are seen to wait for each other
     */
    private Attempt attempt(
            Scheduler scheduler, List<Deed> warmUp, long seed, int number, boolean waits) {
        long own = seed * BY_SEED + number * BY_ATTEMPT;
        Sight sight =
                new Sight(
                        new ShownKinds(protocol, scheduler.memory()),
                        sound.map(all -> all.nothingSeen(tasks)));
        warmUp.forEach(sight::see);
        boolean disables = (number + 1) % MANAGED_THROUGHOUT != 0;
        RandomRun run = new RandomRun(scheduler, bodies, tasks, length, disables, new Random(~own));
        Attempt one = new Attempt(own, run, sight);
        run.go(sight::see);
        if (faulty) {
            run.goOnQuietly(length, () -> shows(one, waits), sight::see);
        }
        return one;
    }

    /** Writes the trace of a run. */
    private Outcome end(Attempt one, Memory memory, OutputStream out) throws IOException {
        KernelTrace trace =
                new KernelTrace(protocol, memory, tasks, processors(), List.of(), one.seed());
        trace.begin();
        one.sight().deeds().forEach(trace::write);
        trace.end(out);
        return new Outcome(memory.model(one.run().memory()), one.run().blame().broken());
    }

    /** Fewer than tasks, so that tasks change places, and not many. */
    private int processors() {
        return tasks == 1 ? 1 : tasks <= FEW_TASKS ? 2 : 4;
    }

    /**
     * Whether a mistake plainly broke something that the protocol claims. A deadlock alone will not
     * do, since it may come before the mistake can be seen; what is wrong with a lock can be seen
     * as soon as somebody asks for it; and what breaks a rule about removals, or about what stays,
     * is not seen where no event ever tells of that.
     *
     * @param waits whether tasks that may wait for each other, or for themselves, are enough
     */
    private boolean shows(Attempt one, boolean waits) {
        Blame blame = one.run().blame();
        int unseen = one.sight().unseen() | (one.run().cleansUp() ? 0 : OF_CLEAN_UP) | DEADLOCKS;
        int plain = blame.plainly() & ~unseen;
        int atOnce = blame.broken() & AT_ONCE;
        int ofWaits = waits ? one.sight().ofWaits() : 0;
        return ((plain | atOnce | prologue() | ofWaits) & claimed()) != 0;
    }

    /** What is broken as management is switched on, before the first state. */
    private int prologue() {
        Optional<String> bracket = protocol.bracket();
        Optional<Operation> enable = bodies.enable();
        if (bracket.isEmpty() || enable.isEmpty()) {
            return 0;
        }
        boolean nests =
                bodies.steps(enable.get()).stream()
                        .anyMatch(
                                step ->
                                        step instanceof Step.Lock lock
                                                && !lock.lock().equals(bracket.get()));
        return nests ? Rules.bit(Rule.M11) : 0;
    }

    /** What the protocol claims of itself. */
    private int claimed() {
        int bits = 0;
        for (Property property : protocol.properties()) {
            if (property.claimed()) {
                bits |= Rules.bit(property.rule());
            }
        }
        return bits;
    }
}
