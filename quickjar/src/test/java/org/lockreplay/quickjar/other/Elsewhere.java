package org.lockreplay.quickjar.other;

/** A class in another package, which holds one that others may not name. */
public final class Elsewhere {

    private final Hidden hidden;
    private final String name;

    public Elsewhere(String name) {
        this.name = name;
        hidden = new Hidden(name);
    }

    public String name() {
        return name;
    }

    public Object hidden() {
        return hidden;
    }

    /** Reads a field of a class that callers elsewhere may not name. */
    public String nameOfHidden() {
        return hidden.name;
    }

    private record Hidden(String name) {}
}
