package org.lockreplay.protocol.program;

import org.lockreplay.protocol.file.Rule;

/** Sets of rules as bits. */
public final class Rules {

    /** No rule: there was no room for one more table, so that what follows is not known. */
    public static final int LIMIT = 1 << 30;

    /** No rule: a table is lost for good, and there would be ever more of them. */
    public static final int LOST = 1 << 29;

    /**
     * Behind a breach of these a state means nothing: what the directory says is not what is there,
     * or a task holds what it does not know of. Such states are judged, and not followed.
     */
    public static final int FATAL =
            bit(Rule.M1) | bit(Rule.M2) | bit(Rule.M4) | bit(Rule.M5) | bit(Rule.BALANCED) | LOST;

    private Rules() {}

    public static int bit(Rule rule) {
        return 1 << rule.ordinal();
    }

    public static boolean has(int bits, Rule rule) {
        return (bits & bit(rule)) != 0;
    }
}
