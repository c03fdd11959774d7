package org.lockreplay.report.ci;

import java.util.Optional;
import org.lockreplay.check.Finding;
import org.lockreplay.text.Excerpt;
import org.lockreplay.text.Sha256;

/**
 * A finding, and what became of it.
 *
 * @param set the name of the traces that were judged together; empty for all
 * @param excuse the suppression that fits it
 * @param failing whether it made the run fail
 */
public record CiFinding(
        Finding finding, String set, Standing standing, Optional<Excuse> excuse, boolean failing) {

    /**
     * Unlike that of the finding, unique in a run: what several sets show is there once for each.
     */
    String uniqueFingerprint() {
        return set.isEmpty()
                ? finding.fingerprint()
                : Sha256.shortOf(finding.fingerprint() + '\n' + set);
    }

    /** Its lock classes, those of a circle to the first one again; its message if it has none. */
    String subject() {
        if (finding.classes().isEmpty()) {
            return finding.message();
        }
        boolean circle = finding.id().equals("cycle") && finding.classes().size() > 1;
        return circle ? Excerpt.circle(finding.classes()) : Excerpt.of(finding.classes(), " -> ");
    }

    /** Neither excused nor wanted. */
    boolean isOpen() {
        return excuse.isEmpty() && standing != Standing.EXPECTED;
    }
}
