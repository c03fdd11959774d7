package org.lockreplay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lockreplay.event.EventSink;
import org.lockreplay.json.JsonException;
import org.lockreplay.parser.MalformedLine;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.report.ci.Remark;
import org.lockreplay.summary.InputReader;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.text.VisibleText;

/**
 * Reads inputs one after the other, says on standard error what is wrong with each, and remembers
 * whether all of them could be read to their end.
 */
final class Intake {

    static final String STANDARD_INPUT = "-";

    private final Surroundings surroundings;
    private InputReader inputs;
    private final TraceReader recordings;
    private final boolean strict;
    private final List<Remark> troubles = new ArrayList<>();
    private Optional<SecondLook> kept = Optional.empty();

    /**
     * @param strict an input with a malformed line counts as unreadable
     */
    Intake(Surroundings surroundings, TraceReader reader, boolean strict) {
        this.surroundings = surroundings;
        this.inputs = new InputReader(reader);
        this.recordings = reader;
        this.strict = strict;
    }

    /** What one input saw; empty, and standard error says why, if it could not be read at all. */
    Optional<LockOrderSummary> read(String name) {
        Reading<LockOrderSummary> reading = kept.isPresent() ? kept.get()::first : inputs::read;
        Optional<LockOrderSummary> summary = open(name, reading);
        summary.ifPresent(read -> read.traces().forEach(trace -> examine(trace.facts())));
        return summary;
    }

    /** From here on bounds tables are not replayed, as standard error says. */
    void readLocksAlone() {
        inputs = inputs.ofLocksAlone();
        say("--locks-alone: bounds tables are not replayed, and no rule on them is judged");
    }

    /** From here on critical sections are not counted, which a protocol is compared with. */
    void readWithoutSections() {
        inputs = inputs.withoutSections();
    }

    /** From here on what is {@linkplain #read read} can be read again, until that is closed. */
    SecondLook keep() {
        SecondLook look = new SecondLook(inputs, this::say);
        kept = Optional.of(look);
        return look;
    }

    /** Hands the events of a recording on; false, and standard error says why, if it cannot. */
    boolean events(String name, EventSink sink) {
        return read(name, sink).isPresent();
    }

    /**
     * Hands the events of a recording on and says what it was; empty, and standard error says why,
     * if it cannot be read.
     */
    Optional<TraceFacts> read(String name, EventSink... sinks) {
        Optional<TraceFacts> facts =
                open(name, (called, stream) -> recordings.read(called, stream, sinks));
        facts.ifPresent(this::examine);
        return facts;
    }

    /** The status of a command that found what {@code status} says in what could be read. */
    int outranks(int status) {
        return troubles.isEmpty() ? status : ExitStatus.UNREADABLE;
    }

    /** What could not be read, or not to its end, as said on standard error. */
    List<Remark> troubles() {
        return List.copyOf(troubles);
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(String name, InputStream stream) throws UnreadableTraceException, IOException;
    }

    private <T> Optional<T> open(String name, Reading<T> reading) {
        try {
            if (name.equals(STANDARD_INPUT)) {
                return Optional.of(reading.read(name, surroundings.input().get()));
            }
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                throw new UnreadableTraceException(name + ": a directory; name the files in it");
            }
            try (InputStream stream = Files.newInputStream(path)) {
                return Optional.of(reading.read(name, stream));
            }
        } catch (UnreadableTraceException | JsonException unreadable) {
            return unreadable(name, unreadable.getMessage());
        } catch (IOException unreadable) {
            return unreadable(name, name + ": " + Reason.of(unreadable));
        }
    }

    private <T> Optional<T> unreadable(String name, String why) {
        say(why);
        trouble(name, why);
        return Optional.empty();
    }

    private void trouble(String name, String why) {
        troubles.add(Remark.about(Remark.Kind.UNREADABLE_INPUT, name, why));
    }

    private void examine(TraceFacts facts) {
        for (MalformedLine line : facts.firstMalformed()) {
            say(line.message(facts.path()));
        }
        if (facts.malformed() > 0) {
            say(malformedLines(facts));
            if (strict) {
                trouble(facts.path(), malformedLines(facts));
            }
        }
        if (facts.damage().isPresent()) {
            String damage =
                    facts.path()
                            + ": "
                            + facts.damage().get()
                            + "; what stands before that was read";
            say(damage);
            trouble(facts.path(), damage);
        }
    }

    private static String malformedLines(TraceFacts facts) {
        long shown = facts.firstMalformed().size();
        return "%s: %d malformed %s of %d skipped%s"
                .formatted(
                        facts.path(),
                        facts.malformed(),
                        facts.malformed() == 1 ? "line" : "lines",
                        facts.lines(),
                        facts.malformed() > shown ? ", the first " + shown + " shown above" : "");
    }

    private void say(String sentence) {
        PrintWriter error = surroundings.error();
        error.println("lockreplay: " + VisibleText.of(sentence));
    }
}
