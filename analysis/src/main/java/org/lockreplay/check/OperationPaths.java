package org.lockreplay.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.replay.mpx.MpxOperation;

/**
 * Which operations of a protocol a task can be in that came into the kernel by some path, by their
 * {@code paths}, and their role where these say nothing. Stateless.
 */
final class OperationPaths {

    /** Their form is seen as they end only; without it, it is not known. */
    private static final Set<String> OPEN = Set.of("brk", "mremap");

    private static final String EXCEPTION = "#BR";
    private static final List<String> UNMAPPING =
            List.of(
                    "munmap",
                    "mmap(MAP_FIXED)",
                    "mremap(MREMAP_FIXED)",
                    "mremap(move)",
                    "mremap(shrink)",
                    "brk(shrink)",
                    "shmdt",
                    "shmat(SHM_REMAP)",
                    "remap_file_pages");

    private OperationPaths() {}

    /** Those of these operations that fit the path best, and those that may come by any. */
    static List<Operation> of(List<Operation> operations, String path) {
        List<Operation> named = named(operations, path);
        List<Operation> all = new ArrayList<>(named);
        operations.stream().filter(each -> paths(each).isEmpty()).forEach(all::add);
        return all;
    }

    /** Those whose paths say so; if any name the very form, these alone. */
    static List<Operation> named(List<Operation> operations, String path) {
        List<Operation> exact =
                operations.stream().filter(each -> paths(each).contains(path)).toList();
        return exact.isEmpty()
                ? operations.stream().filter(each -> comesBy(each, path)).toList()
                : exact;
    }

    private static boolean comesBy(Operation operation, String path) {
        String call = call(path);
        return paths(operation).stream()
                .anyMatch(
                        each ->
                                each.equals(call)
                                        || (OPEN.contains(path)
                                                && call(each).equals(path)
                                                && !each.contains("FIXED")));
    }

    /** Without the form that stands in parentheses. */
    static String call(String path) {
        int form = path.indexOf('(');
        return form < 0 ? path : path.substring(0, form);
    }

    /** Its own, or those of its role; empty if it may come by any. */
    static List<String> paths(Operation operation) {
        List<String> given = operation.paths();
        List<String> meant = ofRole(operation.role());
        boolean exception = meant.stream().anyMatch(each -> call(each).equals(EXCEPTION));
        return given.isEmpty() || (exception && given.contains(EXCEPTION)) ? meant : given;
    }

    private static List<String> ofRole(Optional<MpxOperation> role) {
        if (role.isEmpty()) {
            return List.of();
        }
        return switch (role.get()) {
            case ENABLE -> List.of("prctl(PR_MPX_ENABLE_MANAGEMENT)");
            case DISABLE -> List.of("prctl(PR_MPX_DISABLE_MANAGEMENT)");
            case VIOLATION -> List.of("#BR(1)");
            case ALLOCATION -> List.of("#BR(2)");
            case REMOVAL -> UNMAPPING;
            case ENVIRONMENT -> List.of();
        };
    }
}
