package org.lockreplay.parser.dialect;

import java.util.List;
import org.lockreplay.event.EventKind;

/**
 * What a dialect says about one name of an event.
 *
 * @param event the name, without the system in front of it
 * @param sources of all columns of the kind, in their order; those not given have neither keys nor
 *     constant
 */
public record DialectEvent(String event, EventKind kind, List<Source> sources) {

    public DialectEvent {
        sources = List.copyOf(sources);
    }
}
