package org.lockreplay.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.summary.Seen;

/**
 * How one kind of interrupt concerns one lock class: where it was taken in it, and where it was
 * held while it was on, by writers and by readers; each list sorted by trace.
 */
record InterruptUsage(
        List<Seen<InterruptUse>> inByWriters,
        List<Seen<InterruptUse>> inByReaders,
        List<Seen<InterruptUse>> onByWriters,
        List<Seen<InterruptUse>> onByReaders) {

    /** Two uses of one class that cannot both be. */
    record Clash(Seen<InterruptUse> in, Seen<InterruptUse> on) {

        boolean isOfOneInstance() {
            return in.trace() == on.trace() && Instances.same(in.what().lock(), on.what().lock());
        }
    }

    private InterruptUsage() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** The usage of every class that the summary has any of, by class. */
    static Map<String, InterruptUsage> of(
            List<Seen<InterruptUse>> uses, InterruptUse.Kind in, InterruptUse.Kind on) {
        Map<String, InterruptUsage> usages = new TreeMap<>();
        for (Seen<InterruptUse> seen : uses) {
            InterruptUse use = seen.what();
            if (use.kind() == in || use.kind() == on) {
                InterruptUsage usage =
                        usages.computeIfAbsent(use.lockClass(), c -> new InterruptUsage());
                usage.list(use.kind() == in, use.read()).add(seen);
            }
        }
        return usages;
    }

    boolean isIn() {
        return !inByWriters.isEmpty() || !inByReaders.isEmpty();
    }

    boolean isOn() {
        return !onByWriters.isEmpty() || !onByReaders.isEmpty();
    }

    /** The class is held by somebody whom a recursive reader waits for, while it is on. */
    boolean isOnByWriters() {
        return !onByWriters.isEmpty();
    }

    /** The first uses that cannot both be; two readers can. Those of one instance come first. */
    Optional<Clash> clash() {
        List<Clash> clashes = new ArrayList<>();
        pairs(inByWriters, onByWriters, clashes);
        pairs(inByReaders, onByWriters, clashes);
        pairs(inByWriters, onByReaders, clashes);
        return clashes.stream()
                .filter(Clash::isOfOneInstance)
                .findFirst()
                .or(() -> clashes.stream().findFirst());
    }

    private List<Seen<InterruptUse>> list(boolean in, boolean read) {
        return in ? read ? inByReaders : inByWriters : read ? onByReaders : onByWriters;
    }

    private static void pairs(
            List<Seen<InterruptUse>> ins, List<Seen<InterruptUse>> ons, List<Clash> to) {
        for (Seen<InterruptUse> in : ins) {
            ons.forEach(on -> to.add(new Clash(in, on)));
        }
    }
}
