package org.lockreplay.replay.mm;

import org.lockreplay.event.Names;
import org.lockreplay.replay.NameCodes;

/** Which call a name of an event means, looked up once for each name of a dictionary. */
final class CallNames {

    private static final CallKind[] KINDS = CallKind.values();

    private final NameCodes codes = new NameCodes(name -> CallKind.ofName(name).ordinal() + 1);

    /** The call of the event with this name. */
    CallKind kindOf(Names dictionary, int name) {
        return KINDS[codes.of(dictionary, name) - 1];
    }
}
