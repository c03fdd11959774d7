package org.lockreplay.gate;

import java.util.Optional;
import org.lockreplay.summary.LockOrderSummary;

/** What reading one file of a corpus came to. */
sealed interface FileOutcome {

    /** All of it could be read. */
    record Read(LockOrderSummary summary) implements FileOutcome {}

    /**
     * It could not be read, or not to its end.
     *
     * @param summary what could be read
     */
    record Unreadable(String reason, Optional<LockOrderSummary> summary) implements FileOutcome {}

    /** It is no trace. */
    record Skipped(String reason) implements FileOutcome {}

    /** The run was interrupted before. */
    record NotReached() implements FileOutcome {}
}
