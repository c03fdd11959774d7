package org.lockreplay.replay.mm;

import java.util.Arrays;
import org.lockreplay.event.Names;

/** Which call a name of an event means, looked up once for each name of a dictionary. */
final class CallNames {

    private CallKind[] kinds = new CallKind[256];
    private Names names = new Names();

    /** The call of the event with this name. */
    CallKind kindOf(Names dictionary, int name) {
        if (dictionary != names) {
            names = dictionary;
            Arrays.fill(kinds, null);
        }
        if (name >= kinds.length) {
            kinds = Arrays.copyOf(kinds, Math.max(2 * kinds.length, name + 1));
        }
        if (kinds[name] == null) {
            kinds[name] = CallKind.ofName(dictionary.get(name));
        }
        return kinds[name];
    }
}
