package org.lockreplay.report;

import java.io.IOException;
import java.util.List;
import org.apache.commons.csv.CSVPrinter;
import org.lockreplay.event.Context;
import org.lockreplay.event.Origin;
import org.lockreplay.lockorder.LockOrderEdge;
import org.lockreplay.lockorder.LockOrderGraph;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.summary.SourceTrace;

/** The lock-order graph as CSV: a line for each edge, with the first place where it was seen. */
public final class NestingTable {

    private static final Object[] COLUMNS = {
        "outer",
        "outer_mode",
        "inner",
        "inner_mode",
        "recursive_reader",
        "count",
        "tasks",
        "traces",
        "trace",
        "held_line",
        "line",
        "time_ns",
        "ticks",
        "task",
        "pid",
        "cpu",
        "context"
    };

    private NestingTable() {}

    /**
     * Writes the edges, sorted by names; the caller flushes and closes {@code out}.
     *
     * @param traces those of the summary that the graph is of
     */
    public static void write(LockOrderGraph graph, List<SourceTrace> traces, Appendable out)
            throws IOException {
        CSVPrinter table = new CSVPrinter(out, TableCells.FORMAT);
        table.printRecord(COLUMNS);
        for (LockOrderEdge edge : graph.edges()) {
            table.print(TableCells.guarded(edge.outer()));
            table.print(Words.mode(edge.shared()));
            table.print(TableCells.guarded(edge.inner()));
            table.print(Words.mode(edge.innerRead()));
            table.print(edge.recursive());
            table.print(edge.count());
            table.print(edge.tasks());
            table.print(edge.traces().size());
            table.print(TableCells.guarded(traces.get(edge.first().trace()).path()));
            first(table, edge.first().what());
            table.println();
        }
    }

    private static void first(CSVPrinter table, Nesting nesting) throws IOException {
        Origin at = nesting.inner().origin();
        boolean ticks = Context.ticks(at.context());
        table.print(nesting.outer().origin().line());
        table.print(at.line());
        table.print(ticks ? "" : at.time());
        table.print(ticks ? at.time() : "");
        table.print(at.pid() < 0 ? "" : TableCells.guarded(at.task()));
        table.print(at.pid() < 0 ? "" : at.pid());
        table.print(at.cpu() < 0 ? "" : at.cpu());
        table.print(Context.known(at.context()) ? Words.level(at.context()) : "");
    }
}
