package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mm.AddressSpace;
import org.lockreplay.replay.mm.IntervalMap;
import org.lockreplay.replay.mm.Mapping;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.Width;

/**
 * What is known of the directory, the tables and the management of one address space, and where
 * changes of them are told: to the history, and to those who collect what was broken.
 *
 * <p>Changes as the replay goes on; not thread-safe.
 */
final class SpaceTables {

    private static final long LOW_ADDRESSES = 0xffff_ffffL;

    final AddressSpace space;
    final Pointers pointers;
    final History history;
    final Breaches breaches;

    /** What the recording of the address space shows. */
    final Signs signs;

    final Tally tally = new Tally();
    final Hindsight hindsight;
    private Management management;
    private boolean complete;

    /** What is known of it; an empty one in its place while no event has told of one. */
    private BoundsDirectory directory;

    private MpxModel model;
    private boolean placed;

    /** What began before this line may be of the time in which management was still on. */
    private long disabledLine;

    /** An exception has shown the directory since the kernel was given one last. */
    private boolean located;

    /** It has shown two: at which the kernel looks is not known. */
    private boolean astray;

    /** Of an address space that is new, or that nothing is known of. */
    SpaceTables(AddressSpace space, Pointers pointers, History history, Breaches breaches) {
        this(space, pointers, history, breaches, new Hindsight(space));
    }

    private SpaceTables(
            AddressSpace space,
            Pointers pointers,
            History history,
            Breaches breaches,
            Hindsight hindsight) {
        this.hindsight = hindsight;
        this.space = space;
        this.pointers = pointers;
        this.history = history;
        this.breaches = breaches;
        signs = breaches.signsOfRecording();
        complete = space.whole();
        management = complete ? Management.OFF : Management.UNKNOWN;
        directory = new BoundsDirectory(Geometry.BITS_64, 0);
        model = MpxModel.known(directory, space.memory());
    }

    /**
     * A copy made by a fork in a call that began at {@code began}: what other tasks of the parent
     * changed since may have come before or after the copy.
     *
     * @param complete whether entries of which the parent knows nothing are empty
     */
    SpaceTables(AddressSpace space, SpaceTables parent, boolean complete, long began, Moment at) {
        this(
                space,
                parent.pointers,
                parent.history,
                parent.breaches,
                new Hindsight(space, parent.hindsight));
        this.complete = complete;
        management = parent.management;
        located = parent.located;
        astray = parent.astray;
        placed = parent.placed;
        directory = new BoundsDirectory(parent.directory);
        model = parent.model.over(directory, space.memory());
        directory.doubtSince(began, at);
    }

    /** Whether an event has told of a directory. */
    boolean hasDirectory() {
        return placed;
    }

    /** What is known of its entries: nothing while it {@linkplain #hasDirectory has none}. */
    BoundsDirectory directory() {
        return directory;
    }

    /** The rules of the {@link #directory}. */
    MpxModel model() {
        return model;
    }

    /** Whether entries of which nothing was seen are known to be empty. */
    boolean complete() {
        return complete && !assumed();
    }

    /** Entries may be in use of which nothing was seen. */
    void missSome() {
        complete = false;
    }

    // ---- management ----

    Management management() {
        return management;
    }

    /** Management was switched on or off, or found so, as this line shows. */
    void manage(Management found, long line) {
        management = found;
        disabledLine = found == Management.OFF ? line : 0;
        if (found == Management.ON) {
            located = false;
            astray = false;
        }
        model.manage(found);
        if (found != Management.UNKNOWN) {
            Happening what = found == Management.ON ? Happening.ENABLED : Happening.DISABLED;
            history.range(space, what, Optional.empty());
        }
    }

    /** The kernel does what it does for managed address spaces alone. */
    void isManaged() {
        management = Management.ON;
        model.manage(Management.ON);
    }

    /** Whether management was switched off since. */
    boolean isDisabledSince(Moment began) {
        return began.line() < disabledLine;
    }

    // ---- the directory ----

    /** Which entry is at this address; empty if none, or if the directory is not known. */
    OptionalLong indexOfEntry(long entryAddress) {
        return placed
                ? directory.geometry().indexOfEntry(directory.base(), entryAddress)
                : OptionalLong.empty();
    }

    /** Whether a directory is known that is elsewhere. */
    boolean isElsewhere(long base) {
        return placed && directory.base() != base;
    }

    /**
     * The directory at this base; whatever stands in one that is elsewhere counts no more, nor what
     * was read with the geometry of another width.
     *
     * @param entryAddress of an entry in it; 0 if none is told
     */
    BoundsDirectory directoryAt(long base, long entryAddress) {
        astray |= located && isElsewhere(base);
        located = true;
        Width proved = Geometry.proof(base, entryAddress);
        if (placed
                && directory.base() == base
                && !directory.assumed()
                && (proved == Width.UNKNOWN || isOf(proved))) {
            return directory;
        }
        return place(base, proved);
    }

    /** Whether the directory, which is known, is read as that of a program of this width. */
    private boolean isOf(Width width) {
        return space.width() == width && directory.geometry() == Geometry.of(width);
    }

    /** The address of a table tells the width of a program whose directory does not. */
    void proveBy(OptionalLong table) {
        if (assumed() && (table.orElse(0) & ~LOW_ADDRESSES) != 0) {
            place(directory.base(), Width.BITS_64);
        }
    }

    /**
     * Below 4 GiB, a program that was one of 64 bits may have run one of 32 unseen. It does not get
     * 2 GiB there unless it asks for them, so without a sign it is one of 32 bits.
     */
    private BoundsDirectory place(long base, Width proved) {
        if (proved != Width.UNKNOWN && space.prove(proved)) {
            complete = false;
            astray = false;
            manage(Management.UNKNOWN, 0);
        }
        Geometry geometry = Geometry.of(space.width());
        boolean certain = proved != Width.UNKNOWN || space.width() == Width.BITS_32;
        if (placed && directory.base() == base && directory.geometry() == geometry) {
            directory.assume(directory.assumed() && !certain);
            return directory;
        }
        complete = complete && !placed;
        placed = true;
        directory = directory.movedTo(geometry, base);
        directory.assume(!certain);
        model = MpxModel.known(directory, space.memory());
        model.manage(management);
        space.placeDirectory(directory.memory());
        history.table(space, Happening.DIRECTORY, OptionalLong.of(base), 0);
        return directory;
    }

    /** Whether it is not known where the entries of the directory stand: nothing is certain. */
    boolean assumed() {
        return placed && directory.assumed();
    }

    /**
     * Whether the kernel may look for tables in another directory than this one: it does in that of
     * the last prctl, and the processor takes the one that BNDCFGU names.
     */
    boolean astray() {
        return astray;
    }

    // ---- what happens to it ----

    /** Something happened to an entry. */
    void tell(Happening what, long index) {
        if (history.kept() && placed) {
            history.entry(space, what, directory, index, pointers.hashed());
        }
    }

    /** The state of an entry is no longer certain. */
    void doubt(BoundsDirectory known, long index, Moment at) {
        known.doubt(index, at);
        tell(Happening.DOUBTED, index);
    }

    /** The same from an earlier event on, as is known only now. */
    void doubtSince(BoundsDirectory known, long index, Moment since) {
        doubt(known, index, since);
        hindsight.doubtSince(index, since, breaches.line());
    }

    /** The state of an entry is no longer certain if it was known to be empty. */
    void doubtEmpty(long index, Moment at) {
        Optional<Entry> entry = directory.entry(index);
        if (entry.isPresent() ? entry.get().is(EntryState.FREED) : complete()) {
            doubt(directory, index, at);
        }
    }

    /**
     * What searches freed may have been left as it was, and so may the memory of its tables.
     *
     * @return whether there is any such entry
     */
    boolean doubtFreed() {
        List<Entry> doubted = directory.doubtFreed();
        for (Entry entry : doubted) {
            if (entry.table().isPresent()) {
                long bytes = directory.geometry().tableBytes();
                AddressRange.ofLength(entry.table().getAsLong(), bytes).ifPresent(this::forgetFree);
            }
        }
        return !doubted.isEmpty();
    }

    private void forgetFree(AddressRange range) {
        for (IntervalMap.Interval<Mapping> part : space.memory().within(range)) {
            if (!part.value().isMapped()) {
                space.memory().clear(part.range());
            }
        }
    }

    /** Applies an effect to the model, if there is one, and collects what it broke. */
    void judge(String path, BiConsumer<MpxModel, List<Broken>> effect) {
        judge(path, List.of(), effect);
    }

    /** The same, where what it broke rests on more than its way does. */
    void judge(String path, List<Footing.Need> besides, BiConsumer<MpxModel, List<Broken>> effect) {
        if (placed) {
            List<Broken> broken = new ArrayList<>(0);
            effect.accept(model, broken);
            if (!broken.isEmpty()) {
                add(broken, path, besides);
            }
        }
    }

    private void add(List<Broken> broken, String path, List<Footing.Need> besides) {
        for (Broken each : broken) {
            if (each.way() == Way.TABLE_REMOVED || each.way() == Way.TABLE_UNMAPPED) {
                tell(Happening.TABLE_GONE, each.entry().orElseThrow());
            }
        }
        if (!assumed() && !astray) {
            breaches.add(space, broken, path, model.geometry(), besides);
        }
    }

    /** The kernel mapped or unmapped a table by itself. */
    void setMemory(BoundsDirectory known, OptionalLong table, Mapping.Kind kind, Moment at) {
        if (table.isPresent() && !pointers.hashed()) {
            Optional<AddressRange> range =
                    AddressRange.ofLength(table.getAsLong(), known.geometry().tableBytes());
            if (range.isPresent()) {
                space.changeByKernel(range.get(), new Mapping(kind, at.line()));
            }
        }
    }

    /** Events are missing: nothing is certain any more. */
    void lose(Moment at) {
        complete = false;
        management = Management.UNKNOWN;
        located = false;
        directory.doubtAll(at);
        model.seen().doubt();
        if (space.end().isEmpty()) {
            history.range(space, Happening.GAP, Optional.empty());
        }
    }
}
