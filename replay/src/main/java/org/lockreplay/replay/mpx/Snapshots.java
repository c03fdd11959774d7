package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;

/** The states that were asked for by line, taken as the replay passes these lines. */
final class Snapshots {

    private final long[] lines;
    private final LongFunction<Snapshot> taker;
    private final List<Snapshot> taken = new ArrayList<>();
    private long next;

    /**
     * @param taker makes the snapshot of the state as it is, for a line
     */
    Snapshots(long[] lines, LongFunction<Snapshot> taker) {
        this.lines = Arrays.stream(lines).sorted().distinct().toArray();
        this.taker = taker;
        next = nextLine();
    }

    boolean wanted() {
        return lines.length > 0;
    }

    /** Called before each event: takes what is due before this line. */
    void before(long line) {
        while (line > next) {
            taken.add(taker.apply(next));
            next = nextLine();
        }
    }

    /** Events are missing behind this line: what was taken since is not certain. */
    void doubtBehind(long line) {
        for (int i = taken.size() - 1; i >= 0 && taken.get(i).atLine() > line; i--) {
            taken.set(i, taken.get(i).doubted());
        }
    }

    List<Snapshot> finish() {
        before(Long.MAX_VALUE);
        return List.copyOf(taken);
    }

    private long nextLine() {
        return taken.size() < lines.length ? lines[taken.size()] : Long.MAX_VALUE;
    }
}
