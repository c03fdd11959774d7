package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThat(pair.nestings().size()).isLessThanOrEqualTo(all.nestings().size());
    }

    private static LockObservations seen(String recording, LockReplay replay)
            throws IOException, UnreadableTraceException {
        Path file = Path.of("..", "traces").resolve(recording).resolve("input.trace.xz");
        new TraceReader(1).read("trace", Files.newInputStream(file), replay);
        return replay.finish();
    }
}
