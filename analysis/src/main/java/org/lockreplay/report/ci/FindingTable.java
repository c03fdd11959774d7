package org.lockreplay.report.ci;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVPrinter;
import org.lockreplay.check.Evidence;
import org.lockreplay.check.Finding;
import org.lockreplay.event.Context;
import org.lockreplay.event.Origin;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.report.TableCells;
import org.lockreplay.text.Excerpt;

/** A run as CSV: a line for each piece of evidence, with its finding in front. */
final class FindingTable {

    private static final Object[] COLUMNS = {
        "fingerprint",
        "set",
        "id",
        "severity",
        "certainty",
        "standing",
        "suppressed_by",
        "failing",
        "classes",
        "message",
        "facts",
        "witness",
        "event",
        "outer",
        "inner",
        "mode",
        "trace",
        "held_line",
        "line",
        "time_ns",
        "ticks",
        "task",
        "pid",
        "cpu",
        "count",
        "tasks"
    };

    private FindingTable() {}

    static void write(CiRun run, OutputStream stream) throws IOException {
        Writer out = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
        CSVPrinter table = new CSVPrinter(out, TableCells.FORMAT);
        table.printRecord(COLUMNS);
        for (CiFinding found : run.findings()) {
            List<Evidence> evidence = found.finding().evidence();
            for (int i = 0; i < evidence.size(); i++) {
                finding(table, found);
                witness(table, i + 1, evidence.get(i));
                table.println();
            }
        }
        table.flush();
    }

    private static void finding(CSVPrinter table, CiFinding found) throws IOException {
        Finding finding = found.finding();
        table.print(finding.fingerprint());
        table.print(TableCells.guarded(found.set()));
        table.print(finding.id());
        table.print(finding.severity().label());
        table.print(finding.certainty().label());
        table.print(
                found.standing() == Standing.UNCOMPARED
                        ? ""
                        : found.standing().name().toLowerCase(Locale.ROOT));
        table.print(TableCells.guarded(found.excuse().map(Excuse::owner).orElse("")));
        table.print(found.failing());
        table.print(TableCells.guarded(Excerpt.of(finding.classes(), " -> ")));
        table.print(TableCells.guarded(finding.message()));
        table.print(TableCells.guarded(String.join("; ", finding.facts())));
    }

    private static void witness(CSVPrinter table, int number, Evidence evidence)
            throws IOException {
        Origin at = evidence.at();
        boolean ticks = Context.ticks(at.context());
        table.print(number);
        table.print(TableCells.guarded(evidence.event()));
        table.print(TableCells.guarded(evidence.held().map(Acquisition::lockClass).orElse("")));
        table.print(TableCells.guarded(evidence.lock().map(Acquisition::lockClass).orElse("")));
        table.print(evidence.lockOfKnownMode().map(FindingTable::mode).orElse(""));
        table.print(TableCells.guarded(evidence.trace()));
        table.print(evidence.held().map(held -> Long.toString(held.origin().line())).orElse(""));
        table.print(at.line());
        table.print(ticks ? "" : at.time());
        table.print(ticks ? at.time() : "");
        table.print(at.pid() < 0 ? "" : TableCells.guarded(at.task()));
        table.print(at.pid() < 0 ? "" : at.pid());
        table.print(at.cpu() < 0 ? "" : at.cpu());
        table.print(evidence.count());
        table.print(evidence.tasks() == 0 ? "" : evidence.tasks());
    }

    private static String mode(Acquisition lock) {
        return (lock.tryLock() ? "try " : "") + (lock.read() ? "read" : "write");
    }
}
