package org.lockreplay.replay.mm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One address space ({@code mm_struct}): who made it, who has it, and how much of that is certain.
 *
 * <p>Changes as the replay goes on; not thread-safe.
 */
public final class AddressSpace {

    private final int id;
    private final int pid;
    private final SpaceOrigin origin;
    private final SpaceMemory memory;
    private Width width = Width.UNKNOWN;
    private boolean doubtful;
    private boolean whole;
    private final List<Task> tasks = new ArrayList<>(1);
    private final List<Task> tasksToSee = Collections.unmodifiableList(tasks);
    private Optional<Moment> end = Optional.empty();
    private final Optional<Moment> made;
    private long unreadCalls;
    private String task = "";
    private final List<Silence> silences = new ArrayList<>(0);

    /** The line at which one of its tasks was back first. */
    private long leftBefore = Long.MAX_VALUE;

    AddressSpace(int id, int pid, SpaceOrigin origin, Optional<Moment> made, PageFaults faults) {
        this.id = id;
        this.pid = pid;
        this.origin = origin;
        this.made = made;
        memory = new SpaceMemory(faults);
        doubtful = origin == SpaceOrigin.FIRST_SEEN;
        whole = !doubtful;
    }

    /** A copy for a forked task; {@code related} if it may be the same one and no copy. */
    AddressSpace(
            int id, int pid, AddressSpace parent, boolean related, Moment made, PageFaults faults) {
        this.id = id;
        this.pid = pid;
        this.made = Optional.of(made);
        task = parent.task;
        memory = new SpaceMemory(parent.memory, faults);
        leftBefore = parent.leftBefore == Long.MAX_VALUE ? Long.MAX_VALUE : made.line();
        for (Silence silence : parent.silences) {
            if (!silence.ended()) {
                silences.add(silence);
            }
        }
        origin = related ? SpaceOrigin.FIRST_SEEN : SpaceOrigin.FORK;
        width = parent.width;
        doubtful = related;
        whole = parent.whole && !related;
    }

    /** What a call made of a range. */
    public record Change(AddressRange range, Mapping.Kind kind) {}

    /** What the last call that ended in it changed, in that order; until the next one ends. */
    public List<Change> lastChanges() {
        return memory.lastChanges();
    }

    /** What is known of its pages. */
    SpaceMemory pages() {
        return memory;
    }

    /** Counts address spaces from 0, in the order in which they were first seen. */
    public int id() {
        return id;
    }

    /** The task for which it was made, or which was the first one seen with it. */
    public int pid() {
        return pid;
    }

    public SpaceOrigin origin() {
        return origin;
    }

    /** Where it came into the trace; empty if that is not told. */
    public Optional<Moment> made() {
        return made;
    }

    /** Notes the name of a task of it; what is shown is the last one. */
    public void callIt(String name) {
        task = name;
    }

    /** Where its bounds directory is, if one was seen. */
    public Optional<AddressRange> directory() {
        return memory.directory();
    }

    /** A task shares it of which nothing was seen so far. */
    void sharedBy(Silence task) {
        silences.removeIf(Silence::ended);
        silences.add(task);
    }

    /** Tasks may share it that are not recorded. */
    public void missSharers() {
        sharedBy(new Silence(0));
    }

    /** Whether it was there before something told of it. */
    public boolean isOlder() {
        return origin == SpaceOrigin.FIRST_SEEN && made.isEmpty();
    }

    /**
     * Whether a task shares it, or shared that of which it is a copy, of which not one event was
     * seen so far: it may have changed it unseen before this line. Certain at the end of a trace.
     */
    public boolean mayBeChangedUnseen(long line) {
        for (Silence silence : silences) {
            if (silence.reaches(line)) {
                return true;
            }
        }
        return false;
    }

    /** A task of it comes back from where, for all that is known, not everything is recorded. */
    void wasLeft(long line) {
        leftBefore = Math.min(leftBefore, line);
    }

    /** Whether a task of it was away so far. */
    public boolean mayBeChangedElsewhere() {
        return mayBeChangedElsewhere(Long.MAX_VALUE);
    }

    /** Whether a task of it came back before this line from where not everything is recorded. */
    public boolean mayBeChangedElsewhere(long line) {
        return leftBefore < line;
    }

    /** Notes where its bounds directory is. */
    public void placeDirectory(Optional<AddressRange> range) {
        memory.placeDirectory(range);
    }

    public Width width() {
        return width;
    }

    /**
     * Whether it is unknown which tasks share it: any other doubtful address space may be the same
     * one.
     */
    public boolean doubtful() {
        return doubtful;
    }

    /** Whether both may be one, as far as the trace tells. */
    boolean mayBe(AddressSpace other) {
        Optional<AddressRange> mine = directory();
        Optional<AddressRange> its = other.directory();
        boolean apart =
                mine.isPresent() && its.isPresent() && mine.get().first() != its.get().first();
        return this != other && doubtful && other.doubtful && !apart;
    }

    /** Whether all that was done in it is in the trace, from its beginning on. */
    public boolean whole() {
        return whole;
    }

    /** What is known of its pages; the caller may add to it. */
    public IntervalMap<Mapping> memory() {
        return memory.mappings();
    }

    /** When the last task that is known to have it ended or left it. */
    public Optional<Moment> end() {
        return end;
    }

    /** Where the heap ends; empty if no brk was seen. */
    public OptionalLong brk() {
        return memory.brk();
    }

    /** The result of a call that changes memory is missing. */
    void missResult() {
        whole = false;
    }

    void learn(Width seen) {
        if (seen != Width.UNKNOWN) {
            width = seen;
        }
    }

    /**
     * Something that no program of the other width does: if this was known to be one, it has run
     * another program unseen.
     *
     * @return whether it has
     */
    public boolean prove(Width seen) {
        boolean another = width != Width.UNKNOWN && width != seen;
        if (another) {
            forget();
        }
        width = seen;
        return another;
    }

    void doubt() {
        doubtful = true;
        whole = false;
    }

    void join(Task joining) {
        tasks.add(joining);
    }

    void leave(Task leaving, Moment at) {
        tasks.remove(leaving);
        if (tasks.isEmpty()) {
            end = Optional.of(at);
        }
    }

    /** The tasks that are known to have it, in the order in which they came. */
    public List<Task> tasks() {
        return tasksToSee;
    }

    /** What the child of a fork does not get of its memory. */
    public List<AddressRange> leftByFork() {
        return memory.leftByFork();
    }

    /** What the child of a fork gets as zeros. */
    public List<AddressRange> wipedByFork() {
        return memory.wipedByFork();
    }

    /** Whether the child of a fork has, or may have, its bounds directory and no copy of it. */
    boolean sharesDirectory() {
        return memory.sharesDirectory(width);
    }

    /** The kernel mapped or unmapped these pages by itself. */
    public void changeByKernel(AddressRange range, Mapping mapping) {
        memory.changeByKernel(range, mapping);
    }

    /** A call by a number of which it is not known whether it is one of 32 or of 64 bits. */
    void missCall() {
        unreadCalls++;
    }

    /** How many calls by such numbers there were. */
    public long unreadCalls() {
        return unreadCalls;
    }

    /** The number of such a call means something now. */
    void readCall() {
        unreadCalls--;
    }

    /** All that is known now, and who has its lock. */
    MemoryState state(List<Integer> pids, SpaceLocks locks) {
        return new MemoryState(
                info(pids),
                memory.brk(),
                memory.directory(),
                memory.ranges(),
                memory.faults(),
                locks.traced(),
                locks.knows(this),
                locks.of(this));
    }

    /**
     * Whose it is.
     *
     * @param pids the tasks that have it
     */
    public SpaceInfo info(List<Integer> pids) {
        return new SpaceInfo(
                id, pid, pids, task, origin, made, end, width, doubtful, whole, unreadCalls);
    }

    /** All page faults, by what was at their address. */
    public Map<FaultPlace, FaultCounts> faults() {
        return memory.faults();
    }

    /** Whether several tasks are known to have it. */
    public boolean shared() {
        return tasks.size() > 1;
    }

    /** All is unknown, even which program runs in it: events are missing. */
    void forget() {
        memory.forget();
        width = Width.UNKNOWN;
        doubt();
    }
}
