package org.lockreplay.replay.lock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.lockreplay.event.Context;

/** The obvious model of who runs where: every gap makes every affected context forget at once. */
final class NaiveSchedule {

    /** What one task, or one interrupt level of one CPU, holds and is about. */
    static final class Holder {
        final String id;
        final List<NaiveFindings.Held> held = new ArrayList<>();
        final Set<LockInstance> balanced = new HashSet<>();
        final Set<LockInstance> balancedReads = new HashSet<>();
        boolean born;
        boolean reentered;
        String call = "";
        boolean fault;
        long code;

        Holder(String id) {
            this.id = id;
        }

        void forget() {
            held.clear();
            balanced.clear();
            balancedReads.clear();
            born = false;
            reentered = false;
            call = "";
            fault = false;
        }
    }

    private static final class Place {
        int running;
        int leaving;
        boolean certain;
        boolean silent;
        long since;
        long last;
    }

    private final Map<String, Holder> holders = new HashMap<>();
    private final Map<Integer, Place> places = new HashMap<>();
    private final Map<Integer, Integer> cpuOf = new HashMap<>();
    private final Map<Integer, Integer> arrivals = new HashMap<>();
    private final Map<Integer, Long> returned = new HashMap<>();
    final TreeMap<Integer, Long> returns = new TreeMap<>();
    private final Set<Integer> seenCpus = new HashSet<>();
    private final LongConsumer onGap;
    long inferred;
    long machineCpus;
    boolean overwritten;
    boolean uncounted;

    /**
     * @param onGap is told the line at which each gap began
     */
    NaiveSchedule(LongConsumer onGap) {
        this.onGap = onGap;
    }

    Holder holder(int pid, int cpu, int level) {
        String id =
                level != Context.PROCESS
                        ? "cpu " + cpu + " level " + level
                        : pid == 0 ? "idle " + cpu : "task " + pid;
        return holders.computeIfAbsent(id, Holder::new);
    }

    List<Holder> all() {
        return List.copyOf(holders.values());
    }

    int arrivals(int pid) {
        return arrivals.getOrDefault(pid, 0);
    }

    /**
     * @param strays how often a task did what it cannot, unless it was elsewhere meanwhile
     */
    boolean showsAllCpus(long strays) {
        int largest = seenCpus.stream().mapToInt(cpu -> cpu).max().orElse(-1);
        long all = machineCpus > 0 ? machineCpus : Math.max(2, largest + 1);
        boolean cpu0OfUnknown = machineCpus == 0 && largest == 0;
        return seenCpus.isEmpty()
                || seenCpus.size() >= all
                || ((seenCpus.size() > 1 || cpu0OfUnknown) && strays == 0);
    }

    void notice(Step step) {
        boolean begins = seenCpus.add(step.cpu()) && seenCpus.size() > 1;
        Place place = place(step.cpu());
        if (begins && overwritten) {
            inferred++;
            lose(step.cpu());
        } else if (place.silent) {
            lose(step.cpu());
        }
        if (step.pid() == place.running) {
            place.leaving = step.pid();
            settle(step);
        } else if (step.pid() != place.leaving) {
            Integer before = step.pid() == 0 ? Integer.valueOf(step.cpu()) : cpuOf.get(step.pid());
            boolean elsewhere = before != null && before != step.cpu() && runs(before, step.pid());
            boolean here = place.certain;
            inferred += here || elsewhere ? 1 : 0;
            if (elsewhere) {
                lose(before);
                place(before).silent = true;
            }
            if (here) {
                lose(step.cpu());
            }
            place.running = step.pid();
            place.leaving = step.pid();
            place.since = step.line();
            arrive(step.pid(), step);
            settle(step);
        }
        if (begins && step.pid() != 0 && (overwritten || uncounted || machineCpus == 0)) {
            Holder task = holder(step.pid(), step.cpu(), Context.PROCESS);
            task.born = false;
            task.balanced.clear();
            task.balancedReads.clear();
        }
        place.last = step.line();
    }

    void switchTo(Step step) {
        int next = (int) step.payload(1);
        Integer before = next == 0 ? Integer.valueOf(step.cpu()) : cpuOf.get(next);
        if (before != null && before != step.cpu() && runs(before, next)) {
            inferred++;
            lose(before);
            place(before).silent = true;
        }
        Place place = place(step.cpu());
        place.leaving = step.pid();
        place.running = next;
        place.certain = true;
        place.since = step.line();
        arrive(next, step);
        cpuOf.put(next, step.cpu());
    }

    void lose(int cpu) {
        Map<String, Long> running = new HashMap<>();
        long gapBegan = place(cpu).last;
        place(cpu).silent = false;
        onGap.accept(gapBegan);
        places.forEach(
                (other, place) -> {
                    if (other != cpu && place.certain) {
                        running.put("task " + place.running, place.since);
                    }
                });
        for (Holder holder : holders.values()) {
            boolean affected =
                    holder.id.startsWith("task")
                            ? running.getOrDefault(holder.id, Long.MAX_VALUE) >= gapBegan
                            : holder.id.equals("idle " + cpu)
                                    || holder.id.startsWith("cpu " + cpu + " ");
            if (affected) {
                long since = running.getOrDefault(holder.id, Long.MAX_VALUE);
                List<NaiveFindings.Held> kept =
                        holder.held.stream().filter(held -> held.step().line() >= since).toList();
                holder.forget();
                holder.held.addAll(kept);
            }
        }
        forget(place(cpu));
    }

    long since(Step step) {
        return place(step.cpu()).since;
    }

    void end() {
        places.values().stream()
                .filter(place -> place.silent || (place.certain && place.running != 0))
                .forEach(
                        place -> {
                            place.silent = false;
                            onGap.accept(place.last);
                        });
    }

    private void arrive(int pid, Step step) {
        int times = arrivals.merge(pid, 1, Integer::sum);
        if (pid != 0 && (times > 1 || holder(pid, 0, Context.PROCESS).born)) {
            returned.putIfAbsent(pid, step.line());
        }
    }

    void endRecording(boolean allCpus) {
        if (!allCpus) {
            returned.forEach((pid, line) -> returns.merge(pid, line, Math::min));
        }
        returned.clear();
        arrivals.clear();
    }

    /** The trace says that events of this CPU are missing. */
    void miss(int cpu) {
        seenCpus.add(cpu);
        lose(cpu);
    }

    void beginRecording() {
        loseAll();
        seenCpus.clear();
    }

    void loseAll() {
        holders.values().forEach(Holder::forget);
        places.values().forEach(NaiveSchedule::forget);
    }

    private void settle(Step step) {
        cpuOf.put(step.pid(), step.cpu());
    }

    private boolean runs(int cpu, int pid) {
        return place(cpu).certain && place(cpu).running == pid;
    }

    private Place place(int cpu) {
        return places.computeIfAbsent(cpu, key -> new Place());
    }

    private static void forget(Place place) {
        place.running = 0;
        place.leaving = 0;
        place.certain = false;
    }
}
