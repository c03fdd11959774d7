package org.lockreplay.protocol.verify;

import java.util.List;
import org.lockreplay.protocol.program.Deed;
import org.lockreplay.protocol.program.Memory;

/**
 * What tasks did, one deed after the other, from the beginning to where a rule was broken.
 *
 * @param tasks how many there are
 * @param transitions in how many indivisible steps
 * @param deeds in time
 * @param memory has the states of the memory that the deeds name
 */
public record Schedule(int tasks, int transitions, List<Deed> deeds, Memory memory) {

    public Schedule {
        deeds = List.copyOf(deeds);
    }
}
