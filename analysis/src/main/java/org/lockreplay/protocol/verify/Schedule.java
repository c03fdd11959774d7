package org.lockreplay.protocol.verify;

import java.util.List;
import org.lockreplay.protocol.program.Deed;
import org.lockreplay.protocol.program.Memory;

/**
 * What tasks did, one deed after the other, from the beginning to where a rule was broken.
 *
 * @param tasks how many there are
 * @param warmUp what the first task may do before, so that a trace shows the kinds of events that
 *     there are; ends in the state in which the schedule begins, and is no part of it
 * @param transitions in how many indivisible steps
 * @param deeds in time
 * @param steps for each deed the number of its transition, from 1
 * @param afterwards what tasks may do then, until all that can are in user space again, and what
 *     the first one may do to show kinds of events that it could not before: no part of the proof,
 *     but a trace that ended in the middle of an operation, or lacked such a kind, would prove
 *     nothing
 * @param memory has the states of the memory that the deeds name
 */
public record Schedule(
        int tasks,
        int transitions,
        List<Deed> warmUp,
        List<Deed> deeds,
        List<Integer> steps,
        List<Deed> afterwards,
        Memory memory) {

    public Schedule {
        warmUp = List.copyOf(warmUp);
        deeds = List.copyOf(deeds);
        steps = List.copyOf(steps);
        afterwards = List.copyOf(afterwards);
    }
}
