package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;

/** Every recording of a kernel with MPX, against what the recorded program saw in its directory. */
class RecordingsTest {

    private static final Path RECORDINGS = Path.of("..", "traces", "mpx");

    /** Those whose program wrote nothing of its directory. */
    private static final Set<String> WITHOUT_MARKERS =
            Set.of("bdsem-stress-sems", "iii-stress64-2cpu", "iv-pipe", "mini64-unmap");

    private final List<DirectoryMarker> markers = new ArrayList<>();
    private long newTables;
    private long violations;

    static Stream<Path> recordings() throws IOException {
        try (Stream<Path> folders = Files.list(RECORDINGS)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void theRebuiltDirectoryIsWhatTheProgramRead(Path folder) throws UnreadableTraceException {
        Path trace = folder.resolve("input.trace.xz");
        TraceReader reader = new TraceReader(2);
        reader.read(trace, this::note);
        MpxReplay replay =
                new MpxReplay(
                        Questions.NONE.atLines(
                                markers.stream().map(DirectoryMarker::line).toList()));
        reader.read(trace, replay);
        MpxObservations found = replay.finish();

        Agreement agreement = new Agreement(found.snapshots());
        markers.forEach(agreement::check);
        assertThat(agreement.wrong).isEmpty();
        assertThat(agreement.undecided).isEmpty();
        assertThat(agreement.agreed).as("%s", agreement).isEqualTo(markers.size());
        boolean none = WITHOUT_MARKERS.contains(folder.getFileName().toString());
        assertThat(agreement.valid > 0).as("%s", agreement).isNotEqualTo(none);
        assertThat(newTables).isPositive();
        assertThat(found.addressSpaces().stream().mapToLong(s -> s.tables().allocated()).sum())
                .isEqualTo(newTables);
        assertThat(found.violations()).hasSize((int) violations);
    }

    private void note(EventBatch batch) {
        for (int row = 0; row < batch.size(); row++) {
            DirectoryMarker.of(batch, row).ifPresent(markers::add);
            newTables += batch.kind(row) == EventKind.TABLE_NEW ? 1 : 0;
            violations +=
                    batch.kind(row) == EventKind.MARKER
                                    && batch.arguments(row).startsWith("mpxw SIGSEGV BNDERR")
                            ? 1
                            : 0;
        }
    }

    /** Compares markers with snapshots, in the order of the trace. */
    private static final class Agreement {

        private final Map<Long, Snapshot> snapshots = new HashMap<>();

        /** For hashed pointers: the hash under which each table was last seen. */
        private final Map<Long, Long> hashes = new HashMap<>();

        private final List<String> wrong = new ArrayList<>();
        private final List<String> undecided = new ArrayList<>();
        private int agreed;
        private int valid;

        Agreement(List<Snapshot> taken) {
            taken.forEach(snapshot -> snapshots.put(snapshot.atLine(), snapshot));
        }

        void check(DirectoryMarker marker) {
            DirectoryState state = snapshots.get(marker.line()).of(marker.pid()).orElseThrow();
            Optional<DirectoryEntry> entry = state.entry(marker.index());
            Optional<EntryState> found = entry.map(DirectoryEntry::state);
            valid += marker.valid() ? 1 : 0;
            if (found.filter(EntryState.MAYBE_FREED::equals).isPresent()) {
                undecided.add(marker + " " + entry);
            } else if (marker.valid() == found.filter(EntryState.VALID::equals).isPresent()
                    && entry.map(e -> agrees(e, marker, state.hashed())).orElse(true)) {
                agreed++;
            } else {
                wrong.add(marker + " " + entry);
            }
        }

        private boolean agrees(DirectoryEntry entry, DirectoryMarker marker, boolean hashed) {
            if (entry.address() != marker.entryAddress()
                    || !entry.covers().contains(marker.address())) {
                return false;
            }
            if (!marker.valid()) {
                return true;
            }
            long table = entry.table().orElseThrow();
            return hashed
                    ? hashes.computeIfAbsent(marker.table(), seen -> table) == table
                    : table == marker.table();
        }

        @Override
        public String toString() {
            return "%d of %d markers agree (%d with a table), %d undecided, %d wrong"
                    .formatted(
                            agreed,
                            agreed + undecided.size() + wrong.size(),
                            valid,
                            undecided.size(),
                            wrong.size());
        }
    }
}
