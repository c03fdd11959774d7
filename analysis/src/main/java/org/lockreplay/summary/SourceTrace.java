package org.lockreplay.summary;

import org.lockreplay.parser.TraceFacts;
import org.lockreplay.replay.lock.LockCoverage;

/**
 * A trace that was read: what it was, and how much of the truth about locks it can tell.
 *
 * <p>Two traces are the same trace if and only if all of this is equal: a file that is given twice
 * is counted once, two boots' files of the same name are two.
 */
public record SourceTrace(TraceFacts facts, LockCoverage coverage) {

    public String path() {
        return facts.path();
    }
}
