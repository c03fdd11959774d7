package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;

/** What is passed over, or not asked for, changes nothing of what is found. */
class RelevantRowsTest {

    private static final Path TRACES = Path.of("..", "traces");

    /** All but the largest, which has nothing in this that the others have not. */
    static Stream<Path> traces() throws IOException {
        try (Stream<Path> files = Files.walk(TRACES, 3)) {
            return files
                    .filter(file -> file.getFileName().toString().startsWith("input.trace"))
                    .filter(file -> isOf("mpx", file) || isOf("handmade", file))
                    .filter(file -> !file.getParent().endsWith("iii-stress64-2cpu"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static boolean isOf(String kind, Path trace) {
        return trace.startsWith(TRACES.resolve(kind));
    }

    /** A replay that takes a state at some line looks at every row before it. */
    @ParameterizedTest
    @MethodSource("traces")
    void rowsThatArePassedOverTellNothing(Path trace) throws UnreadableTraceException {
        MpxObservations all = found(trace, Questions.NONE.atLines(List.of(Long.MAX_VALUE - 1)));
        assertThat(all.snapshots()).hasSize(1);
        assertThat(found(trace, Questions.NONE))
                .usingRecursiveComparison()
                .ignoringFields("snapshots")
                .isEqualTo(all);
    }

    @ParameterizedTest
    @MethodSource("traces")
    void withoutStatesTheSameIsBroken(Path trace) throws UnreadableTraceException {
        MpxObservations without = found(trace, Questions.NONE.withoutStates());
        assertThat(without.addressSpaces()).isEmpty();
        assertThat(without)
                .usingRecursiveComparison()
                .ignoringFields("addressSpaces")
                .isEqualTo(found(trace, Questions.NONE));
    }

    private static MpxObservations found(Path trace, Questions questions)
            throws UnreadableTraceException {
        MpxReplay replay = new MpxReplay(questions.callingLocks(RelevantRowsTest::alias));
        new TraceReader(1).read(trace, replay);
        return replay.finish();
    }

    private static String alias(String lockClass) {
        return lockClass.endsWith("bd_sem") ? "bd_sem" : Questions.NONE.alias().apply(lockClass);
    }
}
