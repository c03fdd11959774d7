package org.lockreplay.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lockreplay.check.NestingCases.Expected;
import org.lockreplay.protocol.file.AllowedNesting;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.program.LockRequests;
import org.lockreplay.protocol.program.LockRequests.Request;

/**
 * Gives nestings of the two semaphores the numbers of a protocol that has both, and the names of
 * its operations. Immutable.
 */
final class CaseNaming {

    private static final Comparator<OptionalInt> BY_NUMBER =
            Comparator.comparingInt(number -> number.orElse(Integer.MAX_VALUE));

    private final Protocol protocol;
    private final WatchedLocks watched;
    private final Askers askers;

    CaseNaming(Protocol protocol) {
        this.protocol = protocol;
        watched = WatchedLocks.of(protocol);
        askers = new Askers(protocol, LockRequests.of(protocol));
    }

    NestingCases name(List<SemaphoreNesting> seen) {
        List<CaseRow> rows = new ArrayList<>();
        for (SemaphoreNesting one : seen) {
            SortedMap<String, Long> operations = new TreeMap<>();
            one.paths()
                    .forEach(
                            (path, times) ->
                                    operations.merge(operation(one.way(), path), times, Long::sum));
            rows.add(new CaseRow(number(one.way()), one, operations));
        }
        rows.sort(Comparator.comparing(CaseRow::number, BY_NUMBER));
        return new NestingCases(
                protocol.name(),
                SemaphoreNames.of(protocol),
                !protocol.operations().isEmpty(),
                expected(),
                rows);
    }

    private List<Expected> expected() {
        Set<SemaphoreNesting.Way> ways = new TreeSet<>(SemaphoreNesting.Way.ORDER);
        for (Operation operation : protocol.operations()) {
            for (Request request : askers.requests().of(operation)) {
                for (boolean bdSem : List.of(true, false)) {
                    Optional.ofNullable(request.held().get(lock(bdSem)))
                            .filter(held -> request.lock() == lock(!bdSem))
                            .ifPresent(
                                    held ->
                                            ways.add(
                                                    SemaphoreNesting.Way.of(
                                                            bdSem,
                                                            held == LockMode.READ,
                                                            request.mode() == LockMode.READ)));
                }
            }
        }
        if (protocol.operations().isEmpty() || !askers.requests().isComplete()) {
            ways.addAll(listed());
        }
        return ways.stream()
                .map(way -> new Expected(number(way), way))
                .sorted(Comparator.comparing(Expected::number, BY_NUMBER))
                .toList();
    }

    /** Those of the two that the protocol allows. */
    private List<SemaphoreNesting.Way> listed() {
        List<SemaphoreNesting.Way> ways = new ArrayList<>();
        for (AllowedNesting nesting : protocol.nestings()) {
            int outer = protocol.lockNumber(nesting.outer());
            int inner = protocol.lockNumber(nesting.inner());
            for (boolean bdSem : List.of(true, false)) {
                if (outer == lock(bdSem) && inner == lock(!bdSem)) {
                    ways.add(
                            SemaphoreNesting.Way.of(
                                    bdSem,
                                    nesting.outerMode() == LockMode.READ,
                                    nesting.innerMode() == LockMode.READ));
                }
            }
        }
        return ways;
    }

    private OptionalInt number(SemaphoreNesting.Way way) {
        return watched.nestingCase(protocol, !way.isInverse(), way.outerRead(), way.innerRead());
    }

    /**
     * Those of the path that nest the two so; or, if none does or not all ways through them were
     * gone, all of the path.
     */
    private String operation(SemaphoreNesting.Way way, String path) {
        if (path.isEmpty()) {
            return NestingCases.UNKNOWN;
        }
        Request asked =
                new Request(
                        lock(way.isInverse()),
                        LockMode.of(way.innerRead()),
                        Map.of(lock(!way.isInverse()), LockMode.of(way.outerRead())));
        List<Operation> fitting =
                !askers.requests().isComplete()
                        ? List.of()
                        : askers.among(
                                OperationPaths.of(askers.own(), path),
                                asked,
                                Set.of(lock(true), lock(false)));
        List<Operation> named =
                fitting.isEmpty() ? OperationPaths.named(askers.own(), path) : fitting;
        List<Operation> all =
                named.isEmpty() ? OperationPaths.named(askers.environment(), path) : named;
        return all.isEmpty()
                ? NestingCases.NO_OPERATION
                : String.join(" or ", all.stream().map(Operation::name).toList());
    }

    private int lock(boolean bdSem) {
        return watched.lock(bdSem).orElseThrow();
    }
}
