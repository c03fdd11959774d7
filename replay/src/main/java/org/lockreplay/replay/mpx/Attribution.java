package org.lockreplay.replay.mpx;

import java.util.Locale;
import java.util.Optional;
import org.lockreplay.event.Names;
import org.lockreplay.replay.mm.CallKind;
import org.lockreplay.replay.mm.SystemCall;
import org.lockreplay.replay.mm.Task;

/** Which operation of the protocol something belongs to that a task does. Stateless. */
final class Attribution {

    private static final long ENABLE_MANAGEMENT = 43;
    private static final long DISABLE_MANAGEMENT = 44;

    private Attribution() {}

    /** What a section is that begins now. */
    static Sections.Kind kind(Task task, Conduct conduct, boolean bdSem, Hold mode, Names names) {
        Optional<Held> outer = bdSem ? Optional.empty() : conduct.holds(true);
        boolean read = mode == Hold.READ;
        int nestingCase =
                outer.isPresent() ? (outer.get().mode() == Hold.READ ? 1 : 3) + (read ? 0 : 1) : 0;
        boolean fault = outer.isEmpty() && !bdSem && read && conduct.faulting;
        String operation = "";
        String doing;
        if (fault) {
            operation = MpxOperation.ENVIRONMENT.label();
            doing = "page fault";
        } else if (!conduct.known) {
            doing = "the way of its task into the kernel is not in the trace";
        } else {
            doing = doing(conduct, names);
            Optional<MpxOperation> found = operation(task, conduct, bdSem || outer.isPresent());
            operation = found.isPresent() ? found.get().label() : "";
            doing = found.isPresent() ? doing : "bd_sem in " + doing + ", which is no operation";
        }
        return new Sections.Kind(operation, doing, bdSem, read, nestingCase);
    }

    /** The operation that a task is in which has, or asks for, {@code bd_sem} or not. */
    private static Optional<MpxOperation> operation(Task task, Conduct conduct, boolean withBdSem) {
        if (conduct.exception == Conduct.VIOLATION) {
            return Optional.of(MpxOperation.VIOLATION);
        }
        if (conduct.exception == Conduct.MISSING_TABLE) {
            return Optional.of(MpxOperation.ALLOCATION);
        }
        Optional<MpxOperation> prctl = prctl(task);
        if (prctl.isPresent() || !withBdSem) {
            return prctl.isPresent() ? prctl : Optional.of(MpxOperation.ENVIRONMENT);
        }
        boolean unmaps = UnmapRanges.mayUnmap(task) || task.call().kind().changesMemory();
        return unmaps ? Optional.of(MpxOperation.REMOVAL) : Optional.empty();
    }

    private static String doing(Conduct conduct, Names names) {
        if (conduct.exception != Conduct.NO_EXCEPTION) {
            return "bounds exception";
        }
        if (conduct.call == 0) {
            return "page fault";
        }
        return conduct.call > 0 ? names.get(conduct.call - 1) : "NR " + (conduct.call << 1 >> 1);
    }

    /** What the task is about, as far as it is known. */
    static String path(Task task, Conduct conduct) {
        if (conduct.exception != Conduct.NO_EXCEPTION) {
            return (conduct.exception == Conduct.VIOLATION
                            ? MpxOperation.VIOLATION
                            : MpxOperation.ALLOCATION)
                    .label();
        }
        CallKind kind = task.call().kind();
        return prctl(task)
                .map(MpxOperation::label)
                .orElse(kind == CallKind.OTHER ? "" : kind.name().toLowerCase(Locale.ROOT));
    }

    /** Which of the two calls of prctl the task is in, if it is in one. */
    static Optional<MpxOperation> prctl(Task task) {
        SystemCall call = task.call();
        if (call.kind() != CallKind.PRCTL) {
            return Optional.empty();
        }
        return call.argument(0) == ENABLE_MANAGEMENT
                ? Optional.of(MpxOperation.ENABLE)
                : call.argument(0) == DISABLE_MANAGEMENT
                        ? Optional.of(MpxOperation.DISABLE)
                        : Optional.empty();
    }
}
