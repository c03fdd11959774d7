package org.lockreplay.protocol.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.ShippedProtocols;
import org.lockreplay.protocol.file.Variant;

/** The shipped protocols with their variants, each verified once for all tests. */
record Mutants(Protocol shipped, Optional<Variant> variant) {

    static final Bounds BOUNDS = new Bounds(60_000, Long.MAX_VALUE, Long.MAX_VALUE);
    static final int TASKS = 2;

    private static final Map<String, Verification> DONE = new ConcurrentHashMap<>();

    /** A protocol as it is, and with each of its variants, in the order of the file. */
    static List<Mutants> of(String name) {
        Protocol protocol = ShippedProtocols.find(name).orElseThrow();
        List<Mutants> all = new ArrayList<>();
        all.add(new Mutants(protocol, Optional.empty()));
        protocol.variants().forEach(one -> all.add(new Mutants(protocol, Optional.of(one))));
        return all;
    }

    /** Of the variant, or else of the protocol. */
    String name() {
        return variant.map(Variant::name).orElse(shipped.name());
    }

    Verification verification() {
        return DONE.computeIfAbsent(shipped.name() + "/" + name(), absent -> verify());
    }

    /** With the variant in it. */
    Protocol mutated() {
        return variant.map(shipped::with).orElse(shipped);
    }

    CheckedTraces traces() {
        return new CheckedTraces(shipped, mutated());
    }

    private Verification verify() {
        Protocol protocol = mutated();
        return Verifier.verify(
                protocol, protocol.operations(), TASKS, BOUNDS, Progress.NONE, traces());
    }
}
