package org.lockreplay.gate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Examination;
import org.lockreplay.check.Report;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.replay.lock.Wanted;
import org.lockreplay.summary.InputReader;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.SourceTrace;

/**
 * Judges summaries as {@code check} does, with a second look at the recordings where that decides.
 *
 * <p>A summary that was judged before is not judged again. Not thread-safe.
 */
final class Examiner {

    private final InputReader reader;
    private final Map<SourceTrace, CorpusFile> recordings = new HashMap<>();
    private final Map<LockOrderSummary, Report> known = new IdentityHashMap<>();
    private final List<String> complaints = new ArrayList<>();

    Examiner(InputReader reader) {
        this.reader = reader;
    }

    /** From here on the recording can be looked at again; a saved summary cannot. */
    void remember(CorpusFile file, LockOrderSummary summary) {
        for (SourceTrace trace : summary.traces()) {
            if (trace.path().equals(file.path())) {
                recordings.put(trace, file);
            }
        }
    }

    /**
     * @param options the same whenever the summary is the same
     */
    Report report(LockOrderSummary summary, CheckOptions options) {
        return known.computeIfAbsent(summary, seen -> examine(seen, options));
    }

    /** Why recordings could not be looked at again, so that first witnesses had to do. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    private Report examine(LockOrderSummary summary, CheckOptions options) {
        Examination examination = new Examination(summary, options);
        for (SourceTrace trace : summary.traces()) {
            CorpusFile file = recordings.get(trace);
            Wanted wanted = file == null ? Wanted.NOTHING : examination.wanted(trace);
            if (!wanted.isEmpty()) {
                look(examination, trace, file, wanted);
            }
        }
        return examination.report();
    }

    private void look(Examination examination, SourceTrace trace, CorpusFile file, Wanted wanted) {
        try (InputStream stream = Files.newInputStream(file.file())) {
            examination.saw(trace, reader.look(file.path(), stream, wanted));
        } catch (UnreadableTraceException changed) {
            complaints.add(changed.getMessage() + ", when it was read again");
        } catch (IOException broken) {
            complaints.add(file.path() + ": cannot be read a second time: " + broken.getMessage());
        }
    }
}
