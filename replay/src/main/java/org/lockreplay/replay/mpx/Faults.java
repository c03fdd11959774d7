package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lockreplay.replay.mm.Task;

/** The tasks of one address space that are between an exception for a missing table and its end. */
final class Faults {

    private final List<Fault> going = new ArrayList<>();

    void add(Fault fault) {
        going.add(fault);
    }

    /** Takes the fault of a task, if it has one. */
    Optional<Fault> take(Task task) {
        if (going.isEmpty()) {
            return Optional.empty();
        }
        Optional<Fault> found = of(task);
        if (found.isPresent()) {
            going.remove(found.get());
        }
        return found;
    }

    /** The fault of a task, if it has one. */
    Optional<Fault> of(Task task) {
        for (Fault fault : going) {
            if (fault.task == task) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    /** Whether another task is about to fill the same entry. */
    boolean hasRivalOf(Fault fault) {
        for (Fault other : going) {
            if (other != fault && other.index == fault.index) {
                return true;
            }
        }
        return false;
    }

    /** A table came into the entry: whoever else wanted to fill it is late. */
    void filled(long index) {
        for (Fault fault : going) {
            if (fault.index == index) {
                fault.beLate();
            }
        }
    }

    /** Those of other tasks whose entry this search covers are races now. */
    void race(Search search, Geometry geometry) {
        for (Fault fault : going) {
            if (fault.task != search.task() && search.ranges().covers(geometry, fault.index)) {
                fault.race();
            }
        }
    }

    List<Fault> all() {
        return List.copyOf(going);
    }

    void clear() {
        going.clear();
    }
}
