package org.lockreplay.gate;

import java.util.List;

/**
 * The traces in which one lock class was asked for while another was held.
 *
 * @param traces their paths, sorted; at least one
 */
public record EdgeTraces(String outer, String inner, List<String> traces) {

    public EdgeTraces {
        traces = List.copyOf(traces);
    }
}
