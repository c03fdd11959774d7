package org.lockreplay.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.lockreplay.check.Conformance.Occurrence;
import org.lockreplay.lockorder.LexicalOrder;
import org.lockreplay.protocol.DeclaredOrder;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.ProtocolLock;
import org.lockreplay.protocol.program.LockRequests;
import org.lockreplay.protocol.program.LockRequests.Request;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.summary.Seen;

/**
 * How the nestings of the locks of a protocol fit its operations, by their steps alone. Immutable.
 */
final class NestingFits {

    private final Protocol protocol;
    private final LockRequests requests;

    NestingFits(Protocol protocol, LockRequests requests) {
        this.protocol = protocol;
        this.requests = requests;
    }

    /** Of what the traces show, by the names of the locks. */
    List<NestingFit> of(Case judged) {
        DeclaredOrder names = protocol.ordered();
        Map<List<String>, NestingFit> found = new TreeMap<>(LexicalOrder.OF_LISTS);
        for (Seen<Nesting> seen : judged.summary().nestings()) {
            Nesting nesting = seen.what();
            OptionalInt outer = names.placeOf(nesting.key().outer());
            OptionalInt inner = names.placeOf(nesting.key().inner());
            if (outer.isPresent() && inner.isPresent() && outer.getAsInt() != inner.getAsInt()) {
                NestingFit fit =
                        fit(outer.getAsInt(), inner.getAsInt(), judged.path(seen), nesting);
                found.merge(
                        List.of(
                                fit.outer(),
                                fit.outerMode().word(),
                                fit.inner(),
                                fit.innerMode().word()),
                        fit,
                        NestingFit::and);
            }
        }
        return List.copyOf(found.values());
    }

    /**
     * The locks of the protocol that no trace shows, by their aliases; empty without lock events.
     */
    List<String> hidden(Case judged) {
        DeclaredOrder names = protocol.ordered();
        Set<Integer> shown = new HashSet<>();
        judged.summary()
                .classes()
                .forEach(use -> names.placeOf(use.what().lockClass()).ifPresent(shown::add));
        boolean hasLocks = !judged.summary().classes().isEmpty();
        return protocol.locks().stream()
                .map(ProtocolLock::name)
                .filter(name -> hasLocks && !shown.contains(protocol.lockNumber(name)))
                .toList();
    }

    /**
     * How often the operations may have made these; one without a nesting is not told from others.
     */
    List<Occurrence> occurrences(List<NestingFit> nestings) {
        List<Occurrence> occurrences = new ArrayList<>();
        for (Operation operation : protocol.operations()) {
            boolean nests =
                    requests.of(operation).stream()
                            .map(Request::held)
                            .anyMatch(held -> !held.isEmpty());
            if (nests && !operation.environment()) {
                long count =
                        nestings.stream()
                                .filter(fit -> fit.operations().contains(operation.name()))
                                .mapToLong(NestingFit::count)
                                .sum();
                occurrences.add(new Occurrence(operation.name(), count, false));
            }
        }
        return occurrences;
    }

    private NestingFit fit(int outer, int inner, String trace, Nesting nesting) {
        LockMode outerMode = mode(outer, nesting.key().outerRead());
        LockMode innerMode = mode(inner, nesting.key().innerRead());
        String outerName = protocol.locks().get(outer).name();
        String innerName = protocol.locks().get(inner).name();
        List<String> operations =
                protocol.operations().stream()
                        .filter(each -> nests(each, outer, outerMode, inner, innerMode))
                        .map(Operation::name)
                        .toList();
        return new NestingFit(
                outerName,
                outerMode,
                innerName,
                innerMode,
                protocol.nestingCase(outerName, outerMode, innerName, innerMode),
                nesting.count(),
                nesting.key().innerTry() ? nesting.count() : 0,
                protocol.order().isBefore(inner, outer),
                operations,
                Evidence.nested(
                        trace, nesting.outer(), nesting.inner(), nesting.count(), nesting.tasks()));
    }

    private boolean nests(
            Operation operation, int outer, LockMode outerMode, int inner, LockMode innerMode) {
        return requests.of(operation).stream()
                .anyMatch(
                        request ->
                                request.lock() == inner
                                        && request.mode() == innerMode
                                        && request.held().get(outer) == outerMode);
    }

    /** What cannot be shared is held for write. */
    private LockMode mode(int lock, boolean read) {
        return LockMode.of(read && protocol.locks().get(lock).kind().isShared());
    }
}
