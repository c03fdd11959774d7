package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Names;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.AddressSpace;
import org.lockreplay.replay.mm.Moment;

/**
 * Collects what was broken, each with the event that is replayed, and keeps at the end of each
 * recording what is founded on what that one has shown. Not thread-safe.
 */
final class Breaches {

    /** In the recording that is replayed now. */
    private final List<Found> found = new ArrayList<>();

    private Signs signs = new Signs();

    /** In those before it. */
    private final List<Breach> foundEarlier = new ArrayList<>();

    private final Signs earlierSigns = new Signs();
    private final Absences absences;
    private EventBatch batch = new EventBatch(new Names());
    private int row;

    /** Is asked for when the batch may hold other events already. */
    private long line;

    /** A system call began, or ended, in this recording. */
    private boolean calls;

    /** The first line of the recording that shows a lock acquired; 0 if none does. */
    private long firstLock;

    /**
     * What was broken, and the address space whose state it rests on.
     *
     * @param afterAbsence its task, or one that shares the memory, was away before
     * @param besides what it rests on that not all of its way do
     */
    private record Found(
            Breach breach,
            Optional<AddressSpace> space,
            boolean afterAbsence,
            List<Footing.Need> besides) {

        long line() {
            return breach.at().line();
        }

        boolean mayBeOfOthers() {
            return space.filter(known -> known.mayBeChangedUnseen(line())).isPresent();
        }
    }

    Breaches(Absences absences) {
        this.absences = absences;
    }

    /** The event that is replayed now. */
    void at(EventBatch now, int nowRow) {
        batch = now;
        row = nowRow;
        line = now.line(nowRow);
    }

    /** The line of the event that is replayed now, or was last. */
    long line() {
        return line;
    }

    /** A lock is acquired, whichever: from here on locks are recorded. */
    void sawLock() {
        if (firstLock == 0) {
            firstLock = line();
        }
    }

    /** Whether locks were recorded before this line: all that were taken behind it are there. */
    boolean showsLocks(long line) {
        return firstLock != 0 && firstLock < line;
    }

    /** A system call begins or ends, whichever: from here on calls are recorded. */
    void sawCall() {
        calls = true;
    }

    /** Whether the recording has shown anything by which entries are filled. */
    boolean showsFilling() {
        return seen(Sign.EXCEPTIONS) || seen(Sign.TABLES) || seen(Sign.EXCHANGES);
    }

    /** Whether it has shown anything by which they are cleared, or the calls that do so. */
    boolean showsClearing() {
        return calls || seen(Sign.SEARCHES) || seen(Sign.INVALIDATIONS);
    }

    void saw(Sign sign) {
        signs.saw(sign, line);
    }

    /** Whether the recording has shown this so far. */
    boolean seen(Sign sign) {
        return signs.seen(sign);
    }

    /** Those of the recording that is replayed now. */
    Signs signsOfRecording() {
        return signs;
    }

    /** What the whole trace has shown. */
    Map<Sign, Long> signs() {
        Map<Sign, Long> seen = new EnumMap<>(Sign.class);
        for (Sign sign : Sign.values()) {
            if (count(sign) > 0) {
                seen.put(sign, count(sign));
            }
        }
        return seen;
    }

    private long count(Sign sign) {
        return earlierSigns.count(sign) + signs.count(sign);
    }

    /** Makes a breach at the current event, about one task's semaphores or about memory. */
    Breach breach(Way way, String path, Optional<AddressRange> memory, Optional<Moment> since) {
        return new Breach(
                way,
                path,
                batch.origin(row),
                OptionalLong.empty(),
                memory,
                OptionalLong.empty(),
                since);
    }

    void add(Breach breach) {
        add(breach, List.of());
    }

    private void add(Breach breach, List<Footing.Need> besides) {
        boolean away = absences.has(batch.pid(row));
        found.add(new Found(breach, Optional.empty(), away, besides));
    }

    /**
     * Something was broken, as far as the state of this address space tells.
     *
     * @param besides what it rests on that not all of its way do
     */
    void add(AddressSpace space, Breach breach, List<Footing.Need> besides) {
        boolean away = space.mayBeChangedElsewhere() || absences.has(batch.pid(row));
        found.add(new Found(breach, Optional.of(space), away, besides));
    }

    /** Something was broken at the current event, by this operation or call path. */
    void add(Way way, String path, Optional<Moment> since) {
        add(way, path, since, List.of());
    }

    /** The same, where it rests on more than its way does. */
    void add(Way way, String path, Optional<Moment> since, List<Footing.Need> besides) {
        add(breach(way, path, Optional.empty(), since), besides);
    }

    /**
     * Events are missing behind this line of the current recording, as is noticed only now: what
     * was found since may rest on that.
     */
    void withdrawBehind(long line) {
        found.removeIf(each -> each.line() > line);
    }

    /**
     * Whether a task that was away did what contradicts what was known of it before: what it did
     * meanwhile may not be recorded. What may seem so because of the kinds of events that are not
     * recorded tells nothing; which those are is known at the end of the recording.
     */
    boolean contradictAbsent() {
        for (Found each : found) {
            Way way = each.breach().way();
            if (each.afterAbsence()
                    && way.isContradiction()
                    && isFounded(each, Footing.ofContradiction(way))) {
                return true;
            }
        }
        return false;
    }

    /**
     * What tasks did while they were away is not recorded, and may be why something seems broken.
     *
     * @param anybody each task may have been away
     */
    void withdrawOfAbsent(boolean anybody) {
        found.removeIf(each -> anybody || each.afterAbsence());
    }

    /** What was found and shown so far is of another recording. */
    void beginRecording() {
        settle();
        earlierSigns.add(signs);
        signs = new Signs();
        firstLock = 0;
        calls = false;
    }

    /** The recording is over: what in it is founded is known now. */
    private void settle() {
        for (Found each : found) {
            if (!each.mayBeOfOthers() && isFounded(each, Footing.of(each.breach().way()))) {
                foundEarlier.add(each.breach());
            }
        }
        found.clear();
    }

    /**
     * Adds what an effect broke in the model of an address space.
     *
     * @param besides what it rests on that not all of its way do
     */
    void add(
            AddressSpace space,
            List<Broken> broken,
            String path,
            Geometry geometry,
            List<Footing.Need> besides) {
        for (Broken each : broken) {
            Optional<AddressRange> memory =
                    each.entry().isPresent()
                            ? Optional.of(geometry.covered(each.entry().getAsLong()))
                            : Optional.empty();
            Optional<Moment> since = Optional.of(each.since()).filter(moment -> moment.line() != 0);
            add(
                    space,
                    new Breach(
                            each.way(),
                            path,
                            batch.origin(row),
                            each.entry(),
                            memory,
                            each.table(),
                            since),
                    besides);
        }
    }

    /**
     * All of them in the order of the trace. What would rest on an event that the whole recording
     * never shows is left out: a kernel that does not trace removals is not one that forgets them.
     * So is what may be the doing of a task that was not recorded.
     */
    List<Breach> finish() {
        settle();
        return foundEarlier.stream()
                .sorted((one, other) -> Long.compare(one.at().line(), other.at().line()))
                .toList();
    }

    /** Whether the trace shows the half of brackets that this way of M8 misses. */
    boolean tells(Way way) {
        return Footing.missingHalf(way)
                .filter(half -> !half.isMet(sign -> count(sign) > 0))
                .isEmpty();
    }

    private boolean isFounded(Found found, List<Footing.Need> needs) {
        Breach breach = found.breach();
        Way way = breach.way();
        boolean overMapping =
                way.invariant() == Invariant.M8 && UnmapPath.needsMappings(breach.path());
        // where an entry is cleared by an event, no zap has to tell that a table stays
        boolean told =
                way != Way.SHARED_NOT_ZAPPED || Sign.OF_PROPOSAL.stream().noneMatch(this::seen);
        return told
                && needs.stream().allMatch(this::has)
                && (!overMapping || Footing.ofMappingOver().stream().allMatch(this::has))
                && isBehindItsFooting(breach)
                && found.besides().stream().allMatch(this::has);
    }

    /** Whether what it contradicts began when the events were recorded that could have told. */
    private boolean isBehindItsFooting(Breach breach) {
        long began = breach.since().map(Moment::line).orElse(breach.at().line());
        return Footing.before(breach.way()).stream()
                .allMatch(need -> need.isMet(sign -> signs.seenBefore(sign, began)));
    }

    private boolean has(Footing.Need need) {
        return need.isMet(this::seen);
    }
}
