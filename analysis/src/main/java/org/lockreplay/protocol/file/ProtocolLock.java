package org.lockreplay.protocol.file;

import java.util.List;
import java.util.Optional;
import org.lockreplay.protocol.NamePattern;

/**
 * A lock of a protocol.
 *
 * @param aliases what traces call it; may hold {@code *} for any text
 */
public record ProtocolLock(String name, LockKind kind, List<String> aliases) {

    public ProtocolLock {
        aliases = List.copyOf(aliases);
    }

    /** A name that traces may have for it, in which nothing is left open. */
    public String traceName() {
        List<NamePattern> patterns = aliases.stream().map(NamePattern::new).toList();
        Optional<String> expression =
                aliases.stream()
                        .filter(alias -> alias.startsWith("&") && !alias.contains("*"))
                        .findFirst();
        if (expression.isPresent()) {
            return expression.get();
        }
        if (patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.matches(name))) {
            return name;
        }
        return patterns.stream()
                .filter(NamePattern::isExact)
                .findFirst()
                .map(NamePattern::text)
                .orElseGet(() -> patterns.get(0).shortest());
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
