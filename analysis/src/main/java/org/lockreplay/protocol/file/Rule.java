package org.lockreplay.protocol.file;

import java.util.Locale;

/**
 * What can be judged of a protocol. The rules M1 to M12 are those of the traces.
 *
 * <p>A rule judges a state, or what a task does in one step.
 */
public enum Rule {
    /** No tasks wait for each other in a circle, with the protocol's own operations. */
    DEADLOCK,
    /** The same, with the operations of the environment beside. */
    DEADLOCK_WITH_ENVIRONMENT,
    /** An operation gives back what it takes, and gives back nothing else. */
    BALANCED,
    /** No task asks for a lock that it holds, unless it only tries. */
    RECURSION,
    /** Only the declared nestings occur, each in the operations that may have it. */
    NESTINGS,
    /** A table in an entry is mapped. */
    M1,
    /** One table for an entry, one entry for a table. */
    M2,
    /** When nothing runs, a mapped table is in its entry and describes mapped memory. */
    M3,
    /** A marked table is in no entry. */
    M4,
    /** {@code bd_remove_vmas} is the number of marked tables, and zero after the removal. */
    M5,
    /** An operation holds the bracket's lock in the mode of its role. */
    M6,
    /** User memory is not touched under the lock that a fault asks for, held for write. */
    M7,
    /** Managed memory is unmapped in the bracket only. */
    M8,
    /** No operation begins inside another. */
    M9,
    /** No lock is asked for under one that belongs inside it. */
    M10,
    /** prctl takes nothing inside the bracket's lock. */
    M11,
    /** A table that describes memory that stays is not removed. */
    M12,
    /** No table comes into being while another task holds the bracket. */
    TABLES_KEPT_OUT,
    /** Marks are made and removed under the bracket. */
    MARK_PROTECTED,
    /** The VMA of a table that is marked holds no table that is to stay. */
    MARK_ALONE;

    /** Whether it is about what becomes of memory and tables, not about locks alone. */
    public boolean isOfMemory() {
        return switch (this) {
            case M1, M2, M3, M4, M5, M8, M12 -> true;
            default -> false;
        };
    }

    /** As it stands in a file. */
    public String word() {
        return this.ordinal() >= M1.ordinal() && this.ordinal() <= M12.ordinal()
                ? name()
                : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
