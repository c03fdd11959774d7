package org.lockreplay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.lockreplay.check.CheckOptions;
import org.lockreplay.check.Examination;
import org.lockreplay.check.Finding;
import org.lockreplay.check.Report;
import org.lockreplay.parser.TraceLines;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.replay.lock.Acquisition;
import org.lockreplay.replay.lock.Wanted;
import org.lockreplay.report.Sightings;
import org.lockreplay.summary.InputReader;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.SourceTrace;

/** Reads recordings again for an examination that wants to know more; closes what it kept. */
final class SecondLook implements AutoCloseable {

    /** More lines than a stack behind an event takes. */
    private static final int DEEPEST = 40;

    private final InputReader inputs;
    private final Consumer<String> complaints;
    private final List<Recording> recordings = new ArrayList<>();
    private final List<Spool> spools = new ArrayList<>();

    @FunctionalInterface
    private interface Source {
        InputStream open() throws IOException;
    }

    private record Recording(SourceTrace trace, Source source) {}

    /**
     * @param complaints told, in a sentence, why a recording cannot be read again
     */
    SecondLook(InputReader inputs, Consumer<String> complaints) {
        this.inputs = inputs;
        this.complaints = complaints;
    }

    /** Reads an input the first time, by {@code reading}, in a way that allows to read it again. */
    LockOrderSummary first(String name, InputStream stream)
            throws UnreadableTraceException, IOException {
        Optional<Path> file = file(name);
        if (file.isPresent()) {
            return inputs.read(name, stream, remember(() -> Files.newInputStream(file.get())));
        }
        Optional<Spool> spool = spool(name);
        if (spool.isEmpty()) {
            return inputs.read(name, stream);
        }
        InputStream kept = spool.get().keeping(stream);
        return inputs.read(name, kept, remember(spool.get()::again));
    }

    /** The report on what was read, with what a second look at it shows. */
    Report report(LockOrderSummary seen, CheckOptions options) {
        Examination examination = new Examination(seen, options);
        serve(examination);
        return examination.report();
    }

    /** Reads again what the examination wants to be read again. */
    void serve(Examination examination) {
        for (Recording recording : recordings) {
            Wanted wanted = examination.wanted(recording.trace());
            if (!wanted.isEmpty()) {
                String name = recording.trace().path();
                try (InputStream stream = recording.source().open()) {
                    examination.saw(recording.trace(), inputs.look(name, stream, wanted));
                } catch (UnreadableTraceException changed) {
                    complaints.accept(changed.getMessage() + ", when it was read again");
                } catch (IOException broken) {
                    complaints.accept(
                            name + ": cannot be read a second time: " + Reason.of(broken));
                }
            }
        }
    }

    /**
     * What the recordings show at the places of a finding, and in so many lines before and after
     * each; stacks that follow an event are among these.
     */
    Sightings sightings(Finding finding, int around) {
        Sightings sightings = new Sightings();
        for (Recording recording : recordings) {
            String name = recording.trace().path();
            SortedSet<Long> places = Sightings.linesOf(finding, name);
            if (!places.isEmpty()) {
                try (InputStream events = recording.source().open()) {
                    Map<Long, List<Acquisition>> held = inputs.heldAt(name, events, places);
                    SortedSet<Long> wanted = linesAround(places, around);
                    sightings.add(name, held, lines(recording, wanted));
                } catch (UnreadableTraceException changed) {
                    complaints.accept(changed.getMessage() + ", when it was read again");
                } catch (IOException broken) {
                    complaints.accept(
                            name + ": cannot be read a second time: " + Reason.of(broken));
                }
            }
        }
        return sightings;
    }

    private static SortedMap<Long, String> lines(Recording recording, SortedSet<Long> wanted)
            throws UnreadableTraceException, IOException {
        try (InputStream text = recording.source().open()) {
            return TraceLines.read(recording.trace().path(), text, wanted);
        }
    }

    private static SortedSet<Long> linesAround(SortedSet<Long> places, int around) {
        SortedSet<Long> lines = new TreeSet<>();
        for (long place : places) {
            for (long line = place - around; line <= place + Math.max(around, DEEPEST); line++) {
                lines.add(line);
            }
        }
        return lines;
    }

    @Override
    public void close() {
        for (Spool spool : spools) {
            try {
                spool.close();
            } catch (IOException cannotClose) {
                complaints.accept("cannot remove a temporary file: " + Reason.of(cannotClose));
            }
        }
    }

    private Consumer<SourceTrace> remember(Source source) {
        return trace -> recordings.add(new Recording(trace, source));
    }

    private Optional<Spool> spool(String name) {
        try {
            Spool spool = Spool.open();
            spools.add(spool);
            return Optional.of(spool);
        } catch (IOException nowhere) {
            complaints.accept(
                    name
                            + ": no temporary file to keep it in ("
                            + Reason.of(nowhere)
                            + "), so findings rest on first witnesses");
            return Optional.empty();
        }
    }

    /** What can be opened a second time; pipes and devices cannot. */
    private static Optional<Path> file(String name) {
        return name.equals(Intake.STANDARD_INPUT) || !Files.isRegularFile(Path.of(name))
                ? Optional.empty()
                : Optional.of(Path.of(name));
    }
}
