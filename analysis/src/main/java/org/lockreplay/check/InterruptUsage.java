package org.lockreplay.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.summary.Seen;

/**
 * How one kind of interrupt concerns one lock class: where it was taken in it, and where it was
 * held while it was on, by writers and by readers; the first witness of each trace, sorted by
 * trace.
 */
record InterruptUsage(
        List<Seen<InterruptUse>> inByWriters,
        List<Seen<InterruptUse>> inByReaders,
        List<Seen<InterruptUse>> onByWriters,
        List<Seen<InterruptUse>> onByReaders) {

    private InterruptUsage() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** The usage of every class that the summary has any of, by class. */
    static Map<String, InterruptUsage> of(List<Seen<InterruptUse>> uses, Interrupt interrupt) {
        Map<String, InterruptUsage> usages = new TreeMap<>();
        for (Seen<InterruptUse> seen : uses) {
            InterruptUse use = seen.what();
            boolean in = use.kind() == interrupt.in();
            if (in || use.kind() == interrupt.on()) {
                usages.computeIfAbsent(use.lockClass(), c -> new InterruptUsage())
                        .list(in, use.read())
                        .add(seen);
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

    /** It is both, and not by readers alone, who do not wait for each other. */
    boolean clashes() {
        return isIn() && isOnByWriters() || isOn() && !inByWriters.isEmpty();
    }

    /** All uses in the interrupt, those of writers first. */
    List<Seen<InterruptUse>> ins() {
        return joined(inByWriters, inByReaders);
    }

    /** All uses with the interrupt on, those of writers first. */
    List<Seen<InterruptUse>> ons() {
        return joined(onByWriters, onByReaders);
    }

    private List<Seen<InterruptUse>> list(boolean in, boolean read) {
        return in ? read ? inByReaders : inByWriters : read ? onByReaders : onByWriters;
    }

    private static List<Seen<InterruptUse>> joined(
            List<Seen<InterruptUse>> writers, List<Seen<InterruptUse>> readers) {
        List<Seen<InterruptUse>> all = new ArrayList<>(writers);
        all.addAll(readers);
        return all;
    }
}
