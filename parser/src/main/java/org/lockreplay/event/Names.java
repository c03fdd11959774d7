package org.lockreplay.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The dictionary of one trace: every task, lock and event name once, by id.
 *
 * <p>Ids are given in the order in which names first appear in the trace, whatever the number of
 * threads that read it. Bytes that are not UTF-8 stand in a name as {@code \xNN}. A name may be of
 * any length and hold anything but a line feed: escape it for where it goes. Not thread-safe.
 */
public final class Names {

    /** The id of the empty name, present from the start. */
    public static final int EMPTY = 0;

    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();

    public Names() {
        intern("");
    }

    /** The id of a name, given now if it is new. */
    public int intern(String name) {
        Integer known = ids.putIfAbsent(name, names.size());
        if (known != null) {
            return known;
        }
        names.add(name);
        return names.size() - 1;
    }

    public String get(int id) {
        return names.get(id);
    }

    public int size() {
        return names.size();
    }
}
