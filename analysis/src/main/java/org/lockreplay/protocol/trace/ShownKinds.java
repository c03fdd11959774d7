package org.lockreplay.protocol.trace;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.program.Deed;
import org.lockreplay.protocol.program.Memory;
import org.lockreplay.protocol.program.Place;

/**
 * Which kinds of events a trace of some deeds would show that tell what becomes of tables; without
 * writing it. Not thread-safe.
 */
public final class ShownKinds {

    private final Memory memory;
    private final MpxLines mpx;
    private final Set<String> shown = new HashSet<>();

    /**
     * @param memory what the numbers of memory states mean
     */
    public ShownKinds(Protocol protocol, Memory memory) {
        this.memory = memory;
        mpx = new MpxLines(protocol.bracket().isPresent());
    }

    /** This is done, too. */
    public void see(Deed deed) {
        if (deed.kind() != Deed.Kind.CHANGES) {
            return;
        }
        switch (deed.effect()) {
            case FREE_TABLE, REMOVE_MARKED -> add(deed, MpxLines.REMOVAL);
            case ZAP_TABLE -> add(deed, MpxLines.ZAP);
            case INVALIDATE_ENTRY -> add(deed, MpxLines.INVALIDATION);
            default -> {
                // tells something else, or nothing
            }
        }
    }

    private void add(Deed deed, String kind) {
        if (!shown.contains(kind) && !events(deed).isEmpty()) {
            shown.add(kind);
        }
    }

    private List<String> events(Deed deed) {
        return mpx.of(
                deed.effect(),
                deed.region(),
                deed.hand() < 0 ? OptionalLong.empty() : OptionalLong.of(Place.table(deed.hand())),
                memory.model(deed.before()),
                memory.model(deed.after()));
    }

    /** Whether the removal of a table leaves an event. */
    public boolean removals() {
        return shown.contains(MpxLines.REMOVAL);
    }

    /** Whether events tell apart that a table is given up, and that it is zapped in part. */
    public boolean whatStays() {
        return shown.contains(MpxLines.ZAP) || shown.contains(MpxLines.INVALIDATION);
    }
}
