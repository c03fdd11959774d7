package org.lockreplay.replay.lock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import org.lockreplay.replay.SeenCpus;

/**
 * Observations that a gap could still take back.
 *
 * <p>A trace tells of a gap where it ends. Meanwhile a task may have run unseen in it, come to
 * another CPU, and there seem to hold what it released long ago. So whatever rests on the time
 * before a task came to its CPU waits here, until the trace ends or so much more waits that it is
 * let through. Few events of a trace get here; each makes an object.
 *
 * <p>Where some CPUs of the machine are not recorded, the task may have been there meanwhile, and
 * nothing of it counts.
 */
final class Undecided {

    private static final int LIMIT = 1 << 14;

    private final SeenCpus cpus;
    private final Queue<Entry> entries = new ArrayDeque<>();
    private long unfollowed;

    /** Something seen that is to be counted in the one way or in the other. */
    @FunctionalInterface
    interface Observation {

        /** Counts what was seen; if not {@code certain}, only what was seen since the task came. */
        void count(boolean certain);
    }

    private record Entry(long since, boolean away, boolean stray, Observation observation) {}

    Undecided(SeenCpus cpus) {
        this.cpus = cpus;
    }

    /**
     * Something that rests on what the task did before it came to its CPU.
     *
     * @param since the line at which it came
     */
    void add(long since, Observation observation) {
        add(new Entry(since, true, false, observation));
    }

    /**
     * The same for what no sound task does that was not elsewhere meanwhile.
     *
     * @param away whether it was, between what this rests on and that line
     */
    void addStray(long since, boolean away, Observation observation) {
        if (away) {
            cpus.stray();
        }
        add(new Entry(since, away, away, observation));
    }

    private void add(Entry entry) {
        entries.add(entry);
        if (entries.size() > LIMIT) {
            settle(entries.remove());
        }
    }

    /** A CPU turns out to have a gap that began at this line. */
    void gapSince(long line) {
        List<Entry> touched = new ArrayList<>();
        entries.removeIf(entry -> entry.since() > line && touched.add(entry));
        cpus.excuse(strays(touched));
        touched.forEach(entry -> entry.observation().count(false));
    }

    /** No gap will be told any more. */
    void settle() {
        entries.forEach(this::settle);
        entries.clear();
    }

    /** How much does not count because the task may have been where nothing is recorded. */
    long unfollowed() {
        return unfollowed;
    }

    private void settle(Entry entry) {
        boolean followed = !entry.away() || cpus.areAll();
        unfollowed += followed ? 0 : 1;
        entry.observation().count(followed);
    }

    /** Nothing of it was true. */
    void discard() {
        cpus.excuse(strays(entries));
        entries.clear();
    }

    private static int strays(Collection<Entry> entries) {
        return (int) entries.stream().filter(Entry::stray).count();
    }
}
