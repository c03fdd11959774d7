package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.Told.TABLE;

import java.util.List;
import org.junit.jupiter.api.Test;

/** An unmap is bracketed by both halves of a bracket, around its own memory. */
class BracketsTest {

    private static final String PRE = "mpx_pre_unmap: start=0x300000 end=0x400000";
    private static final String POST = "mpx_post_unmap:";

    private final Told told = new Told();

    BracketsTest() {
        told.fault(7, 5);
        told.table(7, TABLE);
    }

    @Test
    void bothHalvesAreABracket() {
        unmap(PRE, POST);
        assertThat(ways()).isEmpty();
        assertThat(counts()).containsExactly(new UnmapCount("munmap", 1, 1, 0));
    }

    @Test
    void aBracketMustEnd() {
        unmap(PRE);
        unmap(PRE, POST);
        assertThat(ways()).containsExactly(Way.BRACKET_NOT_ENDED);
        assertThat(counts()).containsExactly(new UnmapCount("munmap", 2, 1, 1));
    }

    @Test
    void aBracketMustBegin() {
        unmap(POST);
        unmap(PRE, POST);
        assertThat(ways()).containsExactly(Way.BRACKET_NOT_BEGUN);
    }

    @Test
    void aBracketThatEndsBeforeItBeginsIsNone() {
        unmap(POST, PRE);
        assertThat(ways()).containsExactly(Way.BRACKET_NOT_ENDED);
    }

    @Test
    void aBracketCoversWhatIsUnmapped() {
        unmap("mpx_pre_unmap: start=0x300000 end=0x3ff000", POST);
        assertThat(ways()).containsExactly(Way.BRACKET_ELSEWHERE);
    }

    @Test
    void aBracketMayCoverMore() {
        unmap("mpx_pre_unmap: start=0x2ff000 end=0x500000", POST);
        assertThat(ways()).isEmpty();
    }

    @Test
    void theBracketOfTheCallBeforeIsNone() {
        unmap(PRE, POST);
        unmap();
        assertThat(ways()).containsExactly(Way.NO_BRACKET);
    }

    @Test
    void whereOneHalfIsNeverTracedTheOtherStandsForBoth() {
        unmap(PRE);
        assertThat(ways()).isEmpty();
        assertThat(counts()).containsExactly(new UnmapCount("munmap", 1, 1, 0));
        Told ends = new Told();
        ends.fault(7, 5);
        ends.table(7, TABLE);
        unmap(ends, POST);
        assertThat(ends.replay(Questions.NONE).breaches()).isEmpty();
    }

    /** io_destroy unmaps the ring of aio, and the trace does not tell where it is. */
    @Test
    void theUnmapOfAnotherCallIsCountedByItsNameWhereTheKernelTellsOfIt() {
        unmap(PRE, POST);
        told.add(7, "sys_io_destroy(ctx: 300000)");
        told.add(7, PRE);
        told.add(7, POST);
        told.add(7, "sys_io_destroy -> 0x0");
        told.add(7, "sys_io_destroy(ctx: 300000)");
        told.add(7, POST);
        told.add(7, "sys_io_destroy -> 0x0");
        told.add(7, "sys_ioctl(fd: 3, cmd: 1, arg: 0)");
        told.add(7, "sys_ioctl -> 0x0");
        assertThat(ways()).isEmpty();
        assertThat(counts())
                .containsExactly(
                        new UnmapCount("munmap", 1, 1, 0), new UnmapCount("io_destroy", 2, 1, 0));
    }

    @Test
    void whereSearchesAloneTellOfBracketsTheSearchInAnotherCallIsOne() {
        told.add(7, "sys_ioctl(fd: 3, cmd: 1, arg: 0)");
        told.add(7, "mpx_unmap_search: [0x0000000000300000:0x0000000000400000]");
        told.add(7, "sys_ioctl -> 0x0");
        assertThat(counts()).containsExactly(new UnmapCount("ioctl", 1, 1, 0));
    }

    private void unmap(String... bracket) {
        unmap(told, bracket);
    }

    private static void unmap(Told told, String... bracket) {
        told.add(7, "sys_mmap(addr: 300000, len: 100000, prot: 3, flags: 22, fd: 0, off: 0)");
        told.add(7, "sys_mmap -> 0x300000");
        told.add(7, "sys_munmap(addr: 300000, len: 100000)");
        for (String event : bracket) {
            told.add(7, event);
        }
        told.add(7, "sys_munmap -> 0x0");
    }

    private List<Way> ways() {
        return told.replay(Questions.NONE).breaches().stream().map(Breach::way).toList();
    }

    private List<UnmapCount> counts() {
        return told.replay(Questions.NONE).unmaps();
    }
}
