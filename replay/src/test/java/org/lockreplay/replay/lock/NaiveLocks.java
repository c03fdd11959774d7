package org.lockreplay.replay.lock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.Mode;
import org.lockreplay.replay.lock.NaiveFindings.Fault;
import org.lockreplay.replay.lock.NaiveFindings.Held;
import org.lockreplay.replay.lock.NaiveFindings.Leaving;
import org.lockreplay.replay.lock.NaiveFindings.Pair;

/**
 * The obvious lock replay, to compare the fast one with: a list for each context, every pair of
 * locks written down, everything counted at the end. No mmap_lock stand-ins, no raw system calls.
 */
final class NaiveLocks {

    /** An acquisition; {@code since} is 0 where no gap can take back what was held. */
    private record Taken(
            Held inner,
            List<Held> below,
            String task,
            int level,
            long since,
            String ifRead,
            String ifWrite) {}

    private static final Set<String> WATCHED = Set.of("bd_sem", "mmap_sem");

    private final NaiveSchedule schedule = new NaiveSchedule(this::takeBack);
    private final List<Held> acquisitions = new ArrayList<>();
    private final List<Taken> taken = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();
    private final List<Pair> recursions = new ArrayList<>();
    private final List<Pair> cases = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<Leaving> leavings = new ArrayList<>();
    private final List<Long> losses = new ArrayList<>();
    private final Set<String> let = new HashSet<>();
    private final Map<String, Integer> innermost = new HashMap<>();
    private final Map<String, Integer> unexplained = new HashMap<>();
    private long lastSeen;
    private final Map<List<?>, InterruptUse> uses = new HashMap<>();
    private final Map<Held, Boolean> shown = new IdentityHashMap<>();
    private final Set<Integer> cpusWithReleases = new HashSet<>();
    private final Set<Integer> cpusReentered = new HashSet<>();
    private int reentries;
    private long allReentries;
    private boolean released;
    private boolean oneByOne;
    private boolean begun;
    private long lastTime;
    private long lockEvents;
    private long recordings;
    private long gaps;
    private long unknown;
    private long unnamed;
    private long unfollowed;

    LockObservations replay(List<Step> steps) {
        steps.forEach(this::step);
        schedule.all().stream()
                .filter(holder -> !holder.held.isEmpty())
                .map(holder -> holder.held.get(holder.held.size() - 1).lockClass())
                .forEach(it -> innermost.merge(it, 1, Integer::sum));
        settle();
        taken.forEach(this::count);
        long kept = allReentries + leavings.stream().map(it -> it.step().line()).distinct().count();
        boolean unreleased = !released && kept >= 2;
        if (unreleased) {
            List.of(pairs, recursions, cases, leavings).forEach(List::clear);
            uses.clear();
        }
        return observations(unreleased);
    }

    private void step(Step step) {
        if (step.kind() == EventKind.RECORDING_STARTED) {
            recordings += begun || recordings == 0 ? 1 : 0;
            if (begun) {
                newRecording();
            }
            begun = false;
            schedule.machineCpus = 0;
            schedule.overwritten = false;
            schedule.uncounted = false;
        } else if (step.kind() == EventKind.CPU_COUNT) {
            schedule.machineCpus = step.payload(0);
            schedule.overwritten = step.payload().size() > 1 && step.payload(1) > 0;
            schedule.uncounted = step.payload().size() > 1 && step.payload(1) < 0;
        } else if (step.kind().isMeta()) {
            gaps++;
            if (step.kind() == EventKind.LOST) {
                losses.add(lastSeen);
            }
            schedule.miss(step.cpu());
        } else {
            boolean back = begun && step.time() < lastTime;
            recordings += back || recordings == 0 ? 1 : 0;
            if (back) {
                newRecording();
            }
            begun = true;
            lastTime = step.time();
            schedule.notice(step);
            noticeInterrupts(step);
            event(step);
            lastSeen = step.line();
        }
    }

    /** What is held at the level of this event, and was certainly not released in a gap. */
    private void noticeInterrupts(Step step) {
        int level = Context.level(step.context());
        boolean movable = level == Context.PROCESS && step.pid() != 0;
        for (Held held : schedule.holder(step.pid(), step.cpu(), level).held) {
            if (!movable || held.step().line() >= schedule.since(step)) {
                on(held, step);
            }
        }
    }

    private void on(Held held, Step step) {
        String flags = Context.text(step.context());
        if (flags.startsWith(".") || flags.startsWith("b")) {
            usedAs(held, InterruptUse.Kind.HARDIRQS_ON, step);
        }
        if (flags.startsWith("...") && flags.length() == 5) {
            usedAs(held, InterruptUse.Kind.SOFTIRQS_ON, step);
        }
    }

    private void usedAs(Held held, InterruptUse.Kind kind, Step step) {
        uses.putIfAbsent(
                List.of(held.lockClass(), kind.ordinal(), held.read()),
                new InterruptUse(
                        held.lockClass(),
                        kind,
                        held.read(),
                        held.acquisition(),
                        NaiveFindings.origin(step)));
    }

    /** A gap that began at this line takes back what rests on what was held before a task came. */
    private void takeBack(long line) {
        taken.replaceAll(
                it ->
                        it.since() <= line
                                ? it
                                : new Taken(
                                        it.inner(),
                                        it.below().stream()
                                                .filter(held -> held.step().line() >= it.since())
                                                .toList(),
                                        it.task(),
                                        it.level(),
                                        0,
                                        it.ifRead(),
                                        it.ifWrite()));
        leavings.removeIf(it -> it.since() > line);
        unknown += faults.stream().filter(it -> it.since() > line).count();
        faults.removeIf(it -> it.since() > line);
    }

    private void settle() {
        schedule.end();
        boolean allCpus = schedule.showsAllCpus(strays());
        if (!allCpus) {
            takeBackWhatWasElsewhere();
        }
        taken.replaceAll(
                it ->
                        new Taken(
                                it.inner(),
                                it.below(),
                                it.task(),
                                it.level(),
                                0,
                                it.ifRead(),
                                it.ifWrite()));
        schedule.endRecording(allCpus);
        leavings.replaceAll(it -> new Leaving(it.held(), it.how(), it.step(), 0));
        faults.replaceAll(it -> new Fault(it.step(), it.reason(), 0, false));
    }

    /** A lock taken twice, kept on leaving the kernel, or released twice, by who was away. */
    private long strays() {
        return taken.stream().filter(NaiveLocks::isTakenAgain).count()
                + leavings.stream().filter(it -> it.since() > 0).count()
                + faults.stream().filter(Fault::away).count();
    }

    private static boolean isTakenAgain(Taken taken) {
        Held inner = taken.inner();
        return !inner.read()
                && !inner.tryLock()
                && taken.below().stream()
                        .anyMatch(held -> isBefore(held, taken) && held.same(inner));
    }

    /** The tasks may have come from a CPU that is not in the trace. */
    private void takeBackWhatWasElsewhere() {
        unfollowed +=
                taken.stream()
                        .filter(it -> it.below().stream().anyMatch(held -> isBefore(held, it)))
                        .count();
        unfollowed += leavings.stream().filter(it -> it.since() > 0).count();
        List<Fault> elsewhere = faults.stream().filter(Fault::away).toList();
        unfollowed += elsewhere.size();
        List<Fault> here = faults.stream().filter(it -> !it.away()).toList();
        faults.removeIf(it -> !it.away());
        takeBack(0);
        faults.addAll(here);
    }

    private static boolean isBefore(Held held, Taken taken) {
        return held.step().line() < taken.since();
    }

    private void newRecording() {
        settle();
        schedule.beginRecording();
        cpusWithReleases.clear();
        cpusReentered.clear();
        reentries = 0;
        oneByOne = false;
    }

    private void beginAgain(Step step) {
        schedule.inferred++;
        schedule.loseAll();
        schedule.notice(step);
        if (recordings == 1) {
            taken.clear();
            uses.clear();
            leavings.removeIf(it -> it.since() != 0);
            faults.removeIf(it -> it.since() != 0);
        }
    }

    private void event(Step step) {
        lockEvents += step.kind().isLock() ? 1 : 0;
        NaiveSchedule.Holder task = schedule.holder(step.pid(), step.cpu(), Context.PROCESS);
        switch (step.kind()) {
            case LOCK_ACQUIRE -> acquire(step, task);
            case LOCK_RELEASE -> release(step, task);
            case SWITCH -> schedule.switchTo(step);
            case FORK -> {
                NaiveSchedule.Holder child =
                        schedule.holder((int) step.payload(0), 0, Context.PROCESS);
                child.forget();
                child.born = true;
            }
            case EXIT -> {
                NaiveSchedule.Holder gone =
                        schedule.holder((int) step.payload(0), 0, Context.PROCESS);
                gone.held.forEach(held -> leave(held, "exit", step, gone == task));
                gone.forget();
            }
            case SYSCALL_ENTER -> {
                task.call = step.name();
                task.fault = false;
            }
            case SYSCALL_EXIT -> {
                task.held.stream()
                        .filter(held -> shown.put(held, true) == null)
                        .forEach(held -> leave(held, step.name(), step, true));
                task.call = "";
                task.fault = false;
            }
            case BOUNDS_FAULT -> {
                task.call = "";
                task.fault = true;
                task.code = step.payload(1);
            }
            default -> {}
        }
    }

    private void acquire(Step step, NaiveSchedule.Holder task) {
        int level = Context.level(step.context());
        NaiveSchedule.Holder holder = schedule.holder(step.pid(), step.cpu(), level);
        if (holder.reentered) {
            holder.reentered = false;
            if (!cpusWithReleases.contains(step.cpu())) {
                cpusReentered.add(step.cpu());
                reentries++;
                allReentries++;
                if (cpusWithReleases.isEmpty() && reentries >= 2 && holder.held.size() >= 48) {
                    beginAgain(step);
                }
            }
        }
        String flags = Context.text(step.context());
        boolean irq =
                Mode.read(step.mode())
                        && (level != Context.PROCESS
                                || flags.startsWith("b")
                                || flags.startsWith("D"));
        Held inner = new Held(step, step.name(), step.address(), step.mode(), irq);
        acquisitions.add(inner);
        String who = step.pid() == 0 ? "idle " + step.cpu() : "task " + step.pid();
        holder.reentered =
                !inner.tryLock()
                        && holder.held.stream()
                                .anyMatch(
                                        outer ->
                                                outer.same(inner)
                                                        && !(outer.read() && inner.read()));
        boolean movable = level == Context.PROCESS && step.pid() != 0;
        taken.add(
                new Taken(
                        inner,
                        List.copyOf(holder.held),
                        who,
                        level,
                        movable ? schedule.since(step) : 0,
                        path(task, true),
                        path(task, false)));
        holder.held.add(inner);
        on(inner, step);
        if (!inner.tryLock() && level == Context.HARDIRQ) {
            usedAs(inner, InterruptUse.Kind.IN_HARDIRQ, step);
        } else if (!inner.tryLock() && level == Context.SOFTIRQ) {
            usedAs(inner, InterruptUse.Kind.IN_SOFTIRQ, step);
        }
    }

    private void count(Taken it) {
        Held inner = it.inner();
        Set<Boolean> recursive = new HashSet<>();
        Set<Boolean> casesSeen = new HashSet<>();
        List<Held> guarding =
                it.below().stream()
                        .filter(held -> !held.read() && !held.hidden() && !held.maybe(inner))
                        .toList();
        Set<LockInstance> allGuards = instances(guarding);
        for (Held outer : it.below()) {
            // one set for most pairs: long lists of held locks would need gigabytes
            Set<LockInstance> guards =
                    guarding.stream().noneMatch(outer::maybe)
                            ? allGuards
                            : instances(
                                    guarding.stream().filter(held -> !held.maybe(outer)).toList());
            boolean bdRead =
                    NaiveFindings.alias(outer).equals("bd_sem") ? outer.read() : inner.read();
            Pair pair =
                    new Pair(
                            outer,
                            inner,
                            it.task(),
                            it.level(),
                            guards,
                            bdRead ? it.ifRead() : it.ifWrite());
            if (!outer.maybe(inner)) {
                pairs.add(pair);
            } else if (outer.same(inner) && !inner.tryLock() && recursive.add(outer.read())) {
                recursions.add(pair);
            }
            if (!NaiveFindings.alias(outer).equals(NaiveFindings.alias(inner))
                    && WATCHED.contains(NaiveFindings.alias(outer))
                    && WATCHED.contains(NaiveFindings.alias(inner))
                    && casesSeen.add(outer.read())) {
                cases.add(pair);
            }
        }
    }

    private static Set<LockInstance> instances(List<Held> locks) {
        return locks.stream()
                .map(lock -> new LockInstance(lock.lockClass(), lock.address()))
                .collect(Collectors.toSet());
    }

    private void leave(Held held, String how, Step step, boolean itself) {
        long came = !itself ? step.line() : step.pid() == 0 ? 0 : schedule.since(step);
        leavings.add(new Leaving(held, how, step, held.step().line() < came ? came : 0));
    }

    private static String path(NaiveSchedule.Holder task, boolean bdRead) {
        if (!task.call.isEmpty()) {
            return task.call;
        }
        if (!task.fault || !bdRead) {
            return "";
        }
        return Map.of(0L, "#BR", 1L, "#BR(1)", 2L, "#BR(2)", 3L, "#BR").get(task.code % 4);
    }

    private void release(Step step, NaiveSchedule.Holder task) {
        released = true;
        oneByOne |= cpusWithReleases.isEmpty() && reentries >= 2;
        if (cpusWithReleases.add(step.cpu()) && oneByOne && cpusReentered.contains(step.cpu())) {
            beginAgain(step);
        }
        unnamed += step.name().isEmpty() ? 1 : 0;
        let.add(step.name());
        int level = Context.level(step.context());
        NaiveSchedule.Holder expected = schedule.holder(step.pid(), step.cpu(), level);
        List<NaiveSchedule.Holder> where = new ArrayList<>(List.of(expected, task));
        for (int other = Context.SOFTIRQ; other < Context.LEVELS; other++) {
            where.add(schedule.holder(step.pid(), step.cpu(), other));
        }
        boolean hidden = Mode.hidden(step.mode());
        boolean named = !step.name().isEmpty();
        List<Function<Held, Boolean>> ways =
                List.of(
                        held ->
                                !hidden
                                        && !held.hidden()
                                        && held.address() == step.address()
                                        && (!named || held.lockClass().equals(step.name())),
                        held -> named && held.hidden() && held.lockClass().equals(step.name()),
                        held -> named && hidden && held.lockClass().equals(step.name()),
                        held -> !hidden && !held.hidden() && held.address() == step.address());
        for (Function<Held, Boolean> way : ways) {
            for (NaiveSchedule.Holder holder : where) {
                for (int i = holder.held.size() - 1; i >= 0; i--) {
                    Held held = holder.held.get(i);
                    if (way.apply(held)) {
                        holder.held.remove(i);
                        let.add(held.lockClass());
                        holder.reentered = false;
                        if (way == ways.get(0) && holder == expected) {
                            LockInstance instance =
                                    new LockInstance(held.lockClass(), held.address());
                            if (!held.read()) {
                                holder.balanced.add(instance);
                            } else if (!held.tryLock() && !held.inInterrupt()) {
                                holder.balancedReads.add(instance);
                            }
                        }
                        return;
                    }
                }
            }
        }
        judge(step, expected, named && !hidden, expected == task && task.born);
    }

    private void judge(Step step, NaiveSchedule.Holder expected, boolean known, boolean born) {
        if (!step.name().isEmpty()) {
            unexplained.merge(step.name(), 1, Integer::sum);
        }
        LockInstance instance = new LockInstance(step.name(), step.address());
        boolean written = expected.balanced.contains(instance);
        boolean certain = known && (born || written || expected.balancedReads.contains(instance));
        if (known && takeFromOwners(instance)) {
            unknown++;
            return;
        }
        List<NaiveSchedule.Holder> others =
                schedule.all().stream()
                        .filter(
                                holder ->
                                        certain
                                                && holder.held.stream()
                                                        .anyMatch(held -> is(held, instance)))
                        .toList();
        if (others.size() == 1) {
            List<Held> held = others.get(0).held;
            int last = held.size() - 1;
            while (!is(held.get(last), instance)) {
                last--;
            }
            held.remove(last);
            others.get(0).reentered = false;
        }
        if (certain && others.isEmpty()) {
            faults.add(
                    new Fault(
                            step,
                            born
                                    ? Imbalance.Reason.TASK_BORN_IN_TRACE
                                    : written
                                            ? Imbalance.Reason.SEEN_BALANCED
                                            : Imbalance.Reason.SEEN_BALANCED_READ,
                            Context.level(step.context()) == Context.PROCESS && step.pid() != 0
                                    ? schedule.since(step)
                                    : 0,
                            Context.level(step.context()) == Context.PROCESS
                                    && step.pid() != 0
                                    && (born || schedule.arrivals(step.pid()) > 1)));
        } else {
            unknown++;
        }
    }

    /** Whoever tried it for write and got it has it, and so nobody else. */
    private boolean takeFromOwners(LockInstance instance) {
        boolean taken = false;
        for (NaiveSchedule.Holder holder : schedule.all()) {
            for (int i = holder.held.size() - 1; i >= 0; i--) {
                Held held = holder.held.get(i);
                if (is(held, instance) && !held.read() && held.tryLock()) {
                    holder.held.remove(i);
                    holder.reentered = false;
                    holder.born = false;
                    holder.balanced.clear();
                    holder.balancedReads.clear();
                    taken = true;
                    break;
                }
            }
        }
        return taken;
    }

    private static boolean is(Held held, LockInstance instance) {
        return !held.hidden()
                && held.lockClass().equals(instance.lockClass())
                && held.address() == instance.address();
    }

    // ---- counting ----

    private LockObservations observations(boolean unreleased) {
        LockCoverage coverage =
                new LockCoverage(
                        lockEvents,
                        recordings,
                        gaps,
                        schedule.inferred,
                        unknown,
                        acquisitions.stream().filter(Held::hidden).count(),
                        unnamed,
                        unreleased,
                        unfollowed,
                        schedule.returns,
                        0,
                        List.of());
        LockObservations seen =
                new LockObservations(
                        coverage,
                        NaiveFindings.classes(acquisitions),
                        uses.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey(NaiveFindings.byText()))
                                .map(Map.Entry::getValue)
                                .toList(),
                        List.of(),
                        NaiveFindings.nestings(pairs),
                        NaiveFindings.instanceNestings(pairs),
                        NaiveFindings.recursions(recursions).stream()
                                .filter(
                                        it ->
                                                whole(
                                                        it.held().origin().line(),
                                                        it.again().origin().line()))
                                .toList(),
                        NaiveFindings.imbalances(faults).stream()
                                .filter(it -> whole(0, it.release().origin().line()))
                                .toList(),
                        NaiveFindings.heldAtExit(leavings).stream()
                                .filter(it -> whole(it.held().origin().line(), it.end().line()))
                                .toList(),
                        NaiveFindings.cases(cases),
                        List.of());
        return OneSided.spare(
                seen,
                neverReleased(),
                unexplained.entrySet().stream()
                        .filter(it -> it.getValue() >= 2 && taken(it.getKey()) == 0)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()),
                faults.stream()
                        .map(it -> it.step().name())
                        .filter(it -> repetitions(it) >= 16)
                        .collect(Collectors.toSet()),
                neverReleased().stream()
                        .map(it -> TraceScript.alias(it.replace("/2", "")))
                        .collect(Collectors.toSet()));
    }

    /** How often a task released such a lock after another one, and nobody took one between. */
    private long repetitions(String lockClass) {
        long repetitions = 0;
        Map<List<Object>, Long> before = new HashMap<>();
        for (Fault fault : faults) {
            Step step = fault.step();
            if (step.name().equals(lockClass)) {
                List<Object> task = List.of(step.pid(), step.pid() == 0 ? step.cpu() : 0);
                long taken =
                        acquisitions.stream()
                                .filter(it -> it.lockClass().equals(lockClass))
                                .filter(it -> it.step().line() < step.line())
                                .count();
                Long last = before.put(task, taken);
                if (last != null && last == taken) {
                    repetitions++;
                }
            }
        }
        return repetitions;
    }

    private Set<String> neverReleased() {
        return acquisitions.stream()
                .map(Held::lockClass)
                .filter(it -> released && !let.contains(it) && went(it) >= 4)
                .collect(Collectors.toSet());
    }

    private long went(String lockClass) {
        return taken(lockClass) - innermost.getOrDefault(lockClass, 0);
    }

    private long taken(String lockClass) {
        return acquisitions.stream().filter(it -> it.lockClass().equals(lockClass)).count();
    }

    /** Whether no loss lies between two lines. */
    private boolean whole(long from, long to) {
        return losses.stream().noneMatch(line -> line >= from && line < to);
    }
}
