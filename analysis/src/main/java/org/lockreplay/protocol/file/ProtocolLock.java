package org.lockreplay.protocol.file;

import java.util.List;

/**
 * A lock of a protocol.
 *
 * @param aliases what traces call it; may hold {@code *} for any text
 */
public record ProtocolLock(String name, LockKind kind, List<String> aliases) {

    public ProtocolLock {
        aliases = List.copyOf(aliases);
    }

    /** What the kernel's function that takes it is called, such as {@code down_read(mmap_sem)}. */
    public String call(String verb, LockMode mode) {
        String function =
                switch (kind) {
                    case RWSEM -> (verb.equals("lock") ? "down_" : "up_") + mode.word();
                    case RWLOCK -> mode.word() + "_" + verb;
                    case MUTEX -> "mutex_" + verb;
                    case SPINLOCK -> "spin_" + verb;
                };
        return function + "(" + name + ")";
    }
}
