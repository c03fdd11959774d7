package org.lockreplay.cli;

import java.util.Optional;
import org.lockreplay.report.ci.CiFormat;

/** The forms in which {@code check} and {@code gate} report. */
enum Form {
    /** For people. */
    TEXT,
    /** For programs. */
    JSON,
    SARIF,
    JUNIT,
    CODE_QUALITY,
    GITHUB,
    MARKDOWN,
    CSV;

    /** The form as systems for continuous integration know it; empty if it is not one of theirs. */
    Optional<CiFormat> ci() {
        return switch (this) {
            case TEXT, JSON -> Optional.empty();
            case SARIF -> Optional.of(CiFormat.SARIF);
            case JUNIT -> Optional.of(CiFormat.JUNIT);
            case CODE_QUALITY -> Optional.of(CiFormat.CODE_QUALITY);
            case GITHUB -> Optional.of(CiFormat.GITHUB);
            case MARKDOWN -> Optional.of(CiFormat.MARKDOWN);
            case CSV -> Optional.of(CiFormat.CSV);
        };
    }
}
