package org.lockreplay.protocol.trace;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.ProtocolLock;
import org.lockreplay.protocol.file.Step;
import org.lockreplay.protocol.program.Deed;
import org.lockreplay.protocol.program.Memory;
import org.lockreplay.protocol.program.Place;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mpx.MpxModel;
import org.lockreplay.replay.mpx.MpxOperation;

/**
 * Writes deeds as ftrace text: lock events as lockdep and lock statistics print them, system calls,
 * page faults, and the events of MPX and of the proposal.
 *
 * <p>The tasks are threads of one process. Events that a kernel does not have are not made up: a
 * whole table that is freed without the proposal's events shows as a search without a zap, a try in
 * vain shows as nothing. One exception: {@code downgrade_write}, which lockdep does not trace, is a
 * release and a successful try. Not thread-safe.
 */
public final class TraceText {

    private static final String HEADER =
            """
            # tracer: nop
            #
            #                                _-----=> irqs-off
            #                               / _----=> need-resched
            #                              | / _---=> hardirq/softirq
            #                              || / _--=> preempt-depth
            #                              ||| /     delay
            #           TASK-PID     CPU#  ||||   TIMESTAMP  FUNCTION
            #              | |         |   ||||      |         |
            """;

    private static final String VIOLATION =
            "mpx_bounds_register_exception: address referenced: 0x0000000000402000 bounds: lower:"
                    + " 0x402001 ~upper: 0x40200f";

    private static final int FIRST_PID = 101;
    private static final long FIRST_LOCK = 0xffff_8880_0100_0000L;
    private static final long CODE = 0x40_1000L;
    private static final long NANOS = 1_000_000_000L;

    private final Protocol protocol;
    private final Memory memory;
    private final Pace pace;
    private final Appendable out;
    private final int tasks;
    private long line;

    /**
     * @param memory has the states that the deeds name
     * @param line how many lines stand before what is written
     */
    public TraceText(
            Protocol protocol, Memory memory, int tasks, Pace pace, Appendable out, long line) {
        this.protocol = protocol;
        this.memory = memory;
        this.pace = pace;
        this.out = out;
        this.line = line;
        this.tasks = tasks;
    }

    /** The line that was written last, from 1. */
    public long line() {
        return line;
    }

    /**
     * Ends a recording: the tasks that are in user space exit. The others hang.
     *
     * @param idle whether a task is in user space
     */
    public void end(IntPredicate idle) throws IOException {
        for (int task = tasks - 1; task >= 0; task--) {
            if (idle.test(task)) {
                event(task, "sys_exit(error_code: 0)");
                event(
                        task,
                        "sched_process_exit: comm=%s pid=%d prio=120"
                                .formatted(comm(task), pid(task)));
            }
        }
    }

    /**
     * Begins a recording: a new program, its threads, the memory that is mapped at first, and the
     * prctl that switched management on.
     */
    public void begin(String title) throws IOException {
        for (String one : HEADER.split("\n")) {
            raw(one);
        }
        raw("# " + title);
        event(
                0,
                "sched_process_exec: filename=/usr/bin/task1 pid=%d old_pid=%1$d"
                        .formatted(pid(0)));
        event(0, "sys_execve -> 0x0");
        for (int task = 1; task < tasks; task++) {
            event(
                    0,
                    "sys_clone(clone_flags: 3d0f00, newsp: 0, parent_tidptr: 0, child_tidptr: 0,"
                            + " tls: 0)");
            event(
                    0,
                    "sched_process_fork: comm=task1 pid=%d child_comm=%s child_pid=%d"
                            .formatted(pid(0), comm(task), pid(task)));
            event(0, "sys_clone -> 0x%x".formatted(pid(task)));
            event(task, "sys_clone -> 0x0");
        }
        if (protocol.operations().stream().anyMatch(one -> one.role().isPresent())) {
            for (int region = 0; region < Place.REGIONS; region++) {
                mmap(0, Place.range(region), "22");
                event(0, "sys_mmap -> 0x%x".formatted(Place.range(region).first()));
            }
        }
        for (Operation operation : protocol.operations()) {
            if (operation.role().equals(Optional.of(MpxOperation.ENABLE))) {
                prctl(0, "2b");
                locks(operation.steps());
                event(0, "sys_prctl -> 0x0");
            }
        }
    }

    /** What these steps do with locks, and with what is in them left out. */
    private void locks(List<Step> steps) throws IOException {
        for (Step step : steps) {
            if (step instanceof Step.Lock one) {
                int lock = protocol.lockNumber(one.lock());
                lock(0, "lock_acquire", one.mode() == LockMode.READ ? "read " : "", lock);
                lock(0, "lock_acquired", "", lock);
            } else if (step instanceof Step.Unlock one) {
                lock(0, "lock_release", "", protocol.lockNumber(one.lock()));
            } else if (step instanceof Step.Call one) {
                locks(protocol.routines().get(one.routine()));
            }
        }
    }

    /** Writes a deed; answers its first line, or the last one if it leaves none. */
    public long write(Deed deed) throws IOException {
        long before = line;
        int task = deed.task();
        switch (deed.kind()) {
            case BEGINS -> begins(deed);
            case ENDS -> ends(deed);
            case ACQUIRES -> acquires(deed);
            case WAITS -> {
                lock(task, "lock_acquire", mode(deed), deed.lock());
                lock(task, "lock_contended", "", deed.lock());
            }
            case GRANTED -> lock(task, "lock_acquired", "", deed.lock());
            case TRIES_WELL -> lock(task, "lock_acquire", "try " + mode(deed), deed.lock());
            case RELEASES -> lock(task, "lock_release", "", deed.lock());
            case DOWNGRADES -> {
                lock(task, "lock_release", "", deed.lock());
                lock(task, "lock_acquire", "try read ", deed.lock());
            }
            case FAULTS -> faults(deed);
            case CHANGES -> changes(deed);
            case TRIES_IN_VAIN, TOUCHES, FAULTS_OFF, FAULTS_ON, FINDS_TRUE, FINDS_FALSE -> {}
        }
        return line == before ? line : before + 1;
    }

    private void begins(Deed deed) throws IOException {
        int task = deed.task();
        Optional<MpxOperation> role = role(deed);
        String region = deed.region() < 0 ? "" : " of region " + name(deed.region());
        event(task, "tracing_mark_write: " + deed.step() + region);
        if (role.isEmpty()) {
            if (isMapping(deed)) {
                mmap(task, Place.range(deed.region()), "22");
            }
            return;
        }
        switch (role.get()) {
            case ENABLE -> prctl(task, "2b");
            case DISABLE -> prctl(task, "2c");
            case VIOLATION ->
                    event(
                            task,
                            "bounds_exception_mpx: bndcfgu:0x%x bndstatus:0x1"
                                    .formatted(Place.DIRECTORY | 3));
            case ALLOCATION ->
                    event(
                            task,
                            "bounds_exception_mpx: bndcfgu:0x%x bndstatus:0x%x"
                                    .formatted(Place.DIRECTORY | 3, entry(deed) | 2));
            case REMOVAL -> {
                AddressRange range = Place.range(deed.region());
                if (isMapping(deed)) {
                    mmap(task, range, "32");
                } else {
                    event(
                            task,
                            "sys_munmap(addr: %x, len: %x)"
                                    .formatted(range.first(), range.length()));
                }
            }
            case ENVIRONMENT -> {
                if (isMapping(deed)) {
                    mmap(task, Place.range(deed.region()), "22");
                }
            }
        }
    }

    private void ends(Deed deed) throws IOException {
        int task = deed.task();
        Optional<MpxOperation> role = role(deed);
        if (isMapping(deed)) {
            event(task, "sys_mmap -> 0x%x".formatted(Place.range(deed.region()).first()));
        } else if (role.isPresent()) {
            switch (role.get()) {
                case ENABLE, DISABLE -> event(task, "sys_prctl -> 0x0");
                case REMOVAL -> event(task, "sys_munmap -> 0x0");
                case VIOLATION -> {
                    event(task, VIOLATION);
                    event(
                            task,
                            "signal_generate: sig=11 errno=0 code=3 comm=%s pid=%d grp=0 res=0"
                                    .formatted(comm(task), pid(task)));
                }
                case ALLOCATION, ENVIRONMENT -> {}
            }
        }
    }

    /** A lock that is free at once; a page fault tries it first. */
    private void acquires(Deed deed) throws IOException {
        if (deed.fault()) {
            lock(deed.task(), "lock_acquire", "try read ", deed.lock());
        } else {
            lock(deed.task(), "lock_acquire", mode(deed), deed.lock());
            lock(deed.task(), "lock_acquired", "", deed.lock());
        }
    }

    private void faults(Deed deed) throws IOException {
        boolean user = role(deed).filter(role -> role != MpxOperation.ENVIRONMENT).isEmpty();
        boolean code = role(deed).filter(MpxOperation.VIOLATION::equals).isPresent();
        event(
                deed.task(),
                "page_fault_%s: address=0x%x ip=0x%x error_code=0x%d"
                        .formatted(
                                user ? "user" : "kernel",
                                code || user ? CODE : entry(deed),
                                CODE,
                                user ? 4 : 0));
    }

    private void changes(Deed deed) throws IOException {
        int task = deed.task();
        MpxModel before = memory.model(deed.before());
        MpxModel after = memory.model(deed.after());
        switch (deed.effect()) {
            case SEARCH -> event(task, "mpx_unmap_search: " + bounds(Place.range(deed.region())));
            case ZAP_TABLE -> {
                OptionalLong table = before.table(index(deed));
                if (table.isPresent()) {
                    event(
                            task,
                            "mpx_unmap_zap: "
                                    + bounds(
                                            Place.GEOMETRY.zapped(
                                                    table.getAsLong(),
                                                    Place.range(deed.region()))));
                }
            }
            case CMPXCHG_ENTRY, STORE_ENTRY -> installs(deed, after);
            case INVALIDATE_ENTRY -> {
                if (before.table(index(deed)).isPresent()) {
                    event(
                            task,
                            "mpx_bd_invalidate: bd_entry:0x%x table vaddr:%016x"
                                    .formatted(entry(deed), Place.table(deed.hand())));
                }
            }
            case MARK_TABLE, MARK_VMA, MARK_ENTRY -> {
                List<Long> marked = before.marked();
                for (Long table : after.marked()) {
                    if (!marked.contains(table)) {
                        event(task, "mpx_bt_mark: " + bounds(tableRange(table)));
                    }
                }
            }
            case REMOVE_MARKED -> {
                for (Long table : before.marked()) {
                    event(task, "mpx_bt_remove: " + bounds(tableRange(table)));
                }
            }
            case MANAGE,
                    UNMANAGE,
                    MAP,
                    UNMAP,
                    ALLOCATE_TABLE,
                    FREE_ENTRY,
                    FREE_TABLE,
                    COUNT_ONE_MORE,
                    COUNT_ONE_LESS,
                    REMOVAL_OVER,
                    RESOLVE -> {}
        }
    }

    private void installs(Deed deed, MpxModel after) throws IOException {
        OptionalLong now = after.table(index(deed));
        if (deed.hand() >= 0 && now.equals(OptionalLong.of(Place.table(deed.hand())))) {
            event(
                    deed.task(),
                    "mpx_new_bounds_table: table vaddr:%016x".formatted(Place.table(deed.hand())));
        }
    }

    private void mmap(int task, AddressRange range, String flags) throws IOException {
        event(
                task,
                "sys_mmap(addr: %x, len: %x, prot: 3, flags: %s, fd: ffffffff, off: 0)"
                        .formatted(range.first(), range.length(), flags));
    }

    private void prctl(int task, String option) throws IOException {
        event(task, "sys_prctl(option: %s, arg2: 0, arg3: 0, arg4: 0, arg5: 0)".formatted(option));
    }

    private void lock(int task, String event, String mode, int lock) throws IOException {
        event(
                task,
                "%s: %x %s%s"
                        .formatted(
                                event,
                                FIRST_LOCK + 0x80L * lock,
                                mode,
                                traced(protocol.locks().get(lock))));
    }

    private void event(int task, String text) throws IOException {
        long nanos = pace.nanos(task);
        raw(
                String.format(
                        Locale.ROOT,
                        "%16s-%-6d [%03d] .... %5d.%06d: %s",
                        comm(task),
                        pid(task),
                        pace.cpu(task),
                        nanos / NANOS,
                        nanos % NANOS / 1000,
                        text));
    }

    private void raw(String text) throws IOException {
        out.append(text).append('\n');
        line++;
    }

    /** What a trace calls the lock: its first alias that looks like the kernel's. */
    private static String traced(ProtocolLock lock) {
        List<String> plain =
                lock.aliases().stream().filter(alias -> alias.indexOf('*') < 0).toList();
        return plain.stream()
                .filter(alias -> alias.startsWith("&"))
                .findFirst()
                .or(() -> plain.stream().findFirst())
                .orElse(lock.name());
    }

    /** Whether it is an mmap: what it is called, and called by, says so. */
    private static boolean isMapping(Deed deed) {
        return deed.region() >= 0
                && deed.operation()
                        .filter(
                                one ->
                                        one.name().startsWith("mmap")
                                                || one.paths().stream()
                                                        .anyMatch(path -> path.startsWith("mmap")))
                        .isPresent();
    }

    private static Optional<MpxOperation> role(Deed deed) {
        return deed.operation().flatMap(operation -> operation.role());
    }

    private static String mode(Deed deed) {
        return deed.mode() == LockMode.READ ? "read " : "";
    }

    private static long index(Deed deed) {
        return Place.index(Place.entry(Math.max(deed.region(), 0)));
    }

    private static long entry(Deed deed) {
        return Place.entryAddress(Place.entry(Math.max(deed.region(), 0)));
    }

    private static AddressRange tableRange(long table) {
        return new AddressRange(table, table + Place.GEOMETRY.tableBytes() - 1);
    }

    private static String bounds(AddressRange range) {
        return "[0x%016x:0x%016x]".formatted(range.first(), range.last() + 1);
    }

    private static String comm(int task) {
        return "task" + (task + 1);
    }

    private static int pid(int task) {
        return FIRST_PID + task;
    }

    /** The letter of a region. */
    public static String name(int region) {
        return String.valueOf((char) ('A' + region));
    }
}
