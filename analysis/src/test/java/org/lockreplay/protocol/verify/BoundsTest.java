package org.lockreplay.protocol.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.ShippedProtocols;

/** Memory and time are bounded for both explorations together. */
class BoundsTest {

    private static final long MEGABYTE = 1 << 20;
    private static final Bounds BOUNDS = new Bounds(100, 3 * MEGABYTE, 9_000_000_000L);

    @Test
    void aPartOfABoundIsSaidToBeOne() {
        assertThat(BOUNDS.hit(1, 3 * MEGABYTE - 1, 8_999_999_999L)).isEmpty();
        assertThat(BOUNDS.hit(1, 3 * MEGABYTE, 0)).hasValue("the bound of 3 MB of memory");
        assertThat(BOUNDS.hit(3, MEGABYTE, 0)).hasValue("its part of the bound of 3 MB of memory");
        assertThat(BOUNDS.hit(1, 0, 9_000_000_000L)).hasValue("the bound of 9 seconds");
        assertThat(BOUNDS.hit(3, 0, 3_000_000_000L)).hasValue("its part of the bound of 9 seconds");
    }

    @Test
    void whatOneExplorationUsesTheOtherHasNot() {
        Protocol protocol = ShippedProtocols.find("gleixner-2014").orElseThrow();
        Bounds bounds = new Bounds(Long.MAX_VALUE, 4 * MEGABYTE, Long.MAX_VALUE);
        Verification both =
                Verifier.verify(protocol, protocol.operations(), 2, bounds, Progress.NONE);
        Verification own =
                Verifier.verify(
                        protocol,
                        protocol.operations().stream().filter(o -> !o.environment()).toList(),
                        2,
                        bounds,
                        Progress.NONE);
        assertThat(both.complete()).isFalse();
        assertThat(both.ownStates()).isLessThan(own.ownStates());
        assertThat(both.judgements())
                .filteredOn(one -> one.verdict() == Verdict.UNKNOWN)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.missed()).isPresent());
        assertThat(both.judgements())
                .filteredOn(one -> one.property().name().equals("deadlock-free"))
                .isNotEmpty()
                .allSatisfy(
                        one ->
                                assertThat(one.missed())
                                        .hasValue(
                                                "stopped at its part of the bound of 4 MB of memory"));
    }
}
