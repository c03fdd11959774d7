package org.lockreplay.gate;

import java.time.LocalDate;
import java.util.Optional;
import org.lockreplay.check.Finding;
import org.lockreplay.protocol.NamePattern;

/**
 * A finding, or a kind of findings, that somebody answers for.
 *
 * @param fingerprint the one finding that is meant; empty if a pattern says which
 * @param pattern of the {@linkplain FindingName name} of findings; {@code *} stands for any text
 * @param reason why it does no harm
 * @param owner whom to ask
 * @param expires the last day on which it counts; empty for ever
 * @param place where it stands, {@code file:line}
 */
public record Suppression(
        Optional<String> fingerprint,
        Optional<String> pattern,
        String reason,
        String owner,
        Optional<LocalDate> expires,
        String place) {

    /** Whether it speaks of this finding, expired or not. */
    public boolean fits(Finding finding) {
        return fingerprint.filter(finding.fingerprint()::equals).isPresent()
                || pattern.filter(p -> new NamePattern(p).matches(FindingName.of(finding)))
                        .isPresent();
    }

    public boolean isExpired(LocalDate today) {
        return expires.filter(today::isAfter).isPresent();
    }

    /** What it is for, as it stands in the file. */
    public String target() {
        return fingerprint.or(() -> pattern).orElse("");
    }
}
