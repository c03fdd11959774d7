package org.lockreplay.check;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.ShippedProtocols;

/**
 * How {@code bd_sem} and {@code mmap_sem} were nested, by the cases of a protocol: the ways in
 * which its operations can nest them by their steps, under the numbers that it gives them.
 *
 * @param protocol the one that was chosen, if it has both semaphores, or else the proposal of 2014
 * @param names what it calls the two
 * @param byOperations it has operations, of which the ways are; else they are those that it lists
 * @param expected the ways that its steps have, by number
 * @param rows what occurs, by number, and what the protocol does not have behind
 */
public record NestingCases(
        String protocol,
        SemaphoreNames names,
        boolean byOperations,
        List<Expected> expected,
        List<CaseRow> rows) {

    /** In the place of an operation: none of the protocol comes into the kernel by that path. */
    public static final String NO_OPERATION = "none";

    /** In the place of an operation: by which path the task came is not in the trace. */
    public static final String UNKNOWN = "unknown";

    /** A way to nest the two that operations have. */
    public record Expected(OptionalInt number, SemaphoreNesting.Way way) {}

    private static final NestingCases NONE =
            new NestingCases("", SemaphoreNames.PROPOSED, false, List.of(), List.of());
    private static final String PROPOSAL = "gleixner-2014";

    public NestingCases {
        expected = List.copyOf(expected);
        rows = List.copyOf(rows);
    }

    /** Of all traces; {@link #none} if they never nest the two. */
    static NestingCases of(Case judged) {
        List<SemaphoreNesting> seen = SemaphoreNesting.of(judged);
        return seen.isEmpty() ? NONE : new CaseNaming(protocol(judged.options())).name(seen);
    }

    /** Of traces that show no such nesting. */
    public static NestingCases none() {
        return NONE;
    }

    /** Whether a protocol says how its locks are nested, in whatever way. */
    private static boolean saysHow(Protocol protocol) {
        return !protocol.operations().isEmpty() || !protocol.nestings().isEmpty();
    }

    private static Protocol protocol(CheckOptions options) {
        Optional<Protocol> chosen =
                options.protocol()
                        .filter(NestingCases::saysHow)
                        .filter(protocol -> WatchedLocks.of(protocol).both());
        return chosen.orElseGet(() -> ShippedProtocols.find(PROPOSAL).orElseThrow());
    }
}
