package org.lockreplay.parser.ftrace;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.lockreplay.event.Context;
import org.lockreplay.event.Names;

/** What one parser counted since its beginning, and of the {@link #chunk} that it parsed last. */
public final class Tally {

    private final ChunkLines chunk = new ChunkLines();
    private long[] events = new long[256];
    private final long[] shapes = new long[LineShape.values().length];
    private final NumberSet pids = new NumberSet();
    private final NumberSet cpus = new NumberSet();
    private final BitSet files = new BitSet();
    private long linesOfFiles;
    private long comments;
    private long annotations;
    private long lossMarkers;
    private long lost;
    private int machineCpus;
    private boolean flags;
    private boolean softirqFlags;
    private boolean bottomHalvesOff;
    private boolean bottomHalvesTold;
    private boolean ticks;
    private int seenContext = -1;
    private int seenPid = -1;
    private int seenCpu = -1;

    /** The lines of the chunk that is, or was, parsed last. */
    public ChunkLines chunk() {
        return chunk;
    }

    void event(int name, boolean carriesText) {
        if (name >= events.length) {
            events = Arrays.copyOf(events, Math.max(2 * events.length, name + 1));
        }
        events[name]++;
        chunk.readable(carriesText);
    }

    /** Counts the line of an event. */
    public void line(LineShape shape, Stamp stamp) {
        shapes[shape.ordinal()]++;
        source(stamp);
    }

    /** Notes the name of the file in front of a line; empty where there is none. */
    void file(int name) {
        if (name != Names.EMPTY) {
            files.set(name);
            linesOfFiles++;
        }
    }

    /** Notes whom and which CPU an event is of, and what its flags can tell. */
    public void source(Stamp stamp) {
        if (stamp.pid != seenPid && stamp.pid >= 0) {
            seenPid = stamp.pid;
            pids.add(seenPid);
        }
        if (stamp.cpu != seenCpu && stamp.cpu >= 0) {
            seenCpu = stamp.cpu;
            cpus.add(seenCpu);
        }
        if (stamp.context != seenContext) {
            seenContext = stamp.context;
            flags |= Context.known(seenContext);
            softirqFlags |= Context.softirqsKnown(seenContext);
            bottomHalvesOff |= Context.bottomHalvesOff(seenContext);
            ticks |= Context.ticks(seenContext);
        }
    }

    public void comment() {
        comments++;
    }

    /** The first line of a recording. */
    public void header() {
        comments++;
        chunk.readable(false);
    }

    /** A header says how many CPUs the machine has. */
    public void machineCpus(int count) {
        machineCpus = Math.max(machineCpus, count);
    }

    /** A header says that the first flag character tells whether bottom halves are off. */
    public void bottomHalves() {
        bottomHalvesTold = true;
    }

    /** A line that belongs to the event before it, or goes on with its text. */
    void annotation() {
        annotations++;
    }

    /** A loss, or a buffer that starts late ({@code count} 0); -1 if the count is not told. */
    public void loss(long count) {
        lossMarkers++;
        lost += Math.max(0, count);
        chunk.readable(false);
    }

    /** How often the event with this name id occurred, since the beginning. */
    public long events(int name) {
        return name < events.length ? events[name] : 0;
    }

    /** How many lines had this shape, since the beginning. */
    public long lines(LineShape shape) {
        return shapes[shape.ordinal()];
    }

    /** Name ids of the files that stand in front of lines. */
    public IntStream files() {
        return files.stream();
    }

    /** How many lines have the name of a file in front. */
    public long linesOfFiles() {
        return linesOfFiles;
    }

    public NumberSet pids() {
        return pids;
    }

    public NumberSet cpus() {
        return cpus;
    }

    /** How many CPUs the machine has, by the header that says most; 0 if none says it. */
    public int machineCpus() {
        return machineCpus;
    }

    public long comments() {
        return comments;
    }

    public long annotations() {
        return annotations;
    }

    public long lossMarkers() {
        return lossMarkers;
    }

    public long lost() {
        return lost;
    }

    public boolean flags() {
        return flags;
    }

    /** Some line has flags that can tell whether bottom halves are off. */
    public boolean softirqFlags() {
        return softirqFlags;
    }

    /** That the flags do tell it: a header says so, or a line shows that they are off. */
    public boolean tellsBottomHalves() {
        return bottomHalvesTold || bottomHalvesOff;
    }

    public boolean ticks() {
        return ticks;
    }
}
