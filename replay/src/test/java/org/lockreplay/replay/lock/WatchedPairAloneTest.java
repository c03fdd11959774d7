package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;

/** A replay of the watched pair alone tells of these two what a replay of all locks tells. */
class WatchedPairAloneTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mpx/bdsem-sems",
                "mpx/ii-lock64",
                "mpx/wrong-inside-basic-sems",
                "mpx/wrong-nobracket-sems",
                "workloads/clean-small"
            })
    void nestsThemAlike(String recording) throws IOException, UnreadableTraceException {
        LockObservations all = seen(recording, new LockReplay(TraceScript::alias));
        LockObservations pair = seen(recording, LockReplay.ofWatchedPair(TraceScript::alias));
        assertThat(pair.nestingCases()).isEqualTo(all.nestingCases());
        assertThat(pair.coverage().lockEvents()).isEqualTo(all.coverage().lockEvents());
    }

    @Test
    void passesOverOtherLocksOnceAReleaseIsThere() {
        String script = "7 acquire a@1\n7 acquire b@2\n7 release b@2\n7 release a@1\n".repeat(9);
        LockReplay alone = LockReplay.ofWatchedPair(TraceScript::alias);
        LockObservations seen = TraceScript.replay(TraceScript.steps(script), alone, 1000);
        assertThat(seen.classes()).extracting(ClassUse::acquisitions).containsExactly(1L, 1L);
        assertThat(seen.coverage().lockEvents()).isEqualTo(36);
    }

    /** As the other locks show. */
    @Test
    void whereReleasesWereNotRecordedAtFirstNeitherTellsAnything() {
        String begun =
                """
                5 acquire x@1
                5 acquire x@1
                5 acquire y@2
                5 acquire y@2
                5 acquire z@3
                7 acquire &mm->mmap_sem@a8
                7 acquire &mm->bd_sem@b8
                7 release &mm->bd_sem@b8
                7 acquire &mm->mmap_sem@a8
                7 release &mm->mmap_sem@a8
                """;
        assertThat(alike(begun)).isEmpty();
        String nested =
                """
                7 acquire &mm->bd_sem@b8
                7 acquire &mm->mmap_sem@a8
                7 release &mm->mmap_sem@a8
                7 release &mm->bd_sem@b8
                """;
        assertThat(alike(begun + nested)).hasSize(1);
        String other = "5:1 acquire x@1\n5:1 acquire x@1\n5:1 acquire y@2\n5:1 release z@3\n";
        assertThat(alike(begun + nested + other + nested)).hasSize(1);
        assertThat(alike(nested + "recording\n" + begun + nested)).isNotEmpty();
    }

    private static List<NestingCase> alike(String script) {
        List<NestingCase> cases = TraceScript.replay(script).nestingCases();
        LockReplay alone = LockReplay.ofWatchedPair(TraceScript::alias);
        assertThat(TraceScript.replay(TraceScript.steps(script), alone, 1000).nestingCases())
                .isEqualTo(cases);
        return cases;
    }

    private static LockObservations seen(String recording, LockReplay replay)
            throws IOException, UnreadableTraceException {
        Path file = Path.of("..", "traces").resolve(recording).resolve("input.trace.xz");
        new TraceReader(1).read("trace", Files.newInputStream(file), replay);
        return replay.finish();
    }
}
