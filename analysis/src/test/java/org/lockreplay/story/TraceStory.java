package org.lockreplay.story;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lockreplay.event.Context;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Origin;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.parser.TraceFormat;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.replay.lock.ClassUse;
import org.lockreplay.replay.lock.Deadlock;
import org.lockreplay.replay.lock.HeldAtExit;
import org.lockreplay.replay.lock.Imbalance;
import org.lockreplay.replay.lock.InstanceNesting;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.replay.lock.LockCoverage;
import org.lockreplay.replay.lock.LockInstance;
import org.lockreplay.replay.lock.LockObservations;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.replay.lock.NestingCase;
import org.lockreplay.replay.lock.Recursion;
import org.lockreplay.replay.lock.ShownType;
import org.lockreplay.summary.LockOrderSummary;

/**
 * A trace told step by step: what a lock replay would have observed in it.
 *
 * <p>Each step takes two lines, a hundred apart from the next; a task does all steps until the next
 * {@link #by}. {@link #times}, {@link #tasks}, {@link #under} and {@link #inContext} speak of the
 * steps that follow.
 */
public final class TraceStory {

    private final String path;
    private final TreeSet<String> classes = new TreeSet<>();
    private final List<InterruptUse> interruptUses = new ArrayList<>();
    private final List<ShownType> shownTypes = new ArrayList<>();
    private final List<Nesting> nestings = new ArrayList<>();
    private final List<InstanceNesting> instanceNestings = new ArrayList<>();
    private final List<Recursion> recursions = new ArrayList<>();
    private final List<Imbalance> imbalances = new ArrayList<>();
    private final List<HeldAtExit> heldAtExit = new ArrayList<>();
    private final List<NestingCase> nestingCases = new ArrayList<>();
    private final List<Deadlock> deadlocks = new ArrayList<>();
    private String task = "worker";
    private int pid = 100;
    private int cpu;
    private int context = parse("...1.");
    private long line = 100;
    private long count = 1;
    private int tasks = 1;
    private List<LockInstance> guards = List.of();
    private LockCoverage coverage = coverage(1000, 0, 0, 0, 0);
    private long lost;
    private boolean softirqFlags = true;

    public TraceStory(String path) {
        this.path = path;
    }

    /** Of one recording of all CPUs, in which every release has its name. */
    public static LockCoverage coverage(
            long lockEvents, long gaps, long inferredGaps, long unknownReleases, long hidden) {
        return new LockCoverage(
                lockEvents,
                1,
                gaps,
                inferredGaps,
                unknownReleases,
                hidden,
                0,
                false,
                0,
                new TreeMap<>(),
                0,
                List.of());
    }

    public static TraceStory trace(String path) {
        return new TraceStory(path);
    }

    public TraceStory by(String name, int tid, int onCpu) {
        task = name;
        pid = tid;
        cpu = onCpu;
        return this;
    }

    public TraceStory inContext(String flags) {
        context = parse(flags);
        return this;
    }

    /** The steps that follow are on lines without flags. */
    public TraceStory withoutFlags() {
        context = Context.UNKNOWN;
        return this;
    }

    /** The flags of its lines do not tell whether bottom halves are off. */
    public TraceStory withoutSoftirqFlags() {
        softirqFlags = false;
        return this;
    }

    public TraceStory inTicks() {
        context = Context.withTicks(context);
        return this;
    }

    public TraceStory times(long often) {
        count = often;
        return this;
    }

    public TraceStory tasks(int distinct) {
        tasks = distinct;
        return this;
    }

    public TraceStory under(Lock... held) {
        List<LockInstance> instances = new ArrayList<>();
        for (Lock lock : held) {
            instances.add(lock.instance());
        }
        guards = instances;
        return this;
    }

    public TraceStory covered(LockCoverage known) {
        coverage = known;
        return this;
    }

    public TraceStory losing(long events) {
        lost = events;
        return this;
    }

    /** {@code inner} is taken while {@code outer} is held. */
    public TraceStory nest(Lock outer, Lock inner) {
        boolean interrupt = Mode.read(inner.mode()) && Context.level(context) != Context.PROCESS;
        Nesting.Key key =
                new Nesting.Key(
                        outer.name(),
                        Mode.read(outer.mode()),
                        inner.name(),
                        Mode.read(inner.mode()),
                        interrupt,
                        Mode.tryLock(inner.mode()));
        Acquisition held = acquire(outer);
        Acquisition taken = acquire(inner);
        int levels = 1 << Context.level(context);
        nestings.add(new Nesting(key, count, tasks, levels, held, taken, guards));
        if (outer.name().equals(inner.name()) && !Mode.tryLock(inner.mode())) {
            instanceNestings.add(
                    new InstanceNesting(
                            outer.name(),
                            outer.address(),
                            Mode.read(outer.mode()),
                            inner.address(),
                            Mode.read(inner.mode()),
                            count,
                            tasks,
                            held,
                            taken,
                            guards));
        }
        line += 100;
        return this;
    }

    /** Interrupts concern the class of this lock. */
    public TraceStory use(Lock lock, InterruptUse.Kind kind) {
        Acquisition acquired = acquire(lock);
        interruptUses.add(
                new InterruptUse(
                        lock.name(), kind, Mode.read(lock.mode()), acquired, acquired.origin()));
        line += 100;
        return this;
    }

    /** Contention shows the type of this lock's class. */
    public TraceStory show(Lock lock, ShownType.Shown shown) {
        shownTypes.add(new ShownType(lock.name(), shown, acquire(lock).origin()));
        line += 100;
        return this;
    }

    /** {@code lock} is asked for again while it is held. */
    public TraceStory recurse(Lock held, Lock again) {
        recursions.add(
                new Recursion(
                        held.name(),
                        Mode.read(held.mode()),
                        Mode.read(again.mode()),
                        Context.level(context) != Context.PROCESS,
                        count,
                        tasks,
                        acquire(held),
                        acquire(again)));
        line += 100;
        return this;
    }

    public TraceStory releaseUnheld(Lock lock) {
        return releaseUnheld(lock, Imbalance.Reason.TASK_BORN_IN_TRACE);
    }

    public TraceStory releaseUnheld(Lock lock, Imbalance.Reason reason) {
        imbalances.add(new Imbalance(lock.name(), reason, count, acquire(lock)));
        line += 100;
        return this;
    }

    public TraceStory leaveWith(Lock lock, String leaving) {
        heldAtExit.add(new HeldAtExit(lock.name(), leaving, count, acquire(lock), origin(++line)));
        line += 100;
        return this;
    }

    /** One of the semaphores {@code bd_sem}, {@code mmap_sem} is taken inside the other. */
    public TraceStory nestSemaphores(Lock outer, Lock inner, long tries, String path) {
        nestingCases.add(
                new NestingCase(
                        outer.name().replace("&mm->", ""),
                        Mode.read(outer.mode()),
                        inner.name().replace("&mm->", ""),
                        Mode.read(inner.mode()),
                        count,
                        tries,
                        tasks,
                        new TreeMap<>(Map.of(path, count)),
                        acquire(outer),
                        acquire(inner)));
        line += 100;
        return this;
    }

    /** As many tasks as locks: each owns one and waits for the next until the trace ends. */
    public TraceStory hang(Lock... locks) {
        List<Deadlock.Waiter> circle = new ArrayList<>();
        for (int i = 0; i < locks.length; i++) {
            by(task, pid + 1, cpu);
            Acquisition owned = acquire(locks[i]);
            Acquisition asked = acquire(locks[(i + 1) % locks.length]);
            circle.add(new Deadlock.Waiter(owned, asked, List.of(owned)));
        }
        deadlocks.add(new Deadlock(circle, line + 50, 4_000_000_000L + (line + 50) * 1000));
        line += 100;
        return this;
    }

    public LockOrderSummary summary() {
        return LockOrderSummary.of(facts(), observations());
    }

    public LockObservations observations() {
        List<ClassUse> uses = new ArrayList<>();
        classes.forEach(name -> uses.add(new ClassUse(name, 10, 0, 0)));
        return new LockObservations(
                coverage,
                uses,
                interruptUses,
                shownTypes,
                nestings,
                instanceNestings,
                recursions,
                imbalances,
                heldAtExit,
                nestingCases,
                deadlocks);
    }

    public TraceFacts facts() {
        TreeMap<String, Long> events = new TreeMap<>();
        events.put("lock_acquire", 600L);
        boolean owners = coverage.unnamedReleases() == 0;
        if (owners) {
            events.put("lock_acquired", 100L);
        }
        events.put("lock_release", owners ? 300L : 400L);
        events.put("sched_process_exit", 3L);
        return new TraceFacts(
                path,
                TraceFormat.FTRACE,
                events,
                1015,
                12,
                0,
                0,
                lost,
                0,
                List.of(),
                OptionalLong.of(1_000_000_000L),
                OptionalLong.of(9_000_000_000L),
                false,
                true,
                softirqFlags,
                4,
                2,
                2,
                Optional.empty());
    }

    private Acquisition acquire(Lock lock) {
        classes.add(lock.name());
        return new Acquisition(origin(++line), lock.name(), lock.address(), lock.mode());
    }

    private Origin origin(long at) {
        return new Origin(at, 4_000_000_000L + at * 1000, pid, task, cpu, context);
    }

    private static int parse(String flags) {
        byte[] bytes = flags.getBytes(StandardCharsets.US_ASCII);
        return Context.parse(bytes, 0, bytes.length);
    }
}
