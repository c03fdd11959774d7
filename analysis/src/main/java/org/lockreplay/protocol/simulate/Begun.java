package org.lockreplay.protocol.simulate;

import java.util.List;
import java.util.Optional;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.program.Deed;

/**
 * An operation of a task that is going on.
 *
 * @param region -1 if that makes no difference
 */
record Begun(Operation operation, int region) {

    /** What begins with these deeds of one task, if it was in user space before. */
    static Optional<Begun> in(List<Deed> deeds) {
        return deeds.stream()
                .filter(deed -> deed.kind() == Deed.Kind.BEGINS)
                .findFirst()
                .map(deed -> new Begun(deed.operation().orElseThrow(), deed.region()));
    }
}
