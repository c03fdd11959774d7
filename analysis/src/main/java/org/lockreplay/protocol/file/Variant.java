package org.lockreplay.protocol.file;

import java.util.List;

/**
 * The protocol with something changed.
 *
 * @param fault whether the change is a mistake, else it is a repair
 */
public record Variant(String name, String what, boolean fault, List<Edit> edits) {

    public Variant {
        edits = List.copyOf(edits);
    }
}
