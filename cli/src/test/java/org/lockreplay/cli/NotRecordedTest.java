package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lockreplay.cli.Console.Result;

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
                    mpx-releases-not-recorded!mpx-fault-under-write, mpx-nested-op, mpx-order, mpx-prctl-nests: releases of locks are not traced
                    mpx-edges!mpx-dangling, mpx-leak: some ranges end before they begin, and what the system call unmaps is taken in their place; replay names them
                    mpx-edges!mpx-dangling, mpx-leak: some ranges lie beyond the addresses that MPX manages (LA57 is not modelled); replay names them
                    """)
    void isSaidAndNotJudged(String recording, String sentence) {
        Path trace = Corpus.recording("handmade/" + recording);
        Result result = new Console().run("check", trace);
        assertThat(result.status()).isZero();
        assertThat(oneLine(result)).contains("0 errors").contains(sentence);
    }

    @Test
    void aSummarySaysItToo() {
        for (String name : new String[] {"releases-not-recorded", "mpx-edges"}) {
            Path trace = Corpus.recording("handmade/" + name);
            Path summary = folder.resolve(name + ".json");
            new Console().run("merge", "-o", summary, trace);
            assertThat(new Console().run("check", summary).out())
                    .isEqualTo(new Console().run("check", trace).out());
        }
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
