package org.lockreplay.protocol.trace;

import java.util.Optional;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.program.Place;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mpx.MpxOperation;

/** How a task comes into the kernel for an operation, and back. */
final class CallLines {

    /** Flags of mmap: private and anonymous. */
    static final int PRIVATE = 0x22;

    /** The end of a successful munmap. */
    static final String UNMAPPED = "sys_munmap -> 0x0";

    private static final int FIXED = 0x32;
    private static final int ENABLE = 0x2b;
    private static final int DISABLE = 0x2c;

    private final Protocol protocol;
    private final Bodies bodies;

    CallLines(Protocol protocol, Bodies bodies) {
        this.protocol = protocol;
        this.bodies = bodies;
    }

    /** What is printed as the operation begins; empty for one that a page fault begins. */
    Optional<String> enters(Operation operation, int region) {
        MpxOperation role = role(operation);
        return switch (role) {
            case ENABLE -> Optional.of(prctl(ENABLE));
            case DISABLE -> Optional.of(prctl(DISABLE));
            case VIOLATION -> Optional.of(MpxLines.exception(1));
            case ALLOCATION -> Optional.of(MpxLines.missing(Math.max(region, 0)));
            case REMOVAL, ENVIRONMENT -> entersCall(operation, region);
        };
    }

    /** What is printed as it ends; empty for what no system call began. */
    Optional<String> leaves(Operation operation, int region) {
        return switch (role(operation)) {
            case ENABLE, DISABLE -> Optional.of("sys_prctl -> 0x0");
            case VIOLATION, ALLOCATION -> Optional.empty();
            case REMOVAL, ENVIRONMENT -> leavesCall(operation, region);
        };
    }

    private Optional<String> entersCall(Operation operation, int region) {
        AddressRange range = Place.range(Math.max(region, 0));
        if (bodies.maps(operation)) {
            boolean over = bodies.unmaps(operation);
            return Optional.of(mmap(range.first(), range.length(), over ? FIXED : PRIVATE));
        }
        if (bodies.unmaps(operation)) {
            return Optional.of(munmap(range));
        }
        return isPageFault(operation)
                ? Optional.empty()
                : Optional.of(
                        "sys_ioctl(fd: 3, cmd: %x, arg: 0)"
                                .formatted(protocol.operations().indexOf(operation)));
    }

    private Optional<String> leavesCall(Operation operation, int region) {
        if (bodies.maps(operation)) {
            return Optional.of(mapped(Place.range(Math.max(region, 0)).first()));
        }
        if (bodies.unmaps(operation)) {
            return Optional.of(UNMAPPED);
        }
        return isPageFault(operation) ? Optional.empty() : Optional.of("sys_ioctl -> 0x0");
    }

    /** Whether a page fault of user space begins it. */
    boolean isPageFault(Operation operation) {
        return role(operation) == MpxOperation.ENVIRONMENT && bodies.onlyTouches(operation);
    }

    static String mmap(long start, long length, int flags) {
        return "sys_mmap(addr: %x, len: %x, prot: 3, flags: %x, fd: ffffffff, off: 0)"
                .formatted(start, length, flags);
    }

    static String munmap(AddressRange range) {
        return "sys_munmap(addr: %x, len: %x)".formatted(range.first(), range.length());
    }

    static String mapped(long start) {
        return "sys_mmap -> 0x%x".formatted(start);
    }

    private static String prctl(int option) {
        return "sys_prctl(option: %x, arg2: 0, arg3: 0, arg4: 0, arg5: 0)".formatted(option);
    }

    static MpxOperation role(Operation operation) {
        return operation.role().orElse(MpxOperation.ENVIRONMENT);
    }
}
