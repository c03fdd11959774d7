package org.lockreplay.replay.mm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of the pages of one address space: what is mapped, where the heap ends, where its
 * page faults were. Pages without a mapping are not known to be mapped or free. Not thread-safe.
 */
final class SpaceMemory {

    private final IntervalMap<Mapping> mappings;
    private final PageFaults faults;
    private final List<AddressSpace.Change> changes = new ArrayList<>(2);
    private final List<AddressSpace.Change> lastChanges = Collections.unmodifiableList(changes);
    private OptionalLong brk = OptionalLong.empty();
    private long brkMoved;

    /** Where the heap ended when it was shortest, and longest, so far. */
    private long lowestBrk = -1;

    private long highestBrk;
    private Optional<AddressRange> directory = Optional.empty();
    private Optional<ForkMarks> forkMarks = Optional.empty();

    /** Nothing. */
    SpaceMemory(PageFaults faults) {
        mappings = new IntervalMap<>();
        this.faults = faults;
    }

    /** What a fork copies of another one, with page faults of its own. */
    SpaceMemory(SpaceMemory parent, PageFaults faults) {
        mappings = new IntervalMap<>(parent.mappings);
        brk = parent.brk;
        brkMoved = parent.brkMoved;
        lowestBrk = parent.lowestBrk;
        highestBrk = parent.highestBrk;
        directory = parent.directory;
        this.faults = faults;
        parent.leftByFork().forEach(mappings::clear);
        forkMarks = parent.forkMarks.map(ForkMarks::ofChild);
    }

    IntervalMap<Mapping> mappings() {
        return mappings;
    }

    // ---- what calls do ----

    /** What the last call that ended changed, in the order in which it did; until the next ends. */
    List<AddressSpace.Change> lastChanges() {
        return lastChanges;
    }

    /** A call ends. */
    void beginChanges() {
        changes.clear();
    }

    /**
     * Applies what a call did to pages between {@code began} and {@code line}. Where another call
     * changed them meanwhile, the order of the two is not known, and so nothing of these pages.
     */
    void change(AddressRange range, Mapping.Kind kind, long began, long line) {
        changes.add(new AddressSpace.Change(range, kind));
        List<IntervalMap.Interval<Mapping>> before = mappings.within(range);
        mappings.set(range, new Mapping(kind, line));
        faults.forget(range);
        if (forkMarks.isPresent()) {
            forkMarks.get().forget(range);
        }
        for (IntervalMap.Interval<Mapping> interval : before) {
            Mapping mapping = interval.value();
            if (mapping.since() > began && mapping.kind() != kind) {
                mappings.clear(interval.range());
            }
        }
    }

    /** The kernel mapped or unmapped these pages by itself. */
    void changeByKernel(AddressRange range, Mapping mapping) {
        mappings.set(range, mapping);
        faults.forget(range);
        if (forkMarks.isPresent()) {
            forkMarks.get().forget(range);
        }
    }

    /** Something of unknown length begins at this address: it may fill what was free behind. */
    void forgetFree(long address) {
        Optional<IntervalMap.Interval<Mapping>> behind =
                mappings.firstFrom(
                        address,
                        known ->
                                known.value().isMapped()
                                        && AddressRange.isAbove(known.range().first(), address));
        long end = behind.isPresent() ? behind.get().range().first() : 0;
        for (IntervalMap.Interval<Mapping> known :
                mappings.within(new AddressRange(address, end - 1))) {
            if (!known.value().isMapped()) {
                mappings.clear(known.range());
            }
        }
    }

    /** Whether this address is known to be in a segment of shared memory. */
    boolean isSegment(long address) {
        Optional<Mapping> known = mappings.at(address);
        return known.isPresent() && known.get().kind() == Mapping.Kind.SHARED_MEMORY;
    }

    /** Any segment from this address on may be the one that was detached. */
    void forgetSegments(long address) {
        for (IntervalMap.Interval<Mapping> known : mappings.within(new AddressRange(address, -1))) {
            if (known.value().kind() == Mapping.Kind.SHARED_MEMORY) {
                mappings.clear(known.range());
            }
        }
    }

    /**
     * The segment that begins like this is detached: so is what a hole parts from it, and, as far
     * as is known, what adjoins it since a later mremap.
     */
    void forgetRest(IntervalMap.Interval<Mapping> segment) {
        long since = segment.value().since();
        long next = segment.range().last() + 1;
        Optional<IntervalMap.Interval<Mapping>> behind = segmentFrom(next);
        while (behind.isPresent()) {
            AddressRange range = behind.get().range();
            long sinceThen = behind.get().value().since();
            if (sinceThen == since || (sinceThen > since && range.first() == next)) {
                mappings.clear(range);
                next = range.last() + 1;
            }
            behind = segmentFrom(range.last() + 1);
        }
    }

    private Optional<IntervalMap.Interval<Mapping>> segmentFrom(long address) {
        return address == 0
                ? Optional.empty()
                : mappings.firstFrom(
                        address, known -> known.value().kind() == Mapping.Kind.SHARED_MEMORY);
    }

    /** Something was mapped somewhere. */
    void forgetFree() {
        for (IntervalMap.Interval<Mapping> known : mappings.intervals()) {
            if (!known.value().isMapped()) {
                mappings.clear(known.range());
            }
        }
    }

    /**
     * It was copied at some moment behind this line: what others changed since may be in it or not.
     *
     * @param shared whether another task may have moved the end of the heap meanwhile
     */
    void forgetSince(long line, boolean shared) {
        for (IntervalMap.Interval<Mapping> known : mappings.intervals()) {
            if (known.value().since() > line) {
                mappings.clear(known.range());
            }
        }
        if (shared) {
            forgetBrk();
        }
    }

    /** Events are missing. */
    void forget() {
        mappings.clear();
        forgetBrk();
    }

    // ---- what forks copy ----

    /** What forks do not copy as it is; empty if there was nothing of that so far. */
    Optional<ForkMarks> forkMarks() {
        return forkMarks;
    }

    /** The same, to be changed. */
    ForkMarks toMark() {
        if (forkMarks.isEmpty()) {
            forkMarks = Optional.of(new ForkMarks());
        }
        return forkMarks.get();
    }

    /** What the child of a fork does not get. */
    List<AddressRange> leftByFork() {
        return forkMarks.map(ForkMarks::left).orElse(List.of());
    }

    /** What the child of a fork gets as zeros. */
    List<AddressRange> wipedByFork() {
        return forkMarks.map(ForkMarks::wiped).orElse(List.of());
    }

    /** Whether the bounds directory is, or may be, in memory that forks do not copy. */
    boolean sharesDirectory(Width width) {
        if (directory.isEmpty()) {
            return forkMarks.filter(marks -> marks.mayShareDirectory(width)).isPresent();
        }
        return isSegment(directory.get().first())
                || forkMarks.filter(marks -> marks.shares(directory.get())).isPresent();
    }

    // ---- its heap and its bounds directory ----

    /** Where the heap ends; empty if no brk was seen. */
    OptionalLong brk() {
        return brk;
    }

    /** A brk that ends at this line tells where it is. */
    void setBrk(long address, long line) {
        boolean stays = brk.isPresent() && brk.getAsLong() == address;
        brkMoved = stays ? brkMoved : line;
        brk = OptionalLong.of(address);
        lowestBrk = AddressRange.isAbove(lowestBrk, address) ? address : lowestBrk;
        highestBrk = AddressRange.isAbove(address, highestBrk) ? address : highestBrk;
    }

    /** The end of the heap is moved from where, or to where, is not known: nor is what is in it. */
    void clearHeap() {
        if (highestBrk != 0) {
            AddressRange.ofBounds(AddressRange.pages(lowestBrk), AddressRange.pages(highestBrk))
                    .ifPresent(mappings::clear);
        }
    }

    /** Whether a brk that ended behind this line moved it, or was the first to tell of it. */
    boolean brkMovedSince(long line) {
        return brkMoved > line;
    }

    void forgetBrk() {
        brk = OptionalLong.empty();
    }

    Optional<AddressRange> directory() {
        return directory;
    }

    void placeDirectory(Optional<AddressRange> range) {
        directory = range;
    }

    // ---- its page faults ----

    /** A page fault at an address that programs may use. */
    void fault(FaultCounts one, long address) {
        faults.add(one, address, place(address));
    }

    /** All page faults, by what was at their address. */
    Map<FaultPlace, FaultCounts> faults() {
        return faults.byPlace();
    }

    private FaultPlace place(long address) {
        Optional<Mapping> mapping = mappings.at(address);
        if (mapping.filter(known -> known.kind() == Mapping.Kind.TABLE).isPresent()) {
            return FaultPlace.TABLE;
        }
        if (directory.filter(range -> range.contains(address)).isPresent()) {
            return FaultPlace.DIRECTORY;
        }
        return mapping.filter(Mapping::isMapped).isPresent()
                ? FaultPlace.MEMORY
                : FaultPlace.UNKNOWN;
    }

    /** All of it as it is now, by address. */
    List<MappedRange> ranges() {
        return mappings.intervals().stream()
                .map(
                        known ->
                                new MappedRange(
                                        known.range(),
                                        known.value().kind(),
                                        known.value().since(),
                                        faults.within(known.range())))
                .toList();
    }
}
