package org.lockreplay.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The dictionary of a trace. */
class NamesTest {

    private final Names names = new Names();

    @Test
    void theEmptyNameHasTheFirstId() {
        assertThat(names.size()).isEqualTo(1);
        assertThat(names.intern("")).isEqualTo(Names.EMPTY);
        assertThat(names.get(Names.EMPTY)).isEmpty();
    }

    @Test
    void aNameKeepsTheIdOfItsFirstSight() {
        assertThat(names.intern("b")).isEqualTo(1);
        assertThat(names.intern("a")).isEqualTo(2);
        assertThat(names.intern("b")).isEqualTo(1);
        assertThat(names.get(2)).isEqualTo("a");
        assertThat(names.size()).isEqualTo(3);
    }

    @Test
    void whoIsHandedAnIdFindsItsNameWhileOthersAreGiven() throws InterruptedException {
        int count = 20_000;
        AtomicInteger handed = new AtomicInteger();
        Thread giver =
                new Thread(
                        () -> {
                            for (int name = 1; name <= count; name++) {
                                handed.set(names.intern(Integer.toString(name)));
                            }
                        });
        giver.start();
        for (int id = 0; id < count; id = handed.get()) {
            assertThat(names.get(id)).isEqualTo(id == Names.EMPTY ? "" : Integer.toString(id));
            assertThat(names.size()).isGreaterThan(id);
            // else this would go round for ever
            assertThat(giver.isAlive() || handed.get() == count).as("the giver goes on").isTrue();
        }
        giver.join();
    }

    @Test
    void utf8IsDecodedAndOtherBytesAreEscaped() {
        byte[] utf8 = "«ünï»".getBytes(StandardCharsets.UTF_8);
        assertThat(Names.decode(utf8, 0, utf8.length)).isEqualTo("«ünï»");
        assertThat(Names.decode(utf8, 0, 1)).isEqualTo("\\xc2");
        assertThat(Names.decode(new byte[] {'a', (byte) 0x80, '\\', 0}, 0, 4))
                .isEqualTo("a\\x80\\\0");
        assertThat(Names.decode(utf8, 2, 2)).isEmpty();
    }
}
