package org.lockreplay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.lockreplay.check.Examination;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.replay.lock.ClassPair;
import org.lockreplay.summary.InputReader;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.SourceTrace;

/** Reads recordings again for an examination that wants to know more; closes what it kept. */
final class SecondLook implements AutoCloseable {

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

    /** Reads again what the examination wants to be read again. */
    void serve(Examination examination) {
        for (Recording recording : recordings) {
            Set<ClassPair> wanted = examination.wanted(recording.trace());
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
