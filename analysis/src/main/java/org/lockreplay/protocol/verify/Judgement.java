package org.lockreplay.protocol.verify;

import java.util.Optional;
import org.lockreplay.protocol.file.Property;

/**
 * A property and what came of it.
 *
 * @param schedule a shortest one that refutes it
 * @param plainer a longer one, where the trace of that one does not show it and this one's does
 * @param missed why it is not known, as the end of a sentence
 */
public record Judgement(
        Property property,
        Verdict verdict,
        Optional<Schedule> schedule,
        Optional<Schedule> plainer,
        Optional<String> missed) {}
