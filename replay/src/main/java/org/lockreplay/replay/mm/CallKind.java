package org.lockreplay.replay.mm;

import java.util.Map;

/**
 * The system calls that change an address space, or who has it.
 *
 * <p>Names and numbers: {@code arch/x86/entry/syscalls/syscall_64.tbl} and {@code syscall_32.tbl},
 * Linux 5.5, and {@code map_shadow_stack} of 6.6.
 */
public enum CallKind {
    /** None of them, or one whose number is not told which ABI it belongs to. */
    OTHER,
    MMAP,
    /** Arguments are in memory, where a trace does not see them. */
    OLD_MMAP,
    MUNMAP,
    MREMAP,
    REMAP_FILE_PAGES,
    BRK,
    SHMAT,
    SHMDT,
    /** {@code ipc(2)} of 32 bits: first argument 0x15 attaches, 0x16 detaches. */
    IPC,
    /** May take what is in the pages, and leaves them mapped. */
    MADVISE,
    /**
     * Maps memory of which the trace tells neither where nor how much: the ring of io_setup, a
     * library, a shadow stack.
     */
    MAPS_UNSEEN,
    PRCTL,
    CLONE,
    /** Its flags are in memory, where a trace does not see them. */
    CLONE3,
    FORK,
    VFORK,
    EXEC;

    private static final long LOW_ADDRESSES = 0xffff_ffffL;
    private static final long IPC_CALL = 0xffff;
    private static final long IPC_SHMAT = 0x15;
    private static final long IPC_SHMDT = 0x16;

    /** {@code XATTR_SIZE_MAX}. */
    private static final long LONGEST_ATTRIBUTE = 65_536;

    private static final long LAST_OF_64 = 336;
    private static final long FIRST_OF_BOTH = 424;

    private static final Map<String, CallKind> BY_NAME =
            Map.ofEntries(
                    Map.entry("mmap", MMAP),
                    Map.entry("mmap2", MMAP),
                    Map.entry("mmap_pgoff", MMAP),
                    Map.entry("old_mmap", OLD_MMAP),
                    Map.entry("munmap", MUNMAP),
                    Map.entry("mremap", MREMAP),
                    Map.entry("remap_file_pages", REMAP_FILE_PAGES),
                    Map.entry("brk", BRK),
                    Map.entry("shmat", SHMAT),
                    Map.entry("shmdt", SHMDT),
                    Map.entry("ipc", IPC),
                    Map.entry("madvise", MADVISE),
                    Map.entry("io_setup", MAPS_UNSEEN),
                    Map.entry("uselib", MAPS_UNSEEN),
                    Map.entry("map_shadow_stack", MAPS_UNSEEN),
                    Map.entry("prctl", PRCTL),
                    Map.entry("clone", CLONE),
                    Map.entry("clone3", CLONE3),
                    Map.entry("fork", FORK),
                    Map.entry("vfork", VFORK),
                    Map.entry("execve", EXEC),
                    Map.entry("execveat", EXEC));

    /** Whether it begins with taking the lock of its task's own address space. */
    boolean takesOwnLockFirst() {
        return switch (this) {
            case MMAP, OLD_MMAP, MUNMAP, MREMAP, BRK, SHMDT -> true;
            case OTHER,
                    REMAP_FILE_PAGES,
                    SHMAT,
                    IPC,
                    MADVISE,
                    MAPS_UNSEEN,
                    PRCTL,
                    CLONE,
                    CLONE3,
                    FORK,
                    VFORK,
                    EXEC ->
                    false;
        };
    }

    /** Whether it maps or unmaps memory of its task that the trace tells. */
    public boolean changesMemory() {
        return switch (this) {
            case MMAP, OLD_MMAP, MUNMAP, MREMAP, REMAP_FILE_PAGES, BRK, SHMAT, SHMDT -> true;
            case OTHER, IPC, MADVISE, MAPS_UNSEEN, PRCTL, CLONE, CLONE3, FORK, VFORK, EXEC -> false;
        };
    }

    static CallKind ofName(String call) {
        return BY_NAME.getOrDefault(call, OTHER);
    }

    /** The meaning of {@code ipc(2)} with this first argument. */
    static CallKind ofIpc(long first) {
        long call = first & IPC_CALL;
        return call == IPC_SHMAT ? SHMAT : call == IPC_SHMDT ? SHMDT : OTHER;
    }

    /** The meaning of a number; {@link #OTHER} where the ABI is not known. */
    static CallKind ofNumber(long number, Width width) {
        return switch (width) {
            case UNKNOWN -> OTHER;
            case BITS_32 -> ofNumber32((int) number);
            case BITS_64 -> ofNumber64((int) number);
        };
    }

    /**
     * The ABI of a call within which a task was forked: no number forks in both.
     *
     * @return {@link Width#UNKNOWN} for clone3, which has one number in both, and for others
     */
    static Width widthOfForking(long number) {
        return switch ((int) number) {
            case 56, 57, 58 -> Width.BITS_64;
            case 2, 120, 190 -> Width.BITS_32;
            default -> Width.UNKNOWN;
        };
    }

    /** The ABI of the program that an exec ran, by the number with which the exec ends. */
    static Width widthOfExec(long number) {
        return switch ((int) number) {
            case 59, 322 -> Width.BITS_64;
            case 11, 358 -> Width.BITS_32;
            default -> Width.UNKNOWN;
        };
    }

    /**
     * The ABI in which alone a call of this number can end like this; the other one has a call
     * there that answers less, or none.
     *
     * <p>Of the numbers that unmap or map: link, chdir, stime, utime, chmod and acct answer 0 or an
     * error, lgetxattr at most 64 KiB. From 337 to 423, {@code syscall_64.tbl} has no numbers
     * (Linux 6.17).
     */
    static Width widthOfResult(long number, long result) {
        if (SystemCall.failed(result)) {
            return Width.UNKNOWN;
        }
        if (result > LOW_ADDRESSES || result < Integer.MIN_VALUE) {
            return Width.BITS_64;
        }
        if (number > LAST_OF_64 && number < FIRST_OF_BOTH) {
            return Width.BITS_32;
        }
        boolean answers = result != 0;
        return switch ((int) number) {
            case 9, 12, 25, 30 -> answers ? Width.BITS_64 : Width.UNKNOWN;
            case 90, 163 -> answers ? Width.BITS_32 : Width.UNKNOWN;
            case 192 ->
                    Long.compareUnsigned(result, LONGEST_ATTRIBUTE) > 0
                            ? Width.BITS_32
                            : Width.UNKNOWN;
            default -> Width.UNKNOWN;
        };
    }

    /** Whether a call of this number is a clone in one of the ABIs. */
    static boolean mayFork(long number) {
        return number == 56 || number == 120 || number == 435;
    }

    /** Whether a call of this number that answers 0 is an exec, where the ABI is not known. */
    static boolean mayOnlyBeExec(long began, long ended) {
        boolean changed = began == 11 && (ended == 59 || ended == 322);
        return changed || began == 59 || began == 322 || began == 358;
    }

    private static CallKind ofNumber64(int number) {
        return switch (number) {
            case 9 -> MMAP;
            case 11 -> MUNMAP;
            case 12 -> BRK;
            case 25 -> MREMAP;
            case 28 -> MADVISE;
            case 30 -> SHMAT;
            case 56 -> CLONE;
            case 57 -> FORK;
            case 58 -> VFORK;
            case 59, 322 -> EXEC;
            case 67 -> SHMDT;
            case 134, 206, 453 -> MAPS_UNSEEN;
            case 157 -> PRCTL;
            case 216 -> REMAP_FILE_PAGES;
            case 435 -> CLONE3;
            default -> OTHER;
        };
    }

    private static CallKind ofNumber32(int number) {
        return switch (number) {
            case 2 -> FORK;
            case 11, 358 -> EXEC;
            case 45 -> BRK;
            case 86, 245, 453 -> MAPS_UNSEEN;
            case 90 -> OLD_MMAP;
            case 91 -> MUNMAP;
            case 117 -> IPC;
            case 120 -> CLONE;
            case 163 -> MREMAP;
            case 172 -> PRCTL;
            case 190 -> VFORK;
            case 192 -> MMAP;
            case 219 -> MADVISE;
            case 257 -> REMAP_FILE_PAGES;
            case 397 -> SHMAT;
            case 398 -> SHMDT;
            case 435 -> CLONE3;
            default -> OTHER;
        };
    }
}
