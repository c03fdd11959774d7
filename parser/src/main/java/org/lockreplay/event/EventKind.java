package org.lockreplay.event;

/**
 * What an event is, whatever spelling it had in the trace.
 *
 * <p>Each constant says which columns of {@link EventBatch} carry its data: {@code name}, {@code
 * address}, {@code mode} and the numbered {@code payload}. Columns not named are 0 or empty.
 */
public enum EventKind {
    /** A task asks for a lock, or got it at once by a trylock. name: lock class; address; mode. */
    LOCK_ACQUIRE,
    /** The lock is taken by someone else, the task will wait. name: lock class; address. */
    LOCK_CONTENDED,
    /** The task owns the lock after having asked for it. name: lock class; address. */
    LOCK_ACQUIRED,
    /** name: lock class (empty where the kernel dropped it); address. */
    LOCK_RELEASE,
    /** address (of the lock, not of its lockdep map); payload: 0 flags (bit mask as in 6.1). */
    CONTENTION_BEGIN,
    /** address; payload: 0 result. */
    CONTENTION_END,
    /** address: the mm; mode. */
    MMAP_LOCK_START,
    /** address: the mm; mode; payload: 0 success (0 or 1). */
    MMAP_LOCK_RETURNED,
    /** address: the mm; mode. */
    MMAP_LOCK_RELEASED,
    /** payload: 0 previous pid, 1 next pid. */
    SWITCH,
    /** payload: 0 child pid. */
    FORK,
    /** payload: 0 pid. */
    EXIT,
    /** payload: 0 pid, 1 old pid. */
    EXEC,
    /** payload: 0 interrupt number. */
    IRQ_ENTRY,
    /** payload: 0 interrupt number. */
    IRQ_EXIT,
    /** payload: 0 vector. */
    SOFTIRQ_ENTRY,
    /** payload: 0 vector. */
    SOFTIRQ_EXIT,
    /** Interrupts were switched off ({@code preemptirq:irq_disable}). */
    IRQ_DISABLE,
    /** Interrupts were switched on ({@code preemptirq:irq_enable}). */
    IRQ_ENABLE,
    /** name: system call; payload: its arguments, as many as were printed. */
    SYSCALL_ENTER,
    /** name: system call; payload: 0 result. A clone prints it twice: in parent and child. */
    SYSCALL_EXIT,
    /** {@code raw_syscalls:sys_enter}. payload: 0 number (ABI not told), 1… arguments. */
    RAW_SYSCALL_ENTER,
    /** {@code raw_syscalls:sys_exit}. payload: 0 number, 1 result. */
    RAW_SYSCALL_EXIT,
    /** address: the faulting one; payload: 0 error code. */
    PAGE_FAULT_USER,
    /** address: the faulting one; payload: 0 error code. */
    PAGE_FAULT_KERNEL,
    /** An MPX #BR exception. payload: 0 bndcfgu, 1 bndstatus. */
    BOUNDS_FAULT,
    /**
     * A bounds violation. address: the one referenced; payload: 0 lower, 1 upper (not inverted).
     */
    BOUNDS_VIOLATION,
    /** address: the new table. */
    TABLE_NEW,
    /** payload: 0 start, 1 end of the unmapped range. */
    UNMAP_SEARCH,
    /** payload: 0 start, 1 end inside the table. */
    UNMAP_ZAP,
    /** The proposal's {@code mpx_pre_unmap}. payload: 0 start, 1 end. */
    PRE_UNMAP,
    /** The proposal's {@code mpx_post_unmap}. */
    POST_UNMAP,
    /** address: the directory entry; payload: 0 table. */
    ENTRY_INVALIDATE,
    /** address: the directory entry; payload: 0 expected value, 1 new value, 2 value found. */
    ENTRY_CMPXCHG,
    /** payload: 0 start, 1 end of the table marked for removal. */
    VMA_MARK,
    /** payload: 0 start, 1 end of the table removed. */
    VMA_UNMAP,
    /** payload: 0 signal, 1 si_code, 2 receiving pid. */
    SIGNAL_GENERATE,
    /** Text that a user or {@code trace_printk} wrote into the trace. */
    MARKER,
    /** Events of one CPU are missing here. payload: 0 how many, or -1 where that is not told. */
    LOST,
    /** The buffer of one CPU begins here; what it did before is not in the trace. */
    BUFFER_STARTED,
    /** A header: what follows is a recording of its own. */
    RECORDING_STARTED,
    /**
     * What a header says of the machine. payload: 0 how many CPUs it has, or 0 where this line does
     * not tell that, 1 how many events are overwritten, or -1 where it does not tell that, 2
     * whether (1) the first flag character tells of bottom halves. Payloads behind the last one
     * that is not 0 may be missing.
     */
    CPU_COUNT,
    /** A line that could not be read; whatever it said is missing. The CPU may be known. */
    UNREADABLE,
    /** Well-formed but not ours: counted by its name. */
    OTHER;

    private static final EventKind[] VALUES = values();

    /** The kind with this ordinal; no allocation. */
    public static EventKind of(int ordinal) {
        return VALUES[ordinal];
    }

    /** Whether this is one of the four {@code lock_*} events. */
    public boolean isLock() {
        return ordinal() <= LOCK_RELEASE.ordinal();
    }

    /** Whether this stands for something about the recording, not for an event of the kernel. */
    public boolean isMeta() {
        return this == LOST
                || this == BUFFER_STARTED
                || this == RECORDING_STARTED
                || this == CPU_COUNT
                || this == UNREADABLE;
    }
}
