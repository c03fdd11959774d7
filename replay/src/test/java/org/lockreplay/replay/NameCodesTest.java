package org.lockreplay.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lockreplay.event.Names;

class NameCodesTest {

    private final List<String> asked = new ArrayList<>();
    private final NameCodes codes = new NameCodes(this::code);

    @Test
    void aNameIsWorkedOutOnceAndKnownFromThenOn() {
        Names names = new Names();
        int bb = names.intern("bb");
        int ccc = names.intern("ccc");
        assertThat(codes.of(names, ccc)).isEqualTo(3);
        assertThat(codes.of(names, ccc)).isEqualTo(3);
        assertThat(asked).containsExactly("ccc");
        assertThat(codes.known(names)[ccc]).isEqualTo((byte) 3);
        assertThat(codes.known(names)[bb]).isZero();
    }

    @Test
    void anotherDictionaryBeginsAnew() {
        Names first = new Names();
        int name = first.intern("bb");
        codes.of(first, name);
        Names second = new Names();
        assertThat(second.intern("ccc")).isEqualTo(name);
        assertThat(codes.known(second)).isEmpty();
        assertThat(codes.of(second, name)).isEqualTo(3);
        assertThat(codes.known(first)).isEmpty();
    }

    @Test
    void thereMayBeAnyNumberOfNames() {
        Names names = new Names();
        int last = 0;
        for (int i = 0; i < 1000; i++) {
            last = names.intern("name " + i);
        }
        assertThat(codes.of(names, last)).isEqualTo(8);
    }

    private int code(String name) {
        asked.add(name);
        return name.length();
    }
}
