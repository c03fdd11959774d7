package org.lockreplay.protocol.simulate;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Checker;
import org.lockreplay.check.Report;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.ShippedProtocols;
import org.lockreplay.protocol.file.Variant;
import org.lockreplay.summary.InputReader;

/** A simulated trace, with what the simulation knows of it. */
record Simulated(String text, Simulator.Outcome outcome) {

    private static final int LENGTH = 60;

    static Protocol protocol(String name) {
        return ShippedProtocols.find(name).orElseThrow();
    }

    /** With two, three or four tasks, by the seed. */
    static Simulated of(String protocol, String fault, boolean environment, long seed) {
        Protocol shipped = protocol(protocol);
        Optional<Variant> variant =
                fault.isEmpty() ? Optional.empty() : Optional.of(shipped.variant(fault).get());
        int tasks = 2 + (int) (seed % 3);
        return of(new Simulator(shipped, variant, tasks, LENGTH, environment), seed);
    }

    static Simulated of(Simulator simulator, long seed) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Simulator.Outcome outcome = simulator.write(seed, out).orElseThrow();
            return new Simulated(out.toString(StandardCharsets.UTF_8), outcome);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Report check() {
        try {
            return Checker.check(
                    new InputReader(1).read("t", new ByteArrayInputStream(bytes())),
                    CheckOptions.shipped());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (UnreadableTraceException refused) {
            throw new AssertionError(refused);
        }
    }

    /** {@code error mpx-order}, of every finding. */
    Set<String> findings() {
        Set<String> findings = new TreeSet<>();
        check().findings()
                .forEach(finding -> findings.add(finding.severity().label() + " " + finding.id()));
        return findings;
    }
}
