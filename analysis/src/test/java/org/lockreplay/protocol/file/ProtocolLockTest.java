package org.lockreplay.protocol.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProtocolLockTest {

    @ParameterizedTest
    @CsvSource({
        "l, '', l",
        "l, '&x->l', '&x->l'",
        "l, 'a b &x->l', '&x->l'",
        "l, 'a l', l",
        "l, 'a b', a",
        "l, '&x->l* b', b",
        "l, '*l', l",
        "l, 'key.l*', key.l",
        "l, '*->m', '->m'"
    })
    void itsNameInTracesIsOneOfItsAliases(String name, String aliases, String expected) {
        List<String> all = aliases.isEmpty() ? List.of() : List.of(aliases.split(" "));
        assertThat(new ProtocolLock(name, LockKind.MUTEX, all).traceName()).isEqualTo(expected);
    }

    /** A trace prints "read " and "try " before the name. */
    @Test
    void itsNameInTracesIsNeverReadAsItsMode() {
        assertThat(new ProtocolLock("l", LockKind.RWSEM, List.of("*read x")).traceName())
                .isEqualTo("_read x");
        assertThat(new ProtocolLock("try l", LockKind.MUTEX, List.of("*")).traceName())
                .isEqualTo("_");
    }

    static List<String> shipped() {
        return ShippedProtocols.names();
    }

    /** So that a trace of a protocol is understood by the same protocol. */
    @ParameterizedTest
    @MethodSource("shipped")
    void aProtocolKnowsItsLocksByTheNamesThatItGivesThem(String name) {
        Protocol protocol = ShippedProtocols.find(name).orElseThrow();
        for (ProtocolLock lock : protocol.locks()) {
            assertThat(protocol.ordered().placeOf(lock.traceName()))
                    .hasValue(protocol.lockNumber(lock.name()));
        }
    }
}
