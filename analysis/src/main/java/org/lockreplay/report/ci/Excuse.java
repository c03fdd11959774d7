package org.lockreplay.report.ci;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Why a finding is put up with.
 *
 * @param expires the last day on which it counts; empty for ever
 * @param place where that is written, {@code file:line}
 */
public record Excuse(String reason, String owner, Optional<LocalDate> expires, String place) {}
