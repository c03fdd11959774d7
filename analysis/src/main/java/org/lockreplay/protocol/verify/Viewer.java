package org.lockreplay.protocol.verify;

import org.lockreplay.protocol.file.Rule;

/** Looks at schedules as traces show them. */
@FunctionalInterface
public interface Viewer {

    /** Is content with any. */
    Viewer ANY = (rule, schedule) -> true;

    /** Whether the trace of this schedule, which breaks the rule, shows that it is broken. */
    boolean sees(Rule rule, Schedule schedule);
}
