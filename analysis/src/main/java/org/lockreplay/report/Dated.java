package org.lockreplay.report;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.lockreplay.replay.mpx.MpxObservations;
import org.lockreplay.replay.mpx.Snapshot;

/**
 * Something as it was at a moment, for a row of a table.
 *
 * @param shot the state at the moment that was asked for; empty for that at the end of the trace
 */
record Dated<T>(Optional<Snapshot> shot, T what) {

    /** What there is at each moment that was asked for; at the end, if none was. */
    static <T> Stream<Dated<T>> all(
            ReplayReport report,
            Function<MpxObservations, Collection<T>> atEnd,
            Function<Snapshot, Collection<T>> then) {
        Stream<Dated<T>> last =
                report.hasMoments()
                        ? Stream.empty()
                        : atEnd.apply(report.found()).stream()
                                .map(what -> new Dated<>(Optional.empty(), what));
        return Stream.concat(
                last,
                report.found().snapshots().stream()
                        .flatMap(
                                shot ->
                                        then.apply(shot).stream()
                                                .map(
                                                        what ->
                                                                new Dated<>(
                                                                        Optional.of(shot), what))));
    }
}
