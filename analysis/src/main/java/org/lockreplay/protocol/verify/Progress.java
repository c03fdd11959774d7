package org.lockreplay.protocol.verify;

/** Told now and then how far an exploration is. */
@FunctionalInterface
public interface Progress {

    /** Tells nobody. */
    Progress NONE = (states, waiting, depth) -> {};

    /**
     * @param states found so far
     * @param waiting of them not looked at yet
     * @param depth how many transitions from the beginning
     */
    void at(long states, long waiting, int depth);
}
