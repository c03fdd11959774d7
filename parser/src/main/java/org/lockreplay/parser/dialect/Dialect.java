package org.lockreplay.parser.dialect;

import java.util.Map;

/**
 * The meaning of some events, as one file tells it.
 *
 * @param name what its author called it
 * @param events by the events' names
 */
public record Dialect(String name, Map<String, DialectEvent> events) {

    public Dialect {
        events = Map.copyOf(events);
    }
}
