package org.lockreplay.protocol.verify;

import java.util.List;
import org.lockreplay.lockorder.ProtocolGraph;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;

/**
 * What trying all interleavings came to.
 *
 * @param operations those that were tried, of all that the protocol has
 * @param states with the environment beside
 * @param ownStates of the protocol's own operations
 * @param complete whether all states were looked at
 * @param graph which lock is asked for inside which, and in which operation
 */
public record Verification(
        Protocol protocol,
        List<Operation> operations,
        int tasks,
        long states,
        long transitions,
        long ownStates,
        boolean complete,
        List<Judgement> judgements,
        ProtocolGraph graph) {

    public Verification {
        operations = List.copyOf(operations);
        judgements = List.copyOf(judgements);
    }

    /** Whether operations of the protocol were left out, of which nothing is known then. */
    public boolean isOfSome() {
        return !operations.containsAll(protocol.operations());
    }

    /** Whether all that the protocol claims is proved. */
    public boolean holds() {
        return judgements.stream()
                .allMatch(one -> !one.property().claimed() || one.verdict() == Verdict.PROVED);
    }
}
