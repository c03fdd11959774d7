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

    /**
     * Whether a trace can have this name, or pattern, for a lock: {@code lock_acquire} prints
     * {@code try} and {@code read} before the name, each with a space behind it.
     */
    static boolean isTraceName(String name) {
        return !name.startsWith("try ")
                && !name.startsWith("read ")
                && !name.startsWith(" ")
                && !name.endsWith(" ");
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
        boolean own =
                patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.matches(name));
        if (own && isTraceName(name)) {
            return name;
        }
        return patterns.stream()
                .filter(NamePattern::isExact)
                .findFirst()
                .map(NamePattern::text)
                .orElseGet(() -> example(patterns.get(0)));
    }

    /** The shortest name of this pattern, if traces can have that. */
    private static String example(NamePattern pattern) {
        String shortest = pattern.shortest();
        return shortest.isEmpty() || !isTraceName(shortest)
                ? pattern.text().replace('*', '_')
                : shortest;
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
