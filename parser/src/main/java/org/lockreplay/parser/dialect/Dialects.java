package org.lockreplay.parser.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The dialects that a trace is read with: those that were given, before what the parser knows by
 * itself, and those that come with the tool, behind it.
 *
 * <p>Each shipped one is read when the first name comes that can be in it, so that other traces do
 * not pay for it. Immutable; safe for several threads.
 */
public final class Dialects {

    private static final String SHIPPED = "mpx-proposal.json";
    private static final String PROBES = "mpx-probes.json";
    private static final String SHIPPED_NAMES = "mpx_";
    private static final Dialects ONLY_SHIPPED = new Dialects(List.of());

    private final List<Dialect> given;

    private Dialects(List<Dialect> given) {
        this.given = List.copyOf(given);
    }

    /** The dialect that comes with the tool, and no other. */
    public static Dialects shipped() {
        return ONLY_SHIPPED;
    }

    /** These and one more, which is asked first. */
    public Dialects with(Dialect dialect) {
        List<Dialect> more = new ArrayList<>();
        more.add(dialect);
        more.addAll(given);
        return new Dialects(more);
    }

    /** What a dialect that was given says about the name; it outranks all else. */
    public Optional<DialectEvent> given(String event) {
        return given.stream()
                .flatMap(dialect -> Stream.ofNullable(dialect.events().get(event)))
                .findFirst();
    }

    /** What the shipped dialect says about the name, for one that nobody else knows. */
    public Optional<DialectEvent> shipped(String event) {
        return event.startsWith(SHIPPED_NAMES)
                ? Optional.ofNullable(Shipped.DIALECT.events().get(event))
                : Optional.empty();
    }

    /**
     * How a probe prints its fields that bears the name of one of the kernel's own events; empty
     * for names of which no such form is known.
     */
    public Optional<DialectEvent> probe(String event) {
        return Optional.ofNullable(Probes.DIALECT.events().get(event));
    }

    private static Dialect read(String resource) {
        try (InputStream stream = Dialects.class.getResourceAsStream(resource)) {
            return DialectFile.read(resource, stream);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Initialised when it is first used. */
    private static final class Shipped {

        private static final Dialect DIALECT = read(SHIPPED);
    }

    /** The same. */
    private static final class Probes {

        private static final Dialect DIALECT = read(PROBES);
    }
}
