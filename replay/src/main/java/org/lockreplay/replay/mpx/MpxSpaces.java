package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lockreplay.replay.mm.AddressSpace;
import org.lockreplay.replay.mm.AddressSpaces;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mm.Task;

/** The MPX side of those address spaces of a trace that have one. */
final class MpxSpaces {

    private final AddressSpaces addressSpaces;
    private final History history;
    private final Breaches breaches;
    private final List<Optional<MpxSpace>> spaces = new ArrayList<>();

    /** Those that have not ended, and maybe others, in the same order. */
    private final List<MpxSpace> going = new ArrayList<>();

    /** Those of this recording but for what has ended and lost all certainty since. */
    private final List<MpxSpace> certain = new ArrayList<>();

    private Pointers pointers = new Pointers();

    /** The first address space of this recording has this id, or a later one. */
    private int recordingBegan;

    MpxSpaces(AddressSpaces addressSpaces, History history, Breaches breaches) {
        this.addressSpaces = addressSpaces;
        this.history = history;
        this.breaches = breaches;
    }

    /** What is known of the pointers of this recording. */
    Pointers pointers() {
        return pointers;
    }

    void beginRecording() {
        pointers = new Pointers();
        recordingBegan = spaces.size();
        certain.clear();
    }

    /**
     * The recording is of some CPUs only: what tasks that were on others did there is unknown.
     *
     * @param anybody each task may have been, not only those that were away
     * @return whether there are any such tasks
     */
    boolean doubtAbsent(boolean anybody) {
        boolean any = false;
        for (Optional<MpxSpace> known : spaces.subList(recordingBegan, spaces.size())) {
            if (known.isPresent() && (anybody || known.get().space().mayBeChangedElsewhere())) {
                known.get().hindsight().doubtAbsent(anybody);
                any |= known.get().isRelevant();
            }
        }
        return any;
    }

    /**
     * The recording shows at this line that the kernel tells which entries it clears.
     *
     * @return whether some were taken for freed before
     */
    boolean tellClearing(long line) {
        boolean any = false;
        for (Optional<MpxSpace> known : spaces.subList(recordingBegan, spaces.size())) {
            any |= known.isPresent() && known.get().tellsClearing(line);
        }
        return any;
    }

    /**
     * The recording is over: tasks that it does not have may share those address spaces of which it
     * does not tell who does.
     *
     * @param some it has shown that it is of some tasks only
     */
    void missTasks(boolean some) {
        boolean one = addressSpaces.isOfOneTask();
        for (Optional<MpxSpace> known : spaces.subList(recordingBegan, spaces.size())) {
            if (known.isPresent()) {
                AddressSpace space = known.get().space();
                boolean untold = space.doubtful() || !addressSpaces.tellsForks();
                if (some && untold || one && space.isOlder()) {
                    space.missSharers();
                }
            }
        }
    }

    /** Whether what this event tells to be freed may still be there. */
    boolean mayKeepFreed(HistoryEvent event) {
        return spaces.get(event.space())
                .filter(space -> space.hindsight().mayKeepFreed(event))
                .isPresent();
    }

    /** The recording is over, and showed no zap. */
    void missZaps() {
        for (Optional<MpxSpace> known : spaces.subList(recordingBegan, spaces.size())) {
            known.ifPresent(space -> space.hindsight().missZaps());
        }
    }

    /**
     * The recording is over.
     *
     * @param filling it showed nothing that fills entries
     * @param clearing it showed nothing that clears them
     */
    void missChanges(boolean filling, boolean clearing) {
        if (filling || clearing) {
            for (Optional<MpxSpace> known : spaces.subList(recordingBegan, spaces.size())) {
                known.ifPresent(space -> space.hindsight().missChanges(filling, clearing));
            }
        }
    }

    /** Events of this recording are missing. */
    void lose(Moment at) {
        certain.forEach(space -> space.lose(at));
        certain.removeIf(space -> space.space().end().isPresent());
    }

    /** Whether there was something of MPX in this recording so far. */
    boolean any() {
        return spaces.size() > recordingBegan;
    }

    /**
     * Whether an exception of a task that was away has no table, or a table no exception, in an
     * address space all of whose tasks are known: another one may have lost the race to them.
     */
    boolean areLeftOpenByAbsent() {
        for (Optional<MpxSpace> known : spaces.subList(recordingBegan, spaces.size())) {
            if (known.isPresent()
                    && known.get().space().mayBeChangedElsewhere()
                    && known.get().allocations().leftOpen()
                    && !mayBeOfOthers(known.get())) {
                return true;
            }
        }
        return false;
    }

    private boolean mayBeOfOthers(MpxSpace space) {
        return space.space().mayBeChangedUnseen(Long.MAX_VALUE)
                || space.space().doubtful()
                        && spaces.subList(recordingBegan, spaces.size()).stream()
                                .flatMap(Optional::stream)
                                .anyMatch(space::mayHaveBeen);
    }

    /** That of the task's address space, if it has one. */
    Optional<MpxSpace> of(Task task) {
        int id = task.space().id();
        return id >= 0 && id < spaces.size() ? spaces.get(id) : Optional.empty();
    }

    /** That of the task's address space, made now if it has none. */
    MpxSpace madeFor(Task task) {
        Optional<MpxSpace> known = of(task);
        return known.isPresent()
                ? known.get()
                : put(new MpxSpace(task.space(), pointers, history, breaches));
    }

    MpxSpace put(MpxSpace space) {
        while (spaces.size() <= space.space().id()) {
            spaces.add(Optional.empty());
        }
        spaces.set(space.space().id(), Optional.of(space));
        certain.add(space);
        int place = going.size();
        while (place > 0 && going.get(place - 1).space().id() > space.space().id()) {
            place--;
        }
        going.add(place, space);
        return space;
    }

    /** All of them, ended ones too, in the order in which the address spaces were first seen. */
    private List<MpxSpace> present() {
        return spaces.stream().flatMap(Optional::stream).toList();
    }

    /** Whether others may be the same address space: asked at each event, and seldom so. */
    boolean mayHaveTwins(MpxSpace space) {
        return space.space().doubtful();
    }

    /** Those that may be the same address space. */
    List<MpxSpace> twins(MpxSpace space) {
        if (!mayHaveTwins(space)) {
            return List.of();
        }
        going.removeIf(other -> other.space().end().isPresent());
        List<MpxSpace> twins = new ArrayList<>();
        for (MpxSpace other : going) {
            if (space.mayBe(other)) {
                twins.add(other);
            }
        }
        return twins;
    }

    /** The state of all that have to do with MPX. */
    List<DirectoryState> all() {
        return present().stream().filter(MpxSpace::isRelevant).map(this::state).toList();
    }

    /** The state of those that have not ended. */
    List<DirectoryState> going() {
        return present().stream()
                .filter(MpxSpace::isRelevant)
                .filter(space -> space.space().end().isEmpty())
                .map(this::state)
                .toList();
    }

    /**
     * A state after all events up to a line, without what tasks that were not recorded may have
     * changed, or what later lines show to be uncertain.
     */
    DirectoryState sure(DirectoryState state, long line) {
        Hindsight hindsight = spaces.get(state.space().id()).orElseThrow().hindsight();
        DirectoryState sure =
                hindsight.mayBeChangedUnseen(line)
                        ? state.doubted()
                        : state.with(entry -> hindsight.sure(entry, line));
        return hindsight.missesFilling() ? sure.incomplete() : sure;
    }

    /** Notes what is not known of them, now that the whole trace is: rules rest on it. */
    void tellUnknowns() {
        for (Optional<MpxSpace> known : spaces) {
            known.filter(MpxSpace::isRelevant).ifPresent(this::tellUnknowns);
        }
    }

    private void tellUnknowns(MpxSpace space) {
        if (space.space().mayBeChangedUnseen(Long.MAX_VALUE)) {
            breaches.saw(Sign.SILENT_SHARERS);
        }
        if (space.space().doubtful()) {
            breaches.saw(Sign.UNKNOWN_SHARERS);
        }
        if (space.assumed() || space.space().unreadCalls() > 0) {
            breaches.saw(Sign.UNKNOWN_WIDTH);
        }
        if (!space.allocations().complete()) {
            breaches.saw(Sign.UNKNOWN_ENTRIES);
        }
    }

    private DirectoryState state(MpxSpace space) {
        return space.state(addressSpaces.pids(space.space()));
    }
}
