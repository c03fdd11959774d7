package org.lockreplay.protocol.simulate;

import java.util.Optional;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.program.Place;
import org.lockreplay.replay.mm.AddressRange;

/**
 * One table that a program gets and gives up before the first state of a run, without a mistake,
 * away from the memory that the run is about.
 *
 * <p>It shows that each kind of event is recorded: a kind that a trace never shows is held against
 * nobody, so that a mistake for which a kernel omits a kind altogether would never be found.
 * Printed where the protocol has a bracket around the unmap, and with it the proposal's events.
 */
final class Rehearsal {

    private static final long INDEX = Place.index(0) + 0x400;
    private static final AddressRange MEMORY = Place.GEOMETRY.covered(INDEX);
    private static final long ENTRY = Place.GEOMETRY.entryAddress(Place.DIRECTORY, INDEX);
    private static final long TABLE = Place.table(-1);
    private static final AddressRange OF_TABLE =
            new AddressRange(TABLE, TABLE + Place.GEOMETRY.tableBytes() - 1);

    private final KernelTrace trace;
    private final int bracket;
    private final int inner;

    private Rehearsal(KernelTrace trace, int bracket, int inner) {
        this.trace = trace;
        this.bracket = bracket;
        this.inner = inner;
    }

    /** Prints it as what the first task does alone. */
    static void print(Protocol protocol, KernelTrace trace) {
        Optional<String> inner = protocol.faultLock();
        if (protocol.bracket().isPresent() && inner.isPresent()) {
            new Rehearsal(
                            trace,
                            protocol.lockNumber(protocol.bracket().get()),
                            protocol.lockNumber(inner.get()))
                    .print();
        }
    }

    private void print() {
        print(CallLines.mmap(MEMORY.first(), MEMORY.length(), CallLines.PRIVATE));
        print(CallLines.mapped(MEMORY.first()));
        print(MpxLines.exception(ENTRY | 2));
        take(bracket, LockMode.READ);
        takeAndGiveBack(LockMode.WRITE);
        print(MpxLines.exchanged(ENTRY, TABLE, 0));
        print(MpxLines.created(TABLE));
        trace.releases(0, bracket);
        print(CallLines.munmap(MEMORY));
        print(MpxLines.preUnmap(MEMORY));
        take(bracket, LockMode.WRITE);
        take(inner, LockMode.READ);
        print(MpxLines.search(MEMORY));
        print(MpxLines.invalidated(ENTRY, TABLE));
        print(MpxLines.marked(OF_TABLE));
        trace.releases(0, inner);
        takeAndGiveBack(LockMode.WRITE);
        take(inner, LockMode.WRITE);
        print(MpxLines.removed(OF_TABLE));
        trace.releases(0, inner);
        trace.releases(0, bracket);
        print(MpxLines.POST_UNMAP);
        print(CallLines.UNMAPPED);
    }

    private void takeAndGiveBack(LockMode mode) {
        take(inner, mode);
        trace.releases(0, inner);
    }

    private void take(int lock, LockMode mode) {
        trace.acquires(0, lock, mode, false);
    }

    private void print(String event) {
        trace.print(0, event);
    }
}
