package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lockreplay.replay.mm.Moment;

class BoundsDirectoryTest {

    private static final int ENTRIES = 12;
    private static final int TABLES = 5;

    private final BoundsDirectory directory = new BoundsDirectory(Geometry.BITS_64, 0);

    @Test
    void aSecondLossChangesNoEntry() {
        for (int index = 0; index < ENTRIES; index++) {
            directory.allocate(index, OptionalLong.of(index), true, at(1));
        }
        directory.free(3, at(2));
        directory.invalidate(4, OptionalLong.of(4), at(2));
        directory.doubtAll(at(3));
        List<Entry> first = entries(directory);
        assertThat(first).allMatch(entry -> entry.is(EntryState.MAYBE_FREED));
        directory.doubtAll(at(4));
        List<Entry> second = entries(directory);
        for (int index = 0; index < ENTRIES; index++) {
            assertThat(second.get(index)).isSameAs(first.get(index));
        }
    }

    @Test
    void whatBecameCertainBehindALossIsDoubtedByTheNext() {
        directory.allocate(1, OptionalLong.of(1), true, at(1));
        directory.allocate(2, OptionalLong.of(2), true, at(1));
        directory.doubtAll(at(2));
        directory.confirm(2, new Entry(EntryState.VALID, OptionalLong.of(2), at(3)));
        BoundsDirectory copy = new BoundsDirectory(directory);
        copy.doubtAll(at(4));
        assertThat(copy.entry(1).orElseThrow().since()).isEqualTo(at(2));
        assertThat(copy.entry(2).orElseThrow().is(EntryState.MAYBE_FREED)).isTrue();
        assertThat(copy.entry(2).orElseThrow().since()).isEqualTo(at(4));
        assertThat(directory.isValid(2)).isTrue();
    }

    @Test
    void aCopyOfACopyKnowsWhatCameBehindALine() {
        directory.allocate(1, OptionalLong.of(1), true, at(1));
        directory.allocate(2, OptionalLong.of(2), true, at(5));
        BoundsDirectory copy = new BoundsDirectory(new BoundsDirectory(directory));
        copy.doubtSince(5, at(9));
        assertThat(copy.isValid(2)).isTrue();
        copy.doubtSince(4, at(9));
        assertThat(copy.isValid(2)).isFalse();
        assertThat(copy.isValid(1)).isTrue();
        assertThat(directory.isValid(2)).isTrue();
    }

    @Test
    void itKnowsWhichEntriesHaveATableWhateverHappens() {
        Random random = new Random(12);
        BoundsDirectory going = directory;
        int found = 0;
        for (int step = 0; step < 5_000; step++) {
            change(going, random, at(step));
            if (random.nextInt(50) == 0) {
                BoundsDirectory parent = going;
                going = new BoundsDirectory(parent);
                change(parent, random, at(step));
            }
            if (random.nextInt(200) == 0) {
                going.assume(!going.assumed());
            }
            for (long table = 0; table < TABLES; table++) {
                List<Long> holding = holding(going, table);
                found += holding.size();
                assertThat(going.holding(table)).isEqualTo(holding);
            }
        }
        assertThat(found).isGreaterThan(5_000);
    }

    /** What {@link BoundsDirectory#holding} should say, by looking at each entry. */
    private static List<Long> holding(BoundsDirectory directory, long table) {
        return directory.indices().stream()
                .filter(index -> directory.has(index, table) && !directory.isFree(index))
                .toList();
    }

    private static void change(BoundsDirectory directory, Random random, Moment at) {
        long index = random.nextInt(ENTRIES);
        OptionalLong table =
                random.nextInt(4) == 0
                        ? OptionalLong.empty()
                        : OptionalLong.of(random.nextInt(TABLES));
        boolean known = directory.entry(index).isPresent();
        switch (random.nextInt(12)) {
            case 0, 1 -> directory.allocate(index, table, random.nextBoolean(), at);
            case 2, 3 -> directory.invalidate(index, table, at);
            case 4 -> directory.free(index, at);
            case 5 -> directory.doubt(index, at);
            case 6 -> directory.confirm(index, new Entry(EntryState.VALID, table, at));
            case 7 -> directory.rename(index, random.nextInt(TABLES));
            case 8 -> directory.removeTable(random.nextInt(TABLES), at);
            case 9 -> {
                if (known) {
                    directory.loseTable(index);
                }
            }
            case 10 -> directory.doubtFreed();
            default -> {
                if (random.nextInt(20) == 0) {
                    directory.doubtAll(at);
                }
            }
        }
    }

    private static List<Entry> entries(BoundsDirectory directory) {
        return directory.indices().stream()
                .map(directory::entry)
                .map(Optional::orElseThrow)
                .toList();
    }

    private static Moment at(long line) {
        return new Moment(line, line);
    }
}
