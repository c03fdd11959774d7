package org.lockreplay.protocol.verify;

import org.lockreplay.protocol.file.Rule;

/** A transition that breaks a rule. */
final class Witness {

    private final Rule rule;
    private final int from;
    private final long[] to;

    /**
     * @param from the state before it, by its number in the store
     * @param to the state behind it; is copied
     */
    Witness(Rule rule, int from, long[] to) {
        this.rule = rule;
        this.from = from;
        this.to = to.clone();
    }

    Rule rule() {
        return rule;
    }

    int from() {
        return from;
    }

    /** The state behind it; not to be changed. */
    long[] to() {
        return to;
    }
}
