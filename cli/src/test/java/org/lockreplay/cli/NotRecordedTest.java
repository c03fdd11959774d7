package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lockreplay.cli.Console.Result;
import org.tukaani.xz.XZInputStream;

/** What a trace leaves open is said, and nothing is found that rests on it. */
class NotRecordedTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock =
                    """
                    releases-not-recorded!cycle, deadlock, hardirq-inversion, held-at-exit, recursion, same-class, softirq-inversion, unbalanced, wait-context: no lock_release events, so what is still held is not known
                    acquires-not-recorded!cycle, deadlock, hardirq-inversion, held-at-exit, recursion, same-class, softirq-inversion, unbalanced, wait-context: no lock_acquire events, so nothing is known to be held
                    one-cpu-of-four!cycle, deadlock, held-at-exit, recursion, unbalanced: perhaps not all CPUs are recorded, so what a task held before it came to its CPU is not known; read trace with its header, which has all of them
                    raw-lock-four-flags!wait-context: a spinlock inside a raw one is wrong since Linux 5.8, and a trace whose flags do not tell whether bottom halves are off may be older
                    mpx-releases-not-recorded!mpx-fault-under-write, mpx-nested-op, mpx-order, mpx-prctl-nests: releases of locks are not traced
                    mpx-edges!mpx-dangling, mpx-leak: some ranges end before they begin, and what the system call unmaps is taken in their place; replay names them
                    mpx-edges!mpx-dangling, mpx-leak: some ranges or directories lie beyond the addresses that MPX manages (LA57 is not modelled); replay names them
                    """)
    void isSaidAndNotJudged(String recording, String sentence) {
        Path trace = Corpus.recording("handmade/" + recording);
        Result result = new Console().run("check", trace);
        assertThat(result.status()).isZero();
        assertThat(oneLine(result)).contains("0 errors").contains(sentence);
    }

    /** A recording without some of its lines: what is judged in part only, and why. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock =
                    """
                    bdsem-small!: sys_mremap!mpx-unbracketed: no mremap is traced, without which it is not known whether there still was memory where mmap MAP_FIXED,
                    bdsem-small!: sys_mremap!mpx-leak: no mremap is traced, without which it is not known whether a table outlived memory that was unmapped bit by bit
                    bdsem-small!: sys_(mremap|brk)!mpx-unbracketed: no mremap and no brk is traced, without
                    bdsem-small!: sys_shmdt!mpx-unbracketed: no shmdt is traced, without
                    bdsem-small!: sys_munmap!mpx-dangling: no munmap is traced, without which it is not known whether a valid entry named ordinary memory
                    bdsem-small!: sys_munmap!mpx-double-table: no munmap is traced, without which it is not known whether a table was put into a second entry
                    bdsem-small!: mpx_bt_remove!mpx-leak: no removal of a table is traced, without which it is not known whether a table is in no entry and was not removed
                    i-all64!sched_process_(fork|exec)!: which tasks share the memory of a program is not known where its forks and execs,
                    i-all64!sched_process_(fork|exec)!mpx-dangling, mpx-double-table, mpx-leak, mpx-partial: entries that were filled before the trace began,
                    i-all32!: sys_exit: NR (11|59)|sched_process_(fork|exec)!: whether a program is one of 32 or of 64 bits is not known,
                    ii-lock64!: signal_!mpx-double-table: no cmpxchg of an entry or signal is traced, without which it is not known whether the loser
                    """)
    void whatIsJudgedInPartIsSaid(String recording, String removed, String sentence)
            throws IOException {
        Path trace = Corpus.recording("mpx/" + recording);
        assertThat(inPart(new Console().run("check", trace))).doesNotContain(sentence);
        Path less = folder.resolve("less.trace");
        Pattern lost = Pattern.compile(removed);
        try (InputStream packed = new XZInputStream(Files.newInputStream(trace))) {
            String all = new String(packed.readAllBytes(), StandardCharsets.UTF_8);
            Files.write(less, all.lines().filter(line -> !lost.matcher(line).find()).toList());
        }
        Result result = new Console().run("check", less);
        assertThat(inPart(result)).contains(sentence);
        assertThat(new Console().run("replay", less).out().replaceAll("\\s+", " "))
                .contains(sentence);
    }

    /** What a filter of one event leaves of a clean recording. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock =
                    """
                    workloads/clean-small!lock_release: \\S+ rcu_read_lock(_sched)?$!wait-context: no release of these is recorded, so when they were held is not known: rcu_read_lock
                    workloads/clean-small!lock_acquire: \\S+ (try )?&dentry->d_lock$!unbalanced: acquisitions of these are not recorded, or not those of readers, of writers or by trylock: &dentry->d_lock
                    workloads/clean-small!lock_acquire: \\S+ (try )?read\\s!unbalanced: acquisitions of these are not recorded, or not those of readers, of writers or by trylock: &____s->seqcount,
                    workloads/clean-small!lock_acquire: \\S+ try\\s!unbalanced: acquisitions of these are not recorded, or not those of readers, of writers or by trylock: &dentry->d_lock, &mm->mmap_lock
                    workloads/clean-medium!lock_acquire: \\S+ try\\s!unbalanced: acquisitions of these are not recorded, or not those of readers, of writers or by trylock: &bgl->locks[i].lock, &dentry->d_lock
                    seeded/ok_consistent!lock_acquire: \\S+ try\\s!unbalanced: acquisitions of these are not recorded, or not those of readers, of writers or by trylock: rcu_node_0
                    mpx/iv-pipe!lock_acquire: \\S+ try\\s!unbalanced: acquisitions of these are not recorded, or not those of readers, of writers or by trylock: &mm->mmap_sem, rcu_node_0
                    mpx/bdsem-stress-sems!lock_acquire: \\S+ try\\s!unbalanced: acquisitions of these are not recorded, or not those of readers, of writers or by trylock: &mm->mmap_sem
                    """)
    void aClassOfWhichAFilterLeftOneSideAccusesNobody(
            String recording, String removed, String sentence) throws IOException {
        Path less = folder.resolve("filtered.trace");
        Pattern lost = Pattern.compile(removed);
        Path trace = Corpus.recording(recording);
        try (InputStream packed = new XZInputStream(Files.newInputStream(trace))) {
            String all = new String(packed.readAllBytes(), StandardCharsets.UTF_8);
            Files.write(less, all.lines().filter(line -> !lost.matcher(line).find()).toList());
        }
        Result result = new Console().run("check", less);
        assertThat(oneLine(result)).contains("0 errors");
        assertThat(inPart(result)).contains(sentence);
    }

    private static String inPart(Result result) {
        String[] halves = oneLine(result).split("Judged in part:", 2);
        return halves.length == 2 ? halves[1] : "";
    }

    @Test
    void theJsonTellsWhatWasJudgedInPartFromWhatWasNot() {
        Result result =
                new Console().run("check", "--format=json", Corpus.recording("mpx/bdsem-small"));
        assertThat(oneLine(result))
                .containsPattern(
                        "\"id\": \"mpx-reuse\", \"reason\": \"no mark for removal[^}]*\"partly\": true")
                .containsPattern(
                        "\"id\": \"mpx-scheme\", \"reason\": \"bd_sem is not[^}]*\"partly\": false");
    }

    @Test
    void aSummarySaysItToo() {
        for (String name : new String[] {"releases-not-recorded", "one-cpu-of-four", "mpx-edges"}) {
            Path trace = Corpus.recording("handmade/" + name);
            Path summary = folder.resolve(name + ".json");
            new Console().run("merge", "-o", summary, trace);
            assertThat(new Console().run("check", summary).out())
                    .isEqualTo(new Console().run("check", trace).out());
        }
    }

    @Test
    void aLockThatMayBeHeldAlreadyShowsNoType() {
        Result result = new Console().run("check", Corpus.recording("handmade/wait-lock-unshown"));
        assertThat(oneLine(result)).doesNotContain("lock-type").contains("0 notes");
    }

    @Test
    void whatASecondLookShowsIsNotCalledOpenByInspect() {
        Path trace = Corpus.recording("handmade/inversion-second-lock");
        String sentence = "a summary has the first witnesses only";
        assertThat(oneLine(new Console().run("inspect", trace))).doesNotContain(sentence);
        Path summary = folder.resolve("second.json");
        new Console().run("merge", "-o", summary, trace);
        assertThat(oneLine(new Console().run("inspect", summary))).contains(sentence);
    }

    @Test
    void aProtocolWithoutRulesOnTablesIsNamedWithTheOneThatJudgesThem() {
        Path trace = Corpus.recording("handmade/mpx-edges");
        assertThat(oneLine(new Console().run("check", "--protocol", "mm-rmap", trace)))
                .contains("no rule of linux-4.19, which judges in the place of mm-rmap");
    }

    private static String oneLine(Result result) {
        return result.out().replaceAll("\\s+", " ");
    }
}
