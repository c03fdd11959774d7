package org.lockreplay.replay.mpx;

import java.util.List;
import java.util.Optional;

/**
 * All directories as they were after all events up to and including one line.
 *
 * @param atLine the line asked for
 * @param addressSpaces those that have to do with MPX and have not ended, in the order in which
 *     they were first seen
 */
public record Snapshot(long atLine, List<DirectoryState> addressSpaces) {

    public Snapshot {
        addressSpaces = List.copyOf(addressSpaces);
    }

    /** The directory of a task. */
    public Optional<DirectoryState> of(int pid) {
        return addressSpaces.stream().filter(space -> space.pids().contains(pid)).findFirst();
    }

    /** The same, with events missing that may have changed all of it. */
    Snapshot doubted() {
        return new Snapshot(atLine, addressSpaces.stream().map(DirectoryState::doubted).toList());
    }
}
