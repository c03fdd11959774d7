package org.lockreplay.replay.mm;

import java.util.OptionalLong;
import org.lockreplay.event.EventBatch;

/**
 * The system call that a task is in: its number or name, and its arguments. Reused for every call
 * of the task; not thread-safe.
 */
public final class SystemCall {

    private static final int ARGUMENTS = 6;

    /** Parent and child have one address space. */
    static final long CLONE_VM = 0x100;

    private static final long CLONE_VFORK = 0x4000;

    /** {@code -MAX_ERRNO}: from here to -1 results are errors. */
    private static final long LOWEST_ERROR = -4095;

    private static final long LOW_ADDRESSES = 0xffff_ffffL;
    private static final long IPC = 117;
    private static final long MREMAP_FIXED = 2;

    /** Linux 5.7. */
    private static final long MREMAP_DONTUNMAP = 4;

    private final long[] arguments = new long[ARGUMENTS];
    private final Task task;
    private boolean going;
    private boolean named;
    private CallKind kind = CallKind.OTHER;
    private long number;
    private long line;

    /** An event told of a fork in it. */
    private boolean forked;

    /** The number was not known to mean anything when it began. */
    private boolean unread;

    SystemCall(Task task) {
        this.task = task;
    }

    /** Whether the task is known to be in a call. */
    public boolean going() {
        return going;
    }

    /** Which call it is; {@link CallKind#OTHER} if the task is in none. */
    public CallKind kind() {
        if (!going) {
            return CallKind.OTHER;
        }
        CallKind call = named ? kind : CallKind.ofNumber(number, task.space().width());
        return call == CallKind.IPC ? CallKind.ofIpc(arguments[0]) : call;
    }

    /** Argument {@code index} from 0; 0 where the trace had fewer. */
    public long argument(int index) {
        return arguments[index];
    }

    /** Of an mmap: whether it certainly unmaps what stands in the way. */
    public boolean mapsOver() {
        return KernelPath.mapsOver(arguments[3]);
    }

    /** Of an mmap: whether it may; Linux before 4.17 knows no {@code MAP_FIXED_NOREPLACE}. */
    public boolean mayMapOver() {
        return KernelPath.mayMapOver(arguments[3]);
    }

    /** Of an mremap: whether it moves to a certain place, whatever is mapped there. */
    public boolean movesOver() {
        return (arguments[3] & MREMAP_FIXED) != 0;
    }

    /** Of an mremap: whether the old place stays mapped if it moves. */
    public boolean leavesOld() {
        return (arguments[3] & MREMAP_DONTUNMAP) != 0;
    }

    /** Of a shmat: whether it unmaps what stands in the way. */
    public boolean attachesOver() {
        return KernelPath.attachesOver(arguments[2]);
    }

    /** Whether a result says that the call failed. */
    public static boolean failed(long result) {
        return result < 0 && result >= LOWEST_ERROR;
    }

    /** The address given to shmdt, or to ipc for it. */
    public long sharedAddress() {
        return arguments[isIpc() ? 4 : 0];
    }

    boolean isIpc() {
        return named
                ? kind == CallKind.IPC
                : number == IPC && task.space().width() == Width.BITS_32;
    }

    /** Whether it is known by its name, not by a number. */
    boolean named() {
        return named;
    }

    /** Line at which it began. */
    public long line() {
        return line;
    }

    /**
     * What the call answered, if the trace prints the result like this: a kernel of 32 bits prints
     * errors as large numbers in hex, and high addresses as negative ones in decimal.
     */
    static long result(long printed, Width width) {
        boolean narrow = width != Width.BITS_64 && (printed & ~LOW_ADDRESSES) == 0;
        int signed = (int) printed;
        if (narrow && failed(signed)) {
            return signed;
        }
        return width == Width.BITS_32 && !failed(printed) ? printed & LOW_ADDRESSES : printed;
    }

    /** The bits of an argument that are part of an address. */
    long addressMask() {
        return task.space().width() == Width.BITS_32 ? LOW_ADDRESSES : -1;
    }

    /** Whether an argument is too large for a program of 32 bits. */
    boolean isOf64() {
        for (long argument : arguments) {
            if ((argument & ~LOW_ADDRESSES) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether the event of a result belongs to it, by its number. */
    boolean endsWith(long exit) {
        return named || number == exit || kind() == CallKind.OTHER || kind() == CallKind.EXEC;
    }

    /** Whether the event of a result belongs to it, by its name. */
    boolean endsWith(CallKind exit) {
        CallKind call = named || isIpc() ? named() ? kind : CallKind.IPC : kind();
        return call == exit || call == CallKind.OTHER;
    }

    /** Whether it has run another program, although no event told of an exec. */
    boolean ranAnother(long exit) {
        boolean known = named || task.space().width() != Width.UNKNOWN;
        return going && (known ? kind() == CallKind.EXEC : CallKind.mayOnlyBeExec(number, exit));
    }

    /** Says once whether its number meant nothing when it began, and does now. */
    boolean isReadNow() {
        boolean now = going && unread && task.space().width() != Width.UNKNOWN;
        unread &= !now;
        return now;
    }

    void beUnread() {
        unread = true;
    }

    /** Answers whether another event has told of the beginning of the same call. */
    boolean enter(CallKind name, EventBatch batch, int row) {
        boolean told = going && !named && !isOther(name);
        if (!told) {
            loseResult();
        }
        named = true;
        kind = name;
        begin(batch, row, 0);
        return told;
    }

    /** The same; it does not hide the name that the other event gave to the call. */
    boolean enterRaw(EventBatch batch, int row) {
        boolean told = going && named;
        if (!told) {
            loseResult();
            named = false;
            number = batch.payload(row, 0);
            begin(batch, row, 1);
        }
        return told;
    }

    /** A raw event told the number of another call than this name. */
    private boolean isOther(CallKind name) {
        return kind() != CallKind.OTHER && kind() != name;
    }

    /** The task goes on, and how this call ended is not in the trace. */
    void loseResult() {
        if (going) {
            MemoryCalls.lose(task);
        }
        going = false;
    }

    void end() {
        going = false;
    }

    /** An event tells of a fork in it. */
    void forked() {
        forked = true;
    }

    /** Whether it is one that forks, and no event told of a fork in it. */
    boolean forks() {
        CallKind call = kind();
        return !forked
                && (call == CallKind.CLONE
                        || call == CallKind.CLONE3
                        || call == CallKind.FORK
                        || call == CallKind.VFORK);
    }

    /** Whether it may make a task that shares memory, and no event told of a fork in it. */
    boolean maySharePages() {
        if (!going || forked) {
            return false;
        }
        CallKind call = named || task.space().width() != Width.UNKNOWN ? kind() : forkingKind();
        return call == CallKind.CLONE3
                || call == CallKind.VFORK
                || (call == CallKind.CLONE && (arguments[0] & CLONE_VM) != 0);
    }

    /** Whether it ends only after the child has run another program, or ended. */
    boolean waitsForChild() {
        CallKind call = kind();
        return call == CallKind.VFORK
                || (call == CallKind.CLONE && (arguments[0] & CLONE_VFORK) != 0);
    }

    /**
     * The clone flags of the fork that happens in this call; empty if they are not known.
     *
     * @return of the flags, {@code CLONE_VM} (0x100) says whether memory is shared
     */
    OptionalLong cloneFlags() {
        if (!going) {
            return OptionalLong.empty();
        }
        return switch (forkingKind()) {
            case CLONE -> OptionalLong.of(arguments[0]);
            case FORK -> OptionalLong.of(0);
            case VFORK -> OptionalLong.of(CLONE_VM);
            case OTHER,
                    MMAP,
                    OLD_MMAP,
                    MUNMAP,
                    MREMAP,
                    REMAP_FILE_PAGES,
                    BRK,
                    SHMAT,
                    SHMDT,
                    IPC,
                    MADVISE,
                    MAPS_UNSEEN,
                    PRCTL,
                    CLONE3,
                    EXEC ->
                    OptionalLong.empty();
        };
    }

    /** What the number of a call within which a task was forked tells of its ABI. */
    Width widthOfForking() {
        return going && !named ? CallKind.widthOfForking(number) : Width.UNKNOWN;
    }

    private CallKind forkingKind() {
        return named ? kind : CallKind.ofNumber(number, CallKind.widthOfForking(number));
    }

    private void begin(EventBatch batch, int row, int firstArgument) {
        going = true;
        forked = false;
        unread = false;
        line = batch.line(row);
        for (int i = 0; i < ARGUMENTS; i++) {
            arguments[i] = batch.payload(row, firstArgument + i);
        }
    }
}
