package org.lockreplay.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Checker;
import org.lockreplay.check.Finding;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.TraceEvent;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.protocol.LockAliases;
import org.lockreplay.replay.lock.LockReplay;
import org.lockreplay.summary.LockOrderSummary;

/** Prints the first lock that a recording takes, and what is wrong with the order of its locks. */
public final class LibraryExample {

    private LibraryExample() {}

    public static void main(String[] args) throws UnreadableTraceException {
        tell(Path.of(args[0]), System.out);
    }

    static void tell(Path recording, PrintStream out) throws UnreadableTraceException {
        List<TraceEvent> acquisitions = new ArrayList<>();
        LockReplay locks = new LockReplay(LockAliases.shipped());
        TraceFacts facts =
                new TraceReader(2)
                        .read(
                                recording,
                                locks,
                                batch -> {
                                    for (int row = 0; row < batch.size(); row++) {
                                        if (batch.kind(row) == EventKind.LOCK_ACQUIRE) {
                                            acquisitions.add(batch.toEvent(row));
                                        }
                                    }
                                });
        TraceEvent.Lock first = (TraceEvent.Lock) acquisitions.get(0);
        out.println("line " + first.origin().line() + ": " + first.lockClass());

        LockOrderSummary summary = LockOrderSummary.of(facts, locks.finish());
        for (Finding finding : Checker.check(summary, CheckOptions.shipped()).findings()) {
            out.println(finding.id() + ": " + String.join(", ", finding.classes()));
        }
    }
}
