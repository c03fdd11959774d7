package org.lockreplay.protocol.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The protocols that come with the tool, by name. */
public final class ShippedProtocols {

    private static final List<String> NAMES =
            List.of("gleixner-2014", "linux-4.19", "mm-rmap", "ren-2014", "ren-2014-nofault");

    private ShippedProtocols() {}

    /** Sorted. */
    public static List<String> names() {
        return NAMES;
    }

    /** The protocol of this name; empty if none is called so. */
    public static Optional<Protocol> find(String name) {
        return NAMES.contains(name) ? Optional.of(read(name)) : Optional.empty();
    }

    private static Protocol read(String name) {
        String resource = name + ".json";
        try (InputStream stream = ShippedProtocols.class.getResourceAsStream(resource)) {
            return ProtocolReader.read(resource, stream);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
