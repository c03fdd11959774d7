package org.lockreplay.report;

import java.util.Optional;
import org.lockreplay.replay.mpx.Questions;

/** The tables that a replay can be written as; together they have all that its text has. */
public enum ReplayTable {
    /** A row for each directory entry that was seen in use. */
    ENTRIES,
    /** A row for each address space that has to do with MPX. */
    SPACES,
    /** A row for each address that was used outside its bounds. */
    VIOLATIONS,
    /** A row for each event of the history that was asked for. */
    HISTORY,
    /** A row for each range of the memory of the tasks that were asked for. */
    MEMORY,
    /** A row for each of these tasks. */
    TASKS,
    /** A row for each who holds, or waits for, the lock of their address spaces. */
    HOLDERS,
    /** A row for each call path by which memory was unmapped. */
    UNMAPS,
    /** A row for each rule on bounds tables: whether it was judged, and why not. */
    RULES;

    /** The one that answers these questions, where no other is wanted. */
    public static ReplayTable answering(Questions asked) {
        if (asked.history().isPresent()) {
            return HISTORY;
        }
        return asked.memoryOf().isEmpty() ? ENTRIES : MEMORY;
    }

    /** The option that has to be given for it to have any rows, if there is one. */
    public Optional<String> needs(Questions asked) {
        return switch (this) {
            case HISTORY ->
                    asked.history().isPresent() ? Optional.empty() : Optional.of("--history");
            case MEMORY, TASKS, HOLDERS ->
                    asked.memoryOf().isEmpty() ? Optional.of("--mm PID") : Optional.empty();
            case ENTRIES, SPACES, VIOLATIONS, UNMAPS, RULES -> Optional.empty();
        };
    }
}
