package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.Told.TABLE;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Where {@code bd_sem} tells of brackets, its section has to be around the unmap itself. */
class BracketSectionsTest {

    private static final String BD = "bd_sem";
    private static final String MMAP = "mmap_sem";

    private final Told told = new Told();

    BracketSectionsTest() {
        told.fault(7, 5);
        take(BD, "read ");
        told.table(7, TABLE);
        release(BD);
        told.add(7, "sys_mmap(addr: 300000, len: 100000, prot: 3, flags: 22, fd: 0, off: 0)");
        told.add(7, "sys_mmap -> 0x300000");
        told.add(7, "sys_munmap(addr: 300000, len: 100000)");
    }

    @Test
    void aSectionAroundTheUnmapIsABracket() {
        take(BD, "");
        section(MMAP);
        release(BD);
        assertBracketed();
    }

    @Test
    void aSectionBeforeTheUnmapIsNone() {
        section(BD);
        section(MMAP);
        assertNotBracketed();
    }

    @Test
    void aSectionAfterTheUnmapIsNone() {
        section(MMAP);
        section(BD);
        assertNotBracketed();
    }

    @Test
    void aSectionAroundTheRemovalAloneIsNone() {
        section(MMAP);
        take(BD, "");
        removal();
        release(BD);
        assertNotBracketed();
    }

    @Test
    void oneAroundBothIsABracket() {
        take(BD, "");
        section(MMAP);
        removal();
        release(BD);
        assertBracketed();
    }

    @Test
    void aSectionThatTheUnmapBeginsOrEndsInMayBeABracket() {
        take(MMAP, "");
        section(BD);
        release(MMAP);
        assertBracketed();
    }

    @Test
    void aReaderUnmapsNothing() {
        take(MMAP, "read ");
        release(MMAP);
        section(BD);
        assertBracketed();
    }

    @Test
    void withoutMmapSemNobodyKnowsWhenTheUnmapWas() {
        section(BD);
        assertBracketed();
    }

    @Test
    void withoutReleasesNobodyKnowsWhereASectionEnds() {
        take(MMAP, "");
        take(BD, "");
        assertBracketed();
    }

    private void removal() {
        take(MMAP, "");
        told.add(7, "mpx_bt_remove: [0x%016x:0x%016x]".formatted(TABLE, TABLE + 4 * Told.MIB));
        release(MMAP);
    }

    private void section(String semaphore) {
        take(semaphore, "");
        release(semaphore);
    }

    private void take(String semaphore, String how) {
        told.add(7, "lock_acquire: %s %s%s".formatted(address(semaphore), how, semaphore));
        told.add(7, "lock_acquired: %s %s".formatted(address(semaphore), semaphore));
    }

    private void release(String semaphore) {
        told.add(7, "lock_release: %s %s".formatted(address(semaphore), semaphore));
    }

    private static String address(String semaphore) {
        return semaphore.equals(BD) ? "ffff8880000000aa" : "ffff8880000000bb";
    }

    private void assertBracketed() {
        MpxObservations seen = replay();
        assertThat(ways(seen)).doesNotContain(Way.NO_BRACKET);
        assertThat(seen.unmaps()).containsExactly(new UnmapCount("munmap", 1, 1, 0));
    }

    private void assertNotBracketed() {
        MpxObservations seen = replay();
        assertThat(ways(seen)).contains(Way.NO_BRACKET);
        assertThat(seen.unmaps()).containsExactly(new UnmapCount("munmap", 1, 0, 1));
    }

    private MpxObservations replay() {
        told.add(7, "sys_munmap -> 0x0");
        return told.replay(Questions.NONE);
    }

    private static List<Way> ways(MpxObservations seen) {
        return seen.breaches().stream().map(Breach::way).toList();
    }
}
