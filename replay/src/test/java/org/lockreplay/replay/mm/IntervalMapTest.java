package org.lockreplay.replay.mm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.replay.mm.IntervalMap.Interval;

class IntervalMapTest {

    private static final int PAGES = 48;

    private final IntervalMap<String> map = new IntervalMap<>();

    @Test
    void aHoleInTheMiddleLeavesBothEnds() {
        map.set(new AddressRange(0, 99), "a");
        map.clear(new AddressRange(40, 59));
        assertThat(map.intervals()).containsExactly(interval(0, 39, "a"), interval(60, 99, "a"));
        assertThat(map.at(39)).contains("a");
        assertThat(map.at(40)).isEmpty();
    }

    @Test
    void neighboursOfOneValueAreOneInterval() {
        map.set(new AddressRange(0, 9), "a");
        map.set(new AddressRange(20, 29), "a");
        map.set(new AddressRange(10, 19), "a");
        assertThat(map.intervals()).containsExactly(interval(0, 29, "a"));
    }

    @Test
    void whatIsWithinARangeIsCutToIt() {
        map.set(new AddressRange(0, 9), "a");
        map.set(new AddressRange(10, 19), "b");
        assertThat(map.within(new AddressRange(5, 12)))
                .containsExactly(interval(5, 9, "a"), interval(10, 12, "b"));
        assertThat(map.within(new AddressRange(20, 30))).isEmpty();
    }

    @Test
    void theFirstFromAnAddressOnIsWholeAndMayHoldIt() {
        map.set(new AddressRange(0, 9), "a");
        map.set(new AddressRange(20, 29), "b");
        map.set(new AddressRange(-10, -1), "a");
        assertThat(map.firstFrom(5, known -> true)).contains(interval(0, 9, "a"));
        assertThat(map.firstFrom(10, known -> true)).contains(interval(20, 29, "b"));
        assertThat(map.firstFrom(10, known -> known.value().equals("a")))
                .contains(interval(-10, -1, "a"));
        assertThat(map.firstFrom(-5, known -> known.value().equals("b"))).isEmpty();
    }

    @Test
    void theLastAddressIsOneLikeAnyOther() {
        map.set(new AddressRange(0, -1), "a");
        assertThat(map.at(-1)).contains("a");
        map.set(new AddressRange(-1, -1), "b");
        map.clear(new AddressRange(Long.MAX_VALUE, Long.MIN_VALUE));
        assertThat(map.intervals())
                .containsExactly(
                        interval(0, Long.MAX_VALUE - 1, "a"),
                        interval(Long.MIN_VALUE + 1, -2, "a"),
                        interval(-1, -1, "b"));
    }

    @Test
    void aCopyChangesOnItsOwn() {
        map.set(new AddressRange(0, 9), "a");
        IntervalMap<String> copy = new IntervalMap<>(map);
        copy.clear();
        assertThat(map.intervals()).hasSize(1);
        assertThat(copy.intervals()).isEmpty();
    }

    /** Pages stand around 2^63, where a comparison with sign goes wrong, and at both ends. */
    @ParameterizedTest
    @ValueSource(longs = {0, Long.MIN_VALUE - 24 * 4096, -48 * 4096})
    void itAgreesWithAnArrayOfPages(long base) {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            IntervalMap<Integer> tested = new IntervalMap<>();
            Integer[] oracle = new Integer[PAGES];
            for (int step = 0; step < 40; step++) {
                int from = random.nextInt(PAGES);
                int to = random.nextInt(from, PAGES);
                int value = random.nextInt(4);
                AddressRange range = pages(base, from, to);
                if (value == 0) {
                    tested.clear(range);
                } else {
                    tested.set(range, value);
                }
                Arrays.fill(oracle, from, to + 1, value == 0 ? null : value);
                assertThat(tested.intervals())
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(intervals(base, oracle, 0, PAGES - 1));
                assertThat(tested.within(range)).isEqualTo(intervals(base, oracle, from, to));
                long address = base + 4096L * random.nextInt(PAGES) + random.nextInt(4096);
                assertThat(tested.at(address).orElse(null))
                        .isEqualTo(oracle[(int) ((address - base) / 4096)]);
            }
        }
    }

    /** More intervals than one array holds, by many changes of all sizes. */
    @Test
    void thousandsOfIntervalsAgreeWithAnArrayOfPages() {
        int pages = 4000;
        SplittableRandom random = new SplittableRandom(1);
        IntervalMap<Integer> tested = new IntervalMap<>();
        Integer[] oracle = new Integer[pages];
        for (int step = 0; step < 30_000; step++) {
            boolean longOne = random.nextInt(2000) == 0;
            int from = random.nextInt(pages);
            int to = Math.min(pages - 1, from + random.nextInt(longOne ? pages : 3));
            int value = random.nextInt(5);
            if (value == 0) {
                tested.clear(pages(0, from, to));
            } else {
                tested.set(pages(0, from, to), value);
            }
            Arrays.fill(oracle, from, to + 1, value == 0 ? null : value);
            if (step % 1000 == 0) {
                assertThat(tested.intervals()).isEqualTo(intervals(0, oracle, 0, pages - 1));
                assertThat(new IntervalMap<>(tested).within(pages(0, from, pages - 1)))
                        .isEqualTo(intervals(0, oracle, from, pages - 1));
            }
            int asked = random.nextInt(pages);
            assertThat(tested.at(4096L * asked).orElse(null)).isEqualTo(oracle[asked]);
        }
        assertThat(tested.intervals()).hasSizeGreaterThan(1000);
    }

    private static List<Interval<Integer>> intervals(
            long base, Integer[] oracle, int from, int to) {
        List<Interval<Integer>> expected = new ArrayList<>();
        for (int page = from; page <= to; page++) {
            int begin = page;
            while (page < to
                    && oracle[page + 1] != null
                    && oracle[page + 1].equals(oracle[begin])) {
                page++;
            }
            if (oracle[begin] != null) {
                expected.add(new Interval<>(pages(base, begin, page), oracle[begin]));
            }
        }
        return expected;
    }

    private static AddressRange pages(long base, int from, int to) {
        return new AddressRange(base + 4096L * from, base + 4096L * to + 4095);
    }

    private static Interval<String> interval(long first, long last, String value) {
        return new Interval<>(new AddressRange(first, last), value);
    }
}
