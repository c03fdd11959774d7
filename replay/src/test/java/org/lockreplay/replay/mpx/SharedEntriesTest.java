package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedEntriesTest {

    private final SharedEntries<String> first = new SharedEntries<>();

    SharedEntriesTest() {
        first.write().put(1L, "one");
    }

    @Test
    void copiesHaveOneContentUntilOneIsWritten() {
        SharedEntries<String> second = new SharedEntries<>(first);
        SharedEntries<String> third = new SharedEntries<>(second);
        assertThat(second.read()).isSameAs(first.read());
        assertThat(third.read()).isSameAs(first.read());
        second.write().put(2L, "two");
        assertThat(first.read()).isEqualTo(Map.of(1L, "one"));
        assertThat(second.read()).isEqualTo(Map.of(1L, "one", 2L, "two"));
        assertThat(third.read()).isSameAs(first.read());
    }

    @Test
    void whatACopyWasMadeOfIsWrittenApartFromIt() {
        SharedEntries<String> second = new SharedEntries<>(first);
        first.write().remove(1L);
        assertThat(second.read()).isEqualTo(Map.of(1L, "one"));
    }

    @Test
    void clearingOneLeavesTheOthers() {
        SharedEntries<String> second = new SharedEntries<>(first);
        second.clear();
        second.write().put(2L, "two");
        assertThat(first.read()).isEqualTo(Map.of(1L, "one"));
    }

    @Test
    void itIsCopiedOnlyOnce() {
        SharedEntries<String> second = new SharedEntries<>(first);
        assertThat(second.write()).isSameAs(second.write()).isSameAs(second.read());
    }
}
