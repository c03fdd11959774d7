package org.lockreplay.report.ci;

import java.io.IOException;
import java.io.OutputStream;

/** The forms in which systems for continuous integration take results. */
public enum CiFormat {
    /** SARIF 2.1.0, for code scanning. */
    SARIF,
    /** JUnit's XML as Jenkins and GitLab read it: a test case for each trace and rule. */
    JUNIT,
    /** GitLab's Code Quality report, a subset of Code Climate's issues. */
    CODE_QUALITY,
    /** Commands for the log of a GitHub job, which shows them as annotations. */
    GITHUB,
    /** GitHub's Markdown, for the summary page of a job. */
    MARKDOWN,
    /** A table, one line for each witness of each finding. */
    CSV;

    /** Writes the run in this form; does not close the stream. */
    public void write(CiRun run, OutputStream out) throws IOException {
        switch (this) {
            case SARIF -> SarifLog.write(run, out);
            case JUNIT -> JunitXml.write(run, out);
            case CODE_QUALITY -> CodeQuality.write(run, out);
            case GITHUB -> GithubAnnotations.write(run, out);
            case MARKDOWN -> MarkdownSummary.write(run, out);
            case CSV -> FindingTable.write(run, out);
        }
    }
}
