package org.lockreplay.check;

import java.util.List;
import java.util.OptionalInt;
import org.lockreplay.protocol.file.LockMode;

/**
 * A lock of a protocol taken while another one of it was held, over all traces, trylocks included.
 *
 * @param number that the protocol gives to this nesting, if it does
 * @param tries how many of {@code count} were tries, which do not wait
 * @param against the order of the protocol wants the inner one outside
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
        long tries,
        boolean against,
        List<String> operations,
        Evidence first) {

    public NestingFit {
        operations = List.copyOf(operations);
    }

    NestingFit and(NestingFit later) {
        return new NestingFit(
                outer,
                outerMode,
                inner,
                innerMode,
                number,
                count + later.count,
                tries + later.tries,
                against,
                operations,
                first);
    }
}
