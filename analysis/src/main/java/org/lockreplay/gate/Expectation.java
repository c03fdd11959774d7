package org.lockreplay.gate;

import java.util.List;
import java.util.Optional;
import org.lockreplay.check.Severity;

/**
 * What a manifest says that a trace, judged alone, shows.
 *
 * @param findings those that it must show; empty if it must show no error and no warning
 */
public record Expectation(List<Wanted> findings) {

    /** Neither an error nor a warning. */
    public static final Expectation NONE = new Expectation(List.of());

    /**
     * A finding that must be there.
     *
     * @param severity as which; empty for any
     * @param what its {@linkplain FindingName name}, for people; may be empty
     */
    public record Wanted(String fingerprint, Optional<Severity> severity, String what) {}

    public Expectation {
        findings = List.copyOf(findings);
    }
}
