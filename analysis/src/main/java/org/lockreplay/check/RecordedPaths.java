package org.lockreplay.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lockreplay.replay.mpx.Sign;
import org.lockreplay.summary.SourceTrace;

/**
 * Whether traces record ways into the kernel at all: an event that none of them has was perhaps not
 * recorded, and what would begin with it may have happened unseen. Stateless.
 */
final class RecordedPaths {

    /** {@code raw_syscalls}; {@code sys_exit} may be the call of that name. */
    private static final String ANY_CALL = "sys_enter";

    private static final List<String> EVENTS_OF_A_CALL =
            List.of("sys_%s", "sys_enter_%s", "sys_exit_%s");

    /** Other names of calls, as {@link org.lockreplay.replay.mm.KernelPath} has them. */
    private static final Set<String> NAMES_OF_MMAP = Set.of("mmap", "mmap2", "mmap_pgoff");

    private RecordedPaths() {}

    /** Whether one of these traces would show a task that comes by one of these paths. */
    static boolean any(List<String> paths, List<SourceTrace> traces) {
        return traces.stream()
                .anyMatch(trace -> paths.stream().anyMatch(path -> shows(trace, path)));
    }

    private static boolean shows(SourceTrace trace, String path) {
        String call = OperationPaths.call(path);
        return exception(call)
                .map(trace::shows)
                .orElseGet(
                        () -> {
                            Set<String> events = trace.facts().events().keySet();
                            return events.contains(ANY_CALL)
                                    || names(call).stream().anyMatch(name -> has(events, name));
                        });
    }

    private static Optional<Sign> exception(String call) {
        return switch (call) {
            case "#BR" -> Optional.of(Sign.EXCEPTIONS);
            case "page fault" -> Optional.of(Sign.PAGE_FAULTS);
            default -> Optional.empty();
        };
    }

    private static Set<String> names(String call) {
        return call.equals("mmap") ? NAMES_OF_MMAP : Set.of(call);
    }

    private static boolean has(Set<String> events, String call) {
        return EVENTS_OF_A_CALL.stream().anyMatch(form -> events.contains(form.formatted(call)));
    }
}
