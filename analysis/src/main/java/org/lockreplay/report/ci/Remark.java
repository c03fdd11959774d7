package org.lockreplay.report.ci;

import java.util.Locale;
import java.util.Optional;
import org.lockreplay.check.Severity;

/**
 * Something to know about a run that is no finding.
 *
 * @param path the file that it is about, if it is about one
 * @param sentence what is the matter, as said on the terminal
 */
public record Remark(Kind kind, Optional<String> path, String sentence) {

    /** What remarks are about; the worst first. */
    public enum Kind {
        UNREADABLE_INPUT(
                Severity.ERROR, "An input could not be read, or not to its end: it may hide more."),
        BROKEN_EXPECTATION(
                Severity.ERROR, "A trace does not show what the manifest of its corpus says."),
        ALLOWED_UNREADABLE(
                Severity.WARNING,
                "An input could not be read, or not to its end, and somebody puts up with that."),
        INCOMPLETE_TRACE(
                Severity.WARNING, "Events of a trace are missing, or lines could not be read."),
        EXPIRED_SUPPRESSION(
                Severity.WARNING, "A suppression is past its day and excuses nothing any more."),
        UNUSED_SUPPRESSION(Severity.NOTE, "A suppression fits no finding."),
        FIXED_FINDING(Severity.NOTE, "The baseline has a finding that no trace shows any more."),
        NOT_JUDGED(Severity.NOTE, "A kind of finding could not be looked for everywhere.");

        private final Severity severity;
        private final String what;

        Kind(Severity severity, String what) {
            this.severity = severity;
            this.what = what;
        }

        public Severity severity() {
            return severity;
        }

        /** One sentence that is the same for all remarks of the kind. */
        String what() {
            return what;
        }

        /** {@code unreadable-input}. */
        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public static Remark of(Kind kind, String sentence) {
        return new Remark(kind, Optional.empty(), sentence);
    }

    public static Remark about(Kind kind, String path, String sentence) {
        return new Remark(kind, Optional.of(path), sentence);
    }
}
