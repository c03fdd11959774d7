package org.lockreplay.replay.mpx;

import java.util.Optional;
import org.lockreplay.replay.mm.Moment;

/**
 * One of the two semaphores in the hands of a task, from when it asked for it.
 *
 * @param bdSem whether it is {@code bd_sem}; otherwise {@code mmap_sem}
 * @param lock its address
 * @param line that of the event by which its task asked for it
 * @param time that of the event
 * @param section what is counted of it, in a managed address space
 */
record Held(
        boolean bdSem,
        long lock,
        Hold mode,
        long line,
        long time,
        Optional<Sections.Section> section) {

    /** When its task asked for it. */
    Moment since() {
        return new Moment(line, time);
    }
}
