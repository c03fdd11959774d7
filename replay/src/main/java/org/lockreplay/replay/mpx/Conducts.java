package org.lockreplay.replay.mpx;

import java.util.HashMap;
import java.util.Map;

/**
 * What each task has done since it was last in user space.
 *
 * <p>Nothing is kept until something of MPX or of {@code bd_sem} was seen. Not thread-safe.
 */
final class Conducts {

    private static final int NOBODY = -1;

    private final Sections sections;
    private final Map<Integer, Conduct> byPid = new HashMap<>();
    private boolean active;
    private int lastPid = NOBODY;
    private Conduct last;

    /**
     * @param sections where critical sections are counted
     */
    Conducts(Sections sections) {
        this.sections = sections;
        last = new Conduct(sections);
    }

    /** Whether there is something to judge. */
    boolean active() {
        return active;
    }

    /** Whether critical sections are to be counted. */
    boolean countSections() {
        return sections.asked();
    }

    /** From here on there is: an event of MPX, of {@code bd_sem} or of managing was seen. */
    void activate() {
        active = true;
    }

    /** That of a task which does something that is judged, while there is something to judge. */
    Conduct of(int pid) {
        if (pid != lastPid) {
            Conduct known = byPid.get(pid);
            if (known == null) {
                known = new Conduct(sections);
                byPid.put(pid, known);
            }
            last = known;
            lastPid = pid;
        }
        return last;
    }

    /** The task ends or becomes another program. */
    void forget(int pid) {
        Conduct gone = byPid.remove(pid);
        if (gone != null) {
            gone.reset();
            forgetLast();
        }
    }

    /** Nothing more is seen: what sections are that are not settled will never be known. */
    void finish() {
        byPid.values().forEach(conduct -> conduct.unsettled.giveUp());
    }

    /** Events are missing, or another recording begins. */
    void clear() {
        byPid.values().forEach(Conduct::reset);
        byPid.clear();
        forgetLast();
    }

    private void forgetLast() {
        lastPid = NOBODY;
        last = new Conduct(sections);
    }
}
