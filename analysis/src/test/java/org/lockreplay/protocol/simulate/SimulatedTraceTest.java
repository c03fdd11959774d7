package org.lockreplay.protocol.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;
import org.lockreplay.protocol.program.Place;
import org.lockreplay.replay.mpx.DirectoryEntry;
import org.lockreplay.replay.mpx.DirectoryState;
import org.lockreplay.replay.mpx.EntryState;
import org.lockreplay.replay.mpx.MpxModel;
import org.lockreplay.replay.mpx.MpxObservations;
import org.lockreplay.replay.mpx.MpxReplay;

/**
 * A simulated trace is a trace: it is read back as it was meant, and replayed to what was there.
 */
class SimulatedTraceTest {

    private static TraceFacts read(Simulated trace, List<String> lines, MpxReplay replay) {
        try {
            return new TraceReader(1)
                    .read(
                            "t",
                            new ByteArrayInputStream(trace.bytes()),
                            batch -> {
                                replay.accept(batch);
                                for (int row = 0; row < batch.size(); row++) {
                                    if (!batch.kind(row).isMeta()) {
                                        lines.add(line(batch, row));
                                    }
                                }
                            });
        } catch (UnreadableTraceException refused) {
            throw new AssertionError(refused);
        }
    }

    /** The event as the kernel prints it, made from nothing but what the parser understood. */
    private static String line(EventBatch batch, int row) {
        long micros = batch.time(row) / 1000;
        String event = batch.names().get(batch.event(row));
        String call = event.startsWith("sys_") ? "" : ": ";
        String arguments = batch.arguments(row);
        String separated = arguments.startsWith("-> ") ? " " + arguments : call + arguments;
        return "%16s-%-5d [%03d] %s %5d.%06d: %s%s"
                .formatted(
                        batch.names().get(batch.task(row)),
                        batch.pid(row),
                        batch.cpu(row),
                        Context.text(batch.context(row)),
                        micros / 1_000_000,
                        micros % 1_000_000,
                        event,
                        batch.kind(row).isLock() ? ": " + lock(batch, row) : separated);
    }

    private static String lock(EventBatch batch, int row) {
        boolean asks = batch.kind(row) == EventKind.LOCK_ACQUIRE;
        return "%x %s%s%s"
                .formatted(
                        batch.address(row),
                        asks && (batch.mode(row) & 2) != 0 ? "try " : "",
                        asks && (batch.mode(row) & 1) != 0 ? "read " : "",
                        batch.names().get(batch.name(row)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gleixner-2014", "linux-4.19", "ren-2014", "ren-2014-nofault"})
    void theParserReadsTheEventsThatWereWritten(String protocol) {
        for (long seed = 1; seed <= 5; seed++) {
            Simulated trace = Simulated.of(protocol, "", true, seed);
            List<String> lines = new ArrayList<>();
            TraceFacts facts = read(trace, lines, new MpxReplay());
            assertThat(facts.malformed()).isZero();
            assertThat(facts.lossMarkers()).isZero();
            assertThat(lines)
                    .isEqualTo(trace.text().lines().filter(line -> !line.startsWith("#")).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gleixner-2014", "linux-4.19"})
    void theReplayEndsInTheStateInWhichTheRunEnded(String protocol) {
        int valid = 0;
        for (long seed = 1; seed <= 20; seed++) {
            Simulated trace = Simulated.of(protocol, "", false, seed);
            MpxReplay replay = new MpxReplay();
            read(trace, new ArrayList<>(), replay);
            MpxObservations seen = replay.finish();
            MpxModel last = trace.outcome().last();
            for (int entry = 0; entry < Place.ENTRIES; entry++) {
                OptionalLong expected = last.table(Place.index(entry));
                Optional<DirectoryEntry> found = entry(seen, Place.index(entry));
                EntryState state = found.map(DirectoryEntry::state).orElse(EntryState.FREED);
                if (state == EntryState.VALID) {
                    valid++;
                    assertThat(found.orElseThrow().table()).as("seed %d", seed).isEqualTo(expected);
                } else if (state != EntryState.MAYBE_FREED) {
                    assertThat(expected).as("seed %d", seed).isEmpty();
                }
            }
        }
        assertThat(valid).isPositive();
    }

    private static Optional<DirectoryEntry> entry(MpxObservations seen, long index) {
        return seen.addressSpaces().stream()
                .filter(space -> space.directory().isPresent())
                .map((DirectoryState space) -> space.entry(index))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherOneOthers() {
        for (String fault : List.of("", "wrong-mode")) {
            String once = Simulated.of("gleixner-2014", fault, true, 7).text();
            assertThat(Simulated.of("gleixner-2014", fault, true, 7).text()).isEqualTo(once);
            assertThat(Simulated.of("gleixner-2014", fault, true, 8).text()).isNotEqualTo(once);
        }
    }

    @Test
    void theEnvironmentFindsTheDeadlockThatTheProposalOverlooks() {
        boolean found = false;
        for (long seed = 1; seed <= 40 && !found; seed++) {
            found =
                    Simulated.of("gleixner-2014", "", true, seed)
                            .findings()
                            .contains("error deadlock");
        }
        assertThat(found).isTrue();
    }

    @Test
    void aTaskRunsOnOneProcessorAtATime() {
        String text = Simulated.of("gleixner-2014", "", true, 4).text();
        assertThat(text).contains("sched_switch").contains("lock_contended");
        assertThat(
                        Simulated.of("gleixner-2014", "", true, 4)
                                .check()
                                .traces()
                                .get(0)
                                .coverage()
                                .inferredGaps())
                .isZero();
    }

    @Test
    void aProtocolWithoutOperationsHasNothingToRun() {
        assertThatThrownBy(
                        () ->
                                new Simulator(
                                        Simulated.protocol("mm-rmap"),
                                        Optional.empty(),
                                        2,
                                        10,
                                        false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no operations");
    }
}
