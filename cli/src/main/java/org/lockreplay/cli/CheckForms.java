package org.lockreplay.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Report;
import org.lockreplay.report.JsonReport;
import org.lockreplay.report.TextReport;
import org.lockreplay.report.TextStyle;
import org.lockreplay.report.ci.CiFinding;
import org.lockreplay.report.ci.CiRun;
import org.lockreplay.report.ci.Remark;
import org.lockreplay.report.ci.Standing;

/**
 * What {@code check} found.
 *
 * @param failOn decides which findings are failures
 * @param intake knows what could not be read
 * @param status of the command, if all could be read
 */
record CheckForms(Report report, CheckOptions options, FailOn failOn, Intake intake, int status)
        implements Forms {

    @Override
    public void text(TextStyle style, OutputStream out) throws IOException {
        text(report, style, out);
    }

    static void text(Report report, TextStyle style, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        new TextReport(style).write(report, writer);
        writer.flush();
    }

    @Override
    public void json(OutputStream out) throws IOException {
        JsonReport.write(report, out);
    }

    @Override
    public CiRun ciRun() {
        List<Remark> remarks = new ArrayList<>(intake.troubles());
        remarks.addAll(CiRun.remarks(report));
        return new CiRun(
                Lockreplay.packagedVersion(),
                intake.outranks(status),
                Optional.empty(),
                CiRun.judged(report.traces(), options),
                report.findings().stream().map(this::uncompared).toList(),
                remarks);
    }

    private CiFinding uncompared(Finding finding) {
        boolean failing = failOn.isBadEnough(finding.severity());
        return new CiFinding(finding, "", Standing.UNCOMPARED, Optional.empty(), failing);
    }
}
