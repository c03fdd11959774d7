package org.lockreplay.replay.mm;

/**
 * What is known of some pages: not known at all where an address space has no mapping for them.
 *
 * @param since line from which it is so
 */
public record Mapping(Kind kind, long since) {

    /** What the pages are. */
    public enum Kind {
        /** Known to be free. */
        UNMAPPED,
        /** Mapped by mmap, mremap or brk. */
        MEMORY,
        /** Attached by shmat, wherever mremap has moved it since. */
        SHARED_MEMORY,
        /** A bounds table, mapped by the kernel itself ({@code VM_MPX}). */
        TABLE
    }

    public boolean isMapped() {
        return kind != Kind.UNMAPPED;
    }

    // equality is written out: linking that of a record takes milliseconds of a start

    @Override
    public boolean equals(Object other) {
        return other instanceof Mapping mapping && kind == mapping.kind && since == mapping.since;
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + Long.hashCode(since);
    }
}
