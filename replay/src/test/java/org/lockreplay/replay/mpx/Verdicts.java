package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lockreplay.event.EventBatch;

/** Compares what a replay is certain of with what the traced program read of its directory. */
final class Verdicts {

    /** What was said with certainty, and is not what the program read. */
    final List<String> wrong = new ArrayList<>();

    /** How often the right thing was said with certainty. */
    int decided;

    /** How often nothing was. */
    int undecided;

    private final List<DirectoryMarker> markers = new ArrayList<>();

    /** How many markers there were. */
    int markers() {
        return markers.size();
    }

    void judge(List<String> lines) {
        RecordedLines.read(lines, this::note);
        List<Long> at = markers.stream().map(DirectoryMarker::line).toList();
        List<Snapshot> snapshots =
                RecordedLines.replay(lines, Questions.NONE.atLines(at)).snapshots();
        for (int i = 0; i < markers.size(); i++) {
            compare(markers.get(i), snapshots.get(i));
        }
    }

    private void note(EventBatch batch) {
        for (int row = 0; row < batch.size(); row++) {
            DirectoryMarker.of(batch, row).ifPresent(markers::add);
        }
    }

    private void compare(DirectoryMarker marker, Snapshot snapshot) {
        Optional<DirectoryState> state = snapshot.of(marker.pid());
        Optional<DirectoryEntry> entry = state.flatMap(s -> s.entry(marker.index()));
        boolean valid = entry.filter(e -> e.state() == EntryState.VALID).isPresent();
        boolean unknown =
                entry.map(e -> e.state() == EntryState.MAYBE_FREED)
                        .orElse(!state.map(DirectoryState::complete).orElse(false));
        boolean otherTable =
                valid
                        && marker.valid()
                        && !state.orElseThrow().hashed()
                        && entry.orElseThrow().table().orElse(marker.table()) != marker.table();
        if (unknown) {
            undecided++;
        } else if (valid != marker.valid() || otherTable) {
            wrong.add(marker + " " + entry);
        } else {
            decided++;
        }
    }
}
