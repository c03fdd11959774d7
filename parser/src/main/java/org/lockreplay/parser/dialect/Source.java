package org.lockreplay.parser.dialect;

import java.util.List;
import java.util.Optional;

/**
 * Where the events of a dialect have one of their columns.
 *
 * @param keys the fields that it may stand in; the first that is there counts
 * @param constant what it is without any field: a number in text or, for a name, the name
 */
public record Source(Column column, List<Key> keys, Optional<String> constant) {

    public Source {
        keys = List.copyOf(keys);
    }
}
