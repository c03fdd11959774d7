package org.lockreplay.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.Mode;
import org.lockreplay.event.TraceEvent;

/** The four {@code lock_*} events, in the spellings of the kernel, trace-cmd and perf. */
class LockEventsTest {

    private static final String PREFIX = "              sh-55      [001] .....     5.762383: ";

    private static TraceEvent.Lock lock(String event) {
        return (TraceEvent.Lock) Reading.of(PREFIX + event + "\n").only().event();
    }

    private static String bad(String event) {
        TraceFacts facts = Reading.of(PREFIX + "a: b\n" + PREFIX + event + "\n").facts();
        assertThat(facts.malformed()).isEqualTo(1);
        return facts.firstMalformed().get(0).message("t");
    }

    private static String mode(int mode) {
        return (Mode.tryLock(mode) ? "t" : "")
                + (Mode.read(mode) ? "r" : "")
                + (Mode.hidden(mode) ? "h" : "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
                    """
                    lock_acquire: 00000000c90ecb95 read &mm->mmap_lock!LOCK_ACQUIRE|c90ecb95|r|&mm->mmap_lock
                    lock_acquire: 00000000c90ecb95 try read &mm->mmap_lock!LOCK_ACQUIRE|c90ecb95|tr|&mm->mmap_lock
                    lock_acquire: ffff888102a3f498 try &p->pi_lock!LOCK_ACQUIRE|ffff888102a3f498|t|&p->pi_lock
                    lock_acquire: ffff888102a3f498 &p->pi_lock!LOCK_ACQUIRE|ffff888102a3f498||&p->pi_lock
                    lock_acquire:         0xffffffff81cce2c8 read tk_core.seq.seqcount!LOCK_ACQUIRE|ffffffff81cce2c8|r|tk_core.seq.seqcount
                    lock_acquire:          flags=2 name=tk_core.seq.seqcount lockdep_addr=0xffffffff81cce2c8!LOCK_ACQUIRE|ffffffff81cce2c8|r|tk_core.seq.seqcount
                    lock_acquire:          flags=1 name=x lockdep_addr=0xff!LOCK_ACQUIRE|ff|t|x
                    lock_acquire:          flags=3 name=(work_completion)(&(&wb->dwork)->work) lockdep_addr=0xff!LOCK_ACQUIRE|ff|tr|(work_completion)(&(&wb->dwork)->work)
                    lock_acquire:          flags=0 name=try read x lockdep_addr=0xff!LOCK_ACQUIRE|ff||try read x
                    lock_acquire:          flags=0 name=a lockdep_addr=0x1 lockdep_addr=0xff!LOCK_ACQUIRE|ff||a lockdep_addr=0x1
                    lock_acquire:          flags=0 name= lockdep_addr=0xff!LOCK_ACQUIRE|ff||
                    lock_release:          name=flags=3 x lockdep_addr=0xffffffff81cd6610!LOCK_RELEASE|ffffffff81cd6610||flags=3 x
                    lock_release:          flags=2 name=x lockdep_addr=0xffffffff81cd6610!LOCK_RELEASE|ffffffff81cd6610||x
                    lock_acquire: (____ptrval____) slob_lock!LOCK_ACQUIRE|0|h|slob_lock
                    lock_acquire: (____ptrval____) try read slob_lock!LOCK_ACQUIRE|0|trh|slob_lock
                    lock_release: (____ptrval____) slob_lock!LOCK_RELEASE|0|h|slob_lock
                    lock_acquire: 0000000000000001 try try x!LOCK_ACQUIRE|1|t|try x
                    lock_acquire: 0000000000000001 read read x!LOCK_ACQUIRE|1|r|read x
                    lock_acquire: 0000000000000001 read try x!LOCK_ACQUIRE|1|r|try x
                    lock_acquire: 0000000000000001 tryx!LOCK_ACQUIRE|1||tryx
                    lock_acquire: 0000000000000001 try!LOCK_ACQUIRE|1||try
                    lock_acquired: 0000000000000001 try x!LOCK_ACQUIRED|1||try x
                    lock_contended: 0000000000000001 read x!LOCK_CONTENDED|1||read x
                    lock_release: 0000000000000001 try read x!LOCK_RELEASE|1||try read x
                    lock_acquired: 000000008e032b8a &newf->file_lock!LOCK_ACQUIRED|8e032b8a||&newf->file_lock
                    lock_contended:       0xffffffff81c050d8 tasklist_lock!LOCK_CONTENDED|ffffffff81c050d8||tasklist_lock
                    lock_contended: 00000000e5123f7e tasklist_lock!LOCK_CONTENDED|e5123f7e||tasklist_lock
                    lock_release: ffffffff81cd6610 !LOCK_RELEASE|ffffffff81cd6610||
                    lock_release: ffffffff81cd6610!LOCK_RELEASE|ffffffff81cd6610||
                    lock_acquired: 0x1!LOCK_ACQUIRED|1||
                    lock_release: 1 x!LOCK_RELEASE|1||x
                    lock_acquire: 0000000000000001  x!LOCK_ACQUIRE|1|| x
                    lock_acquire: FFFF888102A3F498 x!LOCK_ACQUIRE|ffff888102a3f498||x
                    """)
    void aLockEventIsReadInEverySpelling(String event, String expected) {
        TraceEvent.Lock lock = lock(event);
        assertThat(
                        "%s|%x|%s|%s"
                                .formatted(
                                        lock.kind(),
                                        lock.address(),
                                        mode(lock.mode()),
                                        lock.lockClass()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&(&sig->stats_lock)->lock",
                "(&timer.timer)",
                "(wq_completion)mm_percpu_wq",
                "&bgl->locks[i].lock",
                "bit_wait_table + i",
                "mm/vmstat.c:2006",
                "drivers/char/random.c:990",
                "*(sspp++)",
                "&o->lock#2",
                "&o->lock/1",
                "\"quoted\", 'twice'",
                "key: value; a=b",
                "lock_acquire: 0000000000000001 x",
                "sh-55 [001] ..... 5.7: lock_acquire: 0000000000000001 x",
                " leading and trailing ",
                "ünïcödé → ∞",
                "tab\there",
                "({ do { const void *__vpp_verify = (typeof((&local_A) + 0))((void *)0);"
                        + " (void)__vpp_verify; } while (0); ({ unsigned long tcp_ptr__;"
                        + " asm (\"add \" \"%%\"\"gs\"\":\" \"%\" \"1\" \", %0\" : \"=r\""
                        + " (tcp_ptr__) : \"m\" (this_cpu_off), \"0\" (&local_A));"
                        + " (typeof(*(&local_A)) *)tcp_ptr__; }); })"
            })
    void aLocksNameIsTheRestOfTheLineVerbatim(String name) {
        for (String event : new String[] {"lock_release", "lock_acquired", "lock_contended"}) {
            assertThat(lock(event + ": 00000000c90ecb95 " + name).lockClass()).isEqualTo(name);
            assertThat(lock(event + ":   name=" + name + " lockdep_addr=0x5").lockClass())
                    .isEqualTo(name);
        }
        assertThat(lock("lock_acquire: 00000000c90ecb95 try read " + name).lockClass())
                .isEqualTo(name);
        assertThat(lock("lock_acquire:   flags=1 name=" + name + " lockdep_addr=0x5").lockClass())
                .isEqualTo(name);
    }

    @Test
    void aLocksNameMayBeOfAnyLength() {
        for (int length : new int[] {1, 7, 8, 9, 255, 450, 5_000, 300_000}) {
            String name = "&x".repeat(length).substring(0, length);
            assertThat(lock("lock_acquire: 00000000c90ecb95 " + name).lockClass()).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOCK_ACQUIRE", "LOCK_CONTENDED", "LOCK_ACQUIRED", "LOCK_RELEASE"})
    void aLockEventIsNamedAsItIsPrinted(EventKind kind) {
        String name = kind.name().toLowerCase(Locale.ROOT);
        Reading reading = Reading.of(PREFIX + name + ": 00000000c90ecb95 x\n");
        assertThat(reading.only().event().event()).isEqualTo(name);
        assertThat(reading.only().event().kind()).isEqualTo(kind);
        assertThat(reading.only().payload()).isEmpty();
        assertThat(reading.facts().events()).containsOnlyKeys(name).containsEntry(name, 1L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock_acquires",
                "lock_acq",
                "xlock_release",
                "lock_releasex",
                "lock_contend"
            })
    void anEventWithASimilarNameIsNoLockEvent(String name) {
        assertThat(Reading.of(PREFIX + name + ": 00000000c90ecb95 x\n").only().event().kind())
                .isEqualTo(EventKind.OTHER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
                    """
                    lock_acquire: !t:2:66: expected the address of a lock, found ''
                    lock_acquire:!t:2:65: expected the address of a lock, found ''
                    lock_release: hello x!t:2:66: expected the address of a lock, found 'hello x'
                    lock_release: 0000000c90ecb95z x!t:2:66: expected the address of a lock, found '0000000c90ecb95z x'
                    lock_release: 0x00000000c90ecb95f x!t:2:66: expected the address of a lock, found '0x00000000c90ecb95f x'
                    lock_release: 0x x!t:2:66: expected the address of a lock, found '0x x'
                    lock_release: (____ptrval____ x!t:2:66: expected the address of a lock, found '(____ptrval____ x'
                    lock_acquire: flags=1 nam=x!t:2:66: expected name=… lockdep_addr=…, found 'flags=1 nam=x'
                    lock_acquire: flags=1 name=x lockdep_addr=zz!t:2:66: expected name=… lockdep_addr=…, found 'flags=1 name=x lockdep_addr=zz'
                    lock_acquire: flags=1 lockdep_addr=0x5 name=x!t:2:66: expected name=… lockdep_addr=…, found 'flags=1 lockdep_addr=0x5 name=x'
                    """)
    void aLockEventWithoutAnAddressIsReported(String event, String message) {
        assertThat(bad(event)).isEqualTo(message);
    }
}
