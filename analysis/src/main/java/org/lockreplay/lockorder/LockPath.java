package org.lockreplay.lockorder;

import java.util.ArrayList;
import java.util.List;

/**
 * A strong path of dependencies, from one lock class to another one.
 *
 * @param edges in order; at least one
 */
public record LockPath(List<LockOrderEdge> edges) {

    public LockPath {
        edges = List.copyOf(edges);
    }

    /** The class that is held first. */
    public String from() {
        return edges.get(0).outer();
    }

    /** The class that is asked for last. */
    public String to() {
        return edges.get(edges.size() - 1).inner();
    }

    /** All classes on it, in order, each once. */
    public List<String> classes() {
        List<String> classes = new ArrayList<>(List.of(from()));
        edges.forEach(edge -> classes.add(edge.inner()));
        return classes;
    }
}
