package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lockreplay.replay.mpx.Geometry.BITS_32;
import static org.lockreplay.replay.mpx.Geometry.BITS_64;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lockreplay.replay.mm.AddressRange;

class GeometryTest {

    private static final long BASE = 0x7f0267b78000L;

    @Test
    void aDirectoryOf64BitsTakesTwoGibibytesAndATableFourMebibytesForOne() {
        assertThat(BITS_64.directoryBytes()).isEqualTo(0x8000_0000L);
        assertThat(BITS_64.entries()).isEqualTo(1L << 28);
        assertThat(BITS_64.entryBytes()).isEqualTo(8);
        assertThat(BITS_64.tableBytes()).isEqualTo(0x40_0000);
        assertThat(BITS_64.tableEntries()).isEqualTo(1L << 17);
        assertThat(BITS_64.tableEntryBytes()).isEqualTo(32);
        assertThat(BITS_64.coveredBytes()).isEqualTo(0x10_0000);
    }

    @Test
    void aDirectoryOf32BitsTakesFourMebibytesAndATableSixteenKibibytesForFour() {
        assertThat(BITS_32.directoryBytes()).isEqualTo(0x40_0000);
        assertThat(BITS_32.entries()).isEqualTo(1L << 20);
        assertThat(BITS_32.entryBytes()).isEqualTo(4);
        assertThat(BITS_32.tableBytes()).isEqualTo(0x4000);
        assertThat(BITS_32.tableEntries()).isEqualTo(1 << 10);
        assertThat(BITS_32.tableEntryBytes()).isEqualTo(16);
        assertThat(BITS_32.coveredBytes()).isEqualTo(0x1000);
    }

    @ParameterizedTest
    @EnumSource
    void tablesTakeFourTimesTheMemoryThatTheyDescribe(Geometry geometry) {
        assertThat(geometry.tableBytes()).isEqualTo(4 * geometry.coveredBytes());
    }

    /** The numbers are those of recordings. */
    @Test
    void anEntryIsFoundByItsAddressAndByTheMemoryThatItCovers() {
        assertThat(BITS_64.index(0x100040000000L)).isEqualTo(0x1000400);
        assertThat(BITS_64.entryAddress(BASE, 0x1000400)).isEqualTo(0x7f026fb7a000L);
        assertThat(BITS_64.indexOfEntry(BASE, 0x7f026fb7a000L)).hasValue(0x1000400);
        assertThat(BITS_32.index(0x40003000L)).isEqualTo(0x40003);
        assertThat(BITS_32.entryAddress(0xf7b5f000L, 0x40003)).isEqualTo(0xf7c5f00cL);
        assertThat(BITS_32.indexOfEntry(0xf7b5f000L, 0xf7c5f00cL)).hasValue(0x40003);
    }

    @Test
    void aZapIsThePartOfTheTableThatDescribesTheUnmappedPages() {
        long table = 0x7f0267778000L;
        assertThat(BITS_64.zapped(table, range(0x100040000000L, 0x100040040000L)))
                .isEqualTo(range(0x7f0267778000L, 0x7f0267878000L));
        assertThat(BITS_64.zapped(table, range(0x100040080000L, 0x100040081000L)))
                .isEqualTo(range(0x7f0267978000L, 0x7f026797c000L));
        assertThat(BITS_64.zapped(table, range(0x1000400c0000L, 0x100040100000L)))
                .isEqualTo(range(0x7f0267a78000L, 0x7f0267b78000L));
        assertThat(BITS_32.zapped(0xf7b5b000L, range(0x40000000L, 0x40001000L)))
                .isEqualTo(range(0xf7b5b000L, 0xf7b5f000L));
    }

    @Test
    void theFirstAndTheLastUserAddressHaveEntries() {
        assertThat(BITS_64.index(0)).isZero();
        assertThat(BITS_64.index((1L << 47) - 1)).isEqualTo((1L << 27) - 1);
        assertThat(BITS_32.index(0)).isZero();
        assertThat(BITS_32.index(0xffff_ffffL)).isEqualTo((1L << 20) - 1);
        assertThat(BITS_32.covered((1L << 20) - 1)).isEqualTo(range(0xffff_f000L, 1L << 32));
    }

    @Test
    void theDirectoryEndsWithItsLastEntry() {
        long last = BASE + BITS_64.directoryBytes() - 8;
        assertThat(BITS_64.indexOfEntry(BASE, last)).hasValue((1L << 28) - 1);
        assertThat(BITS_64.covered((1L << 28) - 1).last()).isEqualTo((1L << 48) - 1);
        assertThat(BITS_64.indexOfEntry(BASE, last + 8)).isEmpty();
        assertThat(BITS_64.indexOfEntry(BASE, BASE - 8)).isEmpty();
        assertThat(BITS_64.indexOfEntry(BASE, BASE + 4)).isEmpty();
        assertThat(BITS_32.indexOfEntry(0xffc0_0000L, 0xffff_fffcL)).hasValue((1L << 20) - 1);
        assertThatThrownBy(() -> BITS_64.covered(1L << 28))
                .hasMessage("index must be from 0 to 268435455: 268435456");
    }

    @Test
    void addressesBeyondTheUserHalfAreRefusedWithASentence() {
        assertThat(BITS_64.refusal(range(0, 1L << 47))).isEmpty();
        assertThat(BITS_64.refusal(range(1L << 46, (1L << 47) + 1)))
                .contains(
                        "0x800000000000 is above the 47 bits of user addresses that MPX manages"
                                + " (LA57 is not modelled)");
        assertThatThrownBy(() -> BITS_64.index(0x00ff_8000_0000_0000L))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("LA57");
        assertThatThrownBy(() -> BITS_32.index(1L << 32))
                .hasMessage("0x100000000 is not an address of a 32-bit process");
        assertThat(BITS_64.refusal(new AddressRange(-1, -1))).isPresent();
        assertThat(BITS_64.managed(new AddressRange(-1, -1))).isEmpty();
        assertThat(BITS_64.managed(new AddressRange(4096, -1)))
                .contains(new AddressRange(4096, (1L << 47) - 1));
    }

    @Test
    void rangesThatWrapAreNone() {
        assertThat(AddressRange.ofLength(-4096, 4096)).contains(new AddressRange(-4096, -1));
        assertThat(AddressRange.ofLength(-4096, 4097)).isEmpty();
        assertThat(AddressRange.ofLength(4096, 0)).isEmpty();
        assertThat(AddressRange.ofBounds(8192, 4096)).isEmpty();
        assertThatThrownBy(() -> new AddressRange(-1, 0))
                .hasMessage("first must not be above last: 0xffffffffffffffff, 0x0");
    }

    @Test
    void anAddressLiesInTheMemoryThatItsEntryCovers() {
        long seed = 3;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 10_000; i++) {
            long address = random.nextLong(1L << 47);
            long index = BITS_64.index(address);
            assertThat(BITS_64.covered(index).contains(address)).as("seed %d", seed).isTrue();
            assertThat(BITS_64.indexOfEntry(BASE, BITS_64.entryAddress(BASE, index)))
                    .hasValue(index);
        }
    }

    private static AddressRange range(long start, long end) {
        return AddressRange.ofBounds(start, end).orElseThrow();
    }

    @Test
    void aDirectoryEndsWithinTheAddressesOfAProgram() {
        assertThat(BITS_64.refusalOfDirectory((1L << 47) - BITS_64.directoryBytes())).isEmpty();
        assertThat(BITS_64.refusalOfDirectory((1L << 47) - BITS_64.directoryBytes() + 0x1000))
                .hasValueSatisfying(why -> assertThat(why).contains("is above the 47 bits"));
        assertThat(BITS_64.refusalOfDirectory(0xffff_ffff_ffff_e000L))
                .contains(
                        "no program has a directory of 2048 MiB at 0xffffffffffffe000: it would go"
                                + " on at address 0");
        assertThat(BITS_32.refusalOfDirectory(0xffc0_0000L)).isEmpty();
        assertThat(BITS_32.refusalOfDirectory(0xffc0_1000L))
                .hasValueSatisfying(why -> assertThat(why).contains("32-bit process"));
    }

    @Test
    void aDirectoryThatNoProgramHasIsNoted() {
        Told told = new Told();
        told.add(
                7, "bounds_exception_mpx: bndcfgu:0xffffffffffffe003 bndstatus:0xfffffffffffffffa");
        MpxObservations found = told.replay(Questions.NONE);
        assertThat(found.refused()).singleElement().asString().contains("0xffffffffffffe000");
        assertThat(found.signs()).containsKey(Sign.UNMODELLED);
    }
}
