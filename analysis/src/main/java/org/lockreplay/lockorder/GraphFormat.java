package org.lockreplay.lockorder;

/** The forms in which the lock-order graph can be written. */
public enum GraphFormat {
    /** Graphviz. */
    DOT,
    GRAPHML,
    /** Objects {@code nodes} and {@code edges}, as JGraphT writes them. */
    JSON
}
