package org.lockreplay.check;

import java.util.List;
import java.util.OptionalInt;
import org.lockreplay.protocol.file.LockMode;

/**
 * A lock of a protocol taken while another one of it was held, over all traces, trylocks included.
 *
 * @param number that the protocol gives to this nesting, if it does
 * @param operations of the protocol whose steps have this nesting, in its order, those of the
 *     environment too; empty if it fits none
 * @param first the first time
 */
public record NestingFit(
        String outer,
        LockMode outerMode,
        String inner,
        LockMode innerMode,
        OptionalInt number,
        long count,
        List<String> operations,
        Evidence first) {

    public NestingFit {
        operations = List.copyOf(operations);
    }

    NestingFit and(NestingFit later) {
        return new NestingFit(
                outer, outerMode, inner, innerMode, number, count + later.count, operations, first);
    }
}
