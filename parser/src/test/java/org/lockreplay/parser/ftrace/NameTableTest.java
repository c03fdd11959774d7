package org.lockreplay.parser.ftrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Equal bytes have equal ids, given in the order in which names come. */
class NameTableTest {

    private static final long SEED = 7;

    private final NameTable names = new NameTable();

    private int intern(byte[] name) {
        // other bytes around it must not matter
        byte[] text = new byte[3 + name.length + Bytes.SLACK];
        Arrays.fill(text, (byte) 'z');
        System.arraycopy(name, 0, text, 3, name.length);
        return names.intern(text, 3, 3 + name.length);
    }

    @Test
    void theEmptyNameIsThereFromTheStart() {
        assertThat(names.size()).isEqualTo(1);
        assertThat(names.intern("")).isZero();
        assertThat(names.name(0)).isEmpty();
    }

    @Test
    void idsAreGivenInTheOrderOfFirstSight() {
        assertThat(names.intern("&mm->mmap_lock")).isEqualTo(1);
        assertThat(names.intern("rcu_read_lock")).isEqualTo(2);
        assertThat(names.intern("&mm->mmap_lock")).isEqualTo(1);
        assertThat(names.name(2)).isEqualTo("rcu_read_lock");
        assertThat(names.size()).isEqualTo(3);
    }

    @Test
    void prefixesOfEachOtherAreDifferentNames() {
        String all = "x".repeat(40);
        for (int length = 1; length <= 40; length++) {
            assertThat(names.intern(all.substring(0, length))).isEqualTo(length);
        }
    }

    @Test
    void bytesThatAreNotUtf8AreEscaped() {
        int id = intern(new byte[] {'a', (byte) 0xff, 'b', (byte) 0xc3});
        assertThat(names.name(id)).isEqualTo("a\\xffb\\xc3");
        assertThat(names.name(intern("ünï".getBytes(StandardCharsets.UTF_8)))).isEqualTo("ünï");
    }

    @Test
    void manyNamesOfAnyLengthKeepTheirIdsWhileTheTableGrows() {
        Random random = new Random(SEED);
        Map<String, Integer> expected = new HashMap<>();
        expected.put("", 0);
        for (int round = 0; round < 30_000; round++) {
            int length = random.nextInt(100) == 0 ? random.nextInt(70_000) : random.nextInt(20);
            byte[] name = new byte[length];
            for (int i = 0; i < length; i++) {
                name[i] = (byte) ('a' + random.nextInt(length < 4 ? 26 : 2));
            }
            String text = new String(name, StandardCharsets.US_ASCII);
            int id = expected.computeIfAbsent(text, unseen -> names.size());
            assertThat(intern(name)).as("seed %d, round %d", SEED, round).isEqualTo(id);
        }
        assertThat(names.size()).isEqualTo(expected.size());
        expected.forEach((text, id) -> assertThat(names.name(id)).isEqualTo(text));
    }
}
