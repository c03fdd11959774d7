package org.lockreplay.check;

import org.lockreplay.lockorder.LockOrderGraph;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.Seen;

/** What the rules judge: a summary, its lock-order graph, and what to go by. */
record Case(LockOrderSummary summary, LockOrderGraph graph, CheckOptions options) {

    String path(Seen<?> seen) {
        return path(seen.trace());
    }

    String path(int trace) {
        return summary.traces().get(trace).path();
    }
}
