package org.lockreplay.gate;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a manifest says of a trace, or of all traces that a pattern fits; immutable.
 *
 * @param types a file of lock types that outranks the shipped ones
 * @param order the declared order that it is held against
 * @param protocol by which it is judged: one that comes with the tool, or a file
 * @param tasksAreRoles each task runs code of its own
 * @param alone it is judged for itself, not together with others
 * @param set the traces that it is judged together with
 * @param labels what people want to know of it
 * @param unreadable what follows if it cannot be read
 * @param skip it is no part of the corpus
 */
public record TraceSettings(
        Optional<Path> types,
        Optional<Path> order,
        Optional<String> protocol,
        Optional<Boolean> tasksAreRoles,
        Optional<Boolean> alone,
        Optional<String> set,
        SortedMap<String, String> labels,
        Optional<Expectation> findings,
        Optional<Unreadable> unreadable,
        Optional<Boolean> skip) {

    /** What follows if a trace cannot be read, or not to its end. */
    public enum Unreadable {
        /** The gate fails. */
        FAILS,
        /** The gate says so and goes on. */
        ALLOWED,
        /** The gate fails if it can be read. */
        EXPECTED
    }

    /** Nothing special. */
    public static final TraceSettings PLAIN =
            new TraceSettings(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    new TreeMap<>(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    public TraceSettings {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** What {@code other} says, and this where it says nothing; labels of both. */
    TraceSettings overriddenBy(TraceSettings other) {
        SortedMap<String, String> both = new TreeMap<>(labels);
        both.putAll(other.labels);
        return new TraceSettings(
                other.types.or(() -> types),
                other.order.or(() -> order),
                other.protocol.or(() -> protocol),
                other.tasksAreRoles.or(() -> tasksAreRoles),
                other.alone.or(() -> alone),
                other.set.or(() -> set),
                both,
                other.findings.or(() -> findings),
                other.unreadable.or(() -> unreadable),
                other.skip.or(() -> skip));
    }

    /** The same with other expectations. */
    TraceSettings expecting(Optional<Expectation> shown, Optional<Unreadable> orNot) {
        return new TraceSettings(
                types, order, protocol, tasksAreRoles, alone, set, labels, shown, orNot, skip);
    }

    /** The settings that decide how a trace is judged, and nothing else. */
    Judging judging() {
        return new Judging(types, order, protocol, tasksAreRoles.orElse(false));
    }

    /** The name of the traces that one at this path is judged together with. */
    String setOf(String path) {
        return alone.orElse(false) ? path : set.orElse("");
    }

    Unreadable whenUnreadable() {
        return unreadable.orElse(Unreadable.FAILS);
    }
}
