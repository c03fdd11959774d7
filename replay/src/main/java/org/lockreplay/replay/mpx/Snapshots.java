package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.lockreplay.replay.mm.MemoryState;

/** The states that were asked for by line or time, taken as the replay passes them. */
final class Snapshots {

    private final List<Long> lines;
    private final List<AskedTime> times;
    private final Supplier<List<DirectoryState>> directories;
    private final Supplier<SortedMap<Integer, MemoryState>> memory;
    private final List<Snapshot> taken = new ArrayList<>();
    private int linesTaken;
    private int timesTaken;
    private long nextLine;
    private long nextTime;
    private boolean ticks;
    private long lastLine;
    private OptionalLong lastTime = OptionalLong.empty();

    /** Takes the states that {@code questions} ask for from the suppliers, when they are due. */
    Snapshots(
            Questions questions,
            Supplier<List<DirectoryState>> directories,
            Supplier<SortedMap<Integer, MemoryState>> memory) {
        lines = questions.lines();
        times = questions.times();
        this.directories = directories;
        this.memory = memory;
        advance();
    }

    /** Whether one is still to be taken. */
    boolean wanted() {
        return linesTaken < lines.size() || timesTaken < times.size();
    }

    /**
     * Called before each event: takes what is due before it.
     *
     * @param timed whether the event has a time; lines about the recording have none
     * @param inTicks whether that time is in ticks
     */
    void before(long line, long time, boolean timed, boolean inTicks) {
        if (timed && inTicks != ticks) {
            ticks = inTicks;
            advance();
        }
        while (line > nextLine) {
            takeLine(false);
        }
        while (timed && time > nextTime) {
            takeTime(false);
        }
        lastLine = line;
        if (timed) {
            lastTime = OptionalLong.of(time);
        }
    }

    /** Events are missing behind this line: what was taken since is not certain. */
    void doubtBehind(long line) {
        taken.replaceAll(shot -> shot.atLine() > line ? shot.doubted() : shot);
    }

    /**
     * All of them, by line.
     *
     * @param sure what is certain of a state up to a line, now that the whole trace is known
     */
    List<Snapshot> finish(BiFunction<DirectoryState, Long, DirectoryState> sure) {
        while (linesTaken < lines.size()) {
            takeLine(true);
        }
        while (timesTaken < times.size()) {
            takeTime(true);
        }
        return taken.stream()
                .map(shot -> shot.with(state -> sure.apply(state, shot.atLine())))
                .sorted(
                        Comparator.comparingLong(Snapshot::atLine)
                                .thenComparing(Snapshot::byTime)
                                .thenComparing(shot -> shot.atTime().orElse(0)))
                .toList();
    }

    private void takeLine(boolean atEnd) {
        taken.add(new Snapshot(nextLine, lastTime, false, atEnd, directories.get(), memory.get()));
        linesTaken++;
        advance();
    }

    private void takeTime(boolean atEnd) {
        taken.add(
                new Snapshot(
                        lastLine,
                        OptionalLong.of(nextTime),
                        true,
                        atEnd,
                        directories.get(),
                        memory.get()));
        timesTaken++;
        advance();
    }

    private void advance() {
        nextLine = linesTaken < lines.size() ? lines.get(linesTaken) : Long.MAX_VALUE;
        nextTime = timesTaken < times.size() ? times.get(timesTaken).in(ticks) : Long.MAX_VALUE;
    }
}
