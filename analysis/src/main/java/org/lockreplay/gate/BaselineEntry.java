package org.lockreplay.gate;

import java.time.LocalDate;
import org.lockreplay.check.Severity;

/**
 * A finding that was there when the baseline was last written.
 *
 * @param what the finding in words, {@link FindingName}
 * @param since the day on which it came into the baseline
 */
public record BaselineEntry(String fingerprint, Severity severity, String what, LocalDate since) {}
