package org.lockreplay.protocol.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.ProtocolLock;
import org.lockreplay.protocol.program.Deed;
import org.lockreplay.protocol.program.Memory;
import org.lockreplay.protocol.program.Place;
import org.lockreplay.replay.mpx.MpxOperation;

/**
 * Prints a run of a protocol as the ftrace text of the kernel that it would have run on: threads of
 * one process, with their system calls and exceptions, lock events, page faults, switches, and the
 * events of MPX and of the proposal.
 *
 * <p>Use: {@link #begin}, then {@link #write} for each deed, then {@link #end}. Times and CPUs come
 * from the seed; the same run and seed give the same bytes. Events that a kernel does not have are
 * not made up: a try in vain leaves nothing. One exception: {@code downgrade_write}, which lockdep
 * does not trace, is a release and a successful try to read, so that what is held is told. Memory:
 * the text of the trace. Not thread-safe.
 */
public final class KernelTrace {

    private static final String NAME = "mpxsim";
    private static final long FIRST_LOCK = 0xffff_8880_b6a9_ae00L;
    private static final long LOCK_BYTES = 0xa0;
    private static final long INSTRUCTION = 0x40_1a96L;
    private static final int NONE = -1;

    private final Protocol protocol;
    private final Memory memory;
    private final TraceLines lines;
    private final Processors cpus;
    private final Bodies bodies;
    private final CallLines calls;
    private final MpxLines mpx;
    private final List<Task> tasks = new ArrayList<>();
    private final int bracket;

    /** For each deed the line of its first event, or of the last one before it. */
    private final List<Long> deedLines = new ArrayList<>();

    /** What is going on in one task. */
    private static final class Task {
        /** By which it came into the kernel; empty in user space. */
        private Optional<Operation> outer = Optional.empty();

        /** The role of what it is doing, which may be another operation inside that. */
        private MpxOperation role = MpxOperation.ENVIRONMENT;

        private int region;
        private boolean inBracket;
        private boolean faulting;
        private int granted = NONE;

        /** The deed by which it was. */
        private int grant = NONE;
    }

    /**
     * @param memory what the numbers of memory states mean
     * @param tasks how many there are, at least 1
     * @param processors how many CPUs they run on, at least 1
     * @param titles comments below the header, without line feeds
     */
    public KernelTrace(
            Protocol protocol,
            Memory memory,
            int tasks,
            int processors,
            List<String> titles,
            long seed) {
        this.protocol = protocol;
        this.memory = memory;
        Random random = new Random(seed);
        lines = new TraceLines(titles, random);
        cpus = new Processors(lines, NAME, tasks, processors, random);
        bodies = new Bodies(protocol);
        calls = new CallLines(protocol, bodies);
        mpx = new MpxLines(protocol.bracket().isPresent());
        bracket = protocol.bracket().map(protocol::lockNumber).orElse(NONE);
        for (int task = 0; task < tasks; task++) {
            this.tasks.add(new Task());
        }
    }

    // ---- beginning and end ----

    /**
     * Prints what leads to the first state: a program that has mapped its memory, switched on
     * management as the protocol does it, and made its threads.
     */
    public void begin() {
        cpus.boot(0);
        new Prologue(protocol, bodies, cpus).print(this, tasks.size());
    }

    /**
     * Prints the end of the tasks that are in user space, and writes all of it.
     *
     * @return how many lines it has
     */
    public long end(OutputStream out) throws IOException {
        for (int task = tasks.size() - 1; task >= 0; task--) {
            resume(task);
            if (tasks.get(task).outer.isEmpty()) {
                print(
                        task,
                        task == 0 ? "sys_exit_group(error_code: 0)" : "sys_exit(error_code: 0)");
                print(
                        task,
                        "sched_process_exit: comm=%s pid=%d prio=120"
                                .formatted(NAME, cpus.pid(task)));
                cpus.leave(task, 'X');
            }
        }
        lines.write(cpus.count(), out);
        return lines.line();
    }

    /**
     * For each deed so far, in their order, the line of its first event, or where it left none, of
     * the last one before it.
     */
    public List<Long> deedLines() {
        return List.copyOf(deedLines);
    }

    /** Prints what a program wrote into {@code trace_marker}. */
    public void mark(int task, String text) {
        resume(task);
        print(task, "tracing_mark_write: " + text);
    }

    /** Prints what a task does. */
    public void write(Deed deed) {
        long before = lines.line();
        print(deed);
        deedLines.add(lines.line() == before ? before : before + 1);
    }

    private void print(Deed deed) {
        int task = deed.task();
        switch (deed.kind()) {
            case BEGINS -> begins(task, deed.operation().orElseThrow(), deed.region());
            case ENDS -> ends(task);
            case ACQUIRES -> acquires(task, deed.lock(), deed.mode(), deed.fault());
            case WAITS -> waits(task, deed.lock(), deed.mode(), deed.fault());
            case GRANTED -> {
                tasks.get(task).granted = deed.lock();
                tasks.get(task).grant = deedLines.size();
            }
            case TRIES_WELL -> tries(task, deed.lock(), deed.mode());
            case RELEASES -> releases(task, deed.lock());
            case DOWNGRADES -> {
                resume(task);
                printLocked(task, "lock_release: %s %3$s", deed.lock(), LockMode.WRITE);
                printLocked(task, "lock_acquire: %s try %s%s", deed.lock(), LockMode.READ);
            }
            case TOUCHES -> touches(task, false);
            case FAULTS -> touches(task, true);
            case CHANGES -> changes(deed);
            case TRIES_IN_VAIN, FAULTS_OFF, FAULTS_ON, FINDS_TRUE, FINDS_FALSE -> {
                // a kernel prints nothing
            }
        }
    }

    // ---- operations ----

    void begins(int task, Operation enters, int region) {
        Task one = tasks.get(task);
        one.role = CallLines.role(enters);
        one.region = region >= 0 ? region : one.region;
        if (one.outer.isEmpty()) {
            resume(task);
            one.outer = Optional.of(enters);
            calls.enters(enters, one.region).ifPresent(event -> print(task, event));
        }
    }

    void ends(int task) {
        Task one = tasks.get(task);
        resume(task);
        one.outer
                .flatMap(operation -> calls.leaves(operation, one.region))
                .ifPresent(event -> print(task, event));
        one.outer = Optional.empty();
        one.inBracket = false;
        one.faulting = false;
    }

    // ---- locks ----

    void acquires(int task, int lock, LockMode mode, boolean fault) {
        opens(task, lock, fault);
        if (fault) {
            printLocked(task, "lock_acquire: %s try %s%s", lock, mode);
        } else {
            printLocked(task, "lock_acquire: %s %s%s", lock, mode);
            printLocked(task, "lock_acquired: %s %3$s", lock, mode);
        }
    }

    private void waits(int task, int lock, LockMode mode, boolean fault) {
        opens(task, lock, fault);
        printLocked(task, "lock_acquire: %s %s%s", lock, mode);
        printLocked(task, "lock_contended: %s %3$s", lock, mode);
        cpus.leave(task, 'D');
    }

    private void tries(int task, int lock, LockMode mode) {
        opens(task, lock, false);
        printLocked(task, "lock_acquire: %s try %s%s", lock, mode);
    }

    void releases(int task, int lock) {
        resume(task);
        printLocked(task, "lock_release: %s %3$s", lock, LockMode.WRITE);
        Task one = tasks.get(task);
        if (one.faulting) {
            one.faulting = false;
            touched(task);
        } else if (lock == bracket && one.inBracket) {
            one.inBracket = false;
            mpx.postUnmap().forEach(event -> print(task, event));
        }
    }

    /** A removal that asks for the lock of the bracket is at its beginning. */
    private void opens(int task, int lock, boolean fault) {
        resume(task);
        Task one = tasks.get(task);
        one.faulting |= fault;
        if (lock == bracket && one.role == MpxOperation.REMOVAL && !one.inBracket) {
            one.inBracket = true;
            mpx.preUnmap(one.region).forEach(event -> print(task, event));
        }
    }

    // ---- memory ----

    private void touches(int task, boolean fault) {
        resume(task);
        Task one = tasks.get(task);
        if (!fault) {
            touched(task);
        } else if (one.outer.filter(calls::isPageFault).isPresent()) {
            irqsOff(
                    task,
                    "page_fault_user: address=0x%x ip=0x%x error_code=0x6"
                            .formatted(Place.range(one.region).first(), INSTRUCTION));
        } else {
            boolean entry = one.role != MpxOperation.VIOLATION;
            irqsOff(
                    task,
                    "page_fault_kernel: address=0x%x ip=%s error_code=0x%d"
                            .formatted(
                                    entry ? MpxLines.entryAddress(one.region) : INSTRUCTION,
                                    entry ? "__get_user_8" : "copy_user_generic_string",
                                    one.role == MpxOperation.ALLOCATION ? 3 : 0));
        }
    }

    /** A touch is over. */
    private void touched(int task) {
        Task one = tasks.get(task);
        if (one.role == MpxOperation.VIOLATION) {
            print(task, MpxLines.violation(one.region));
            irqsOff(
                    task,
                    "signal_generate: sig=11 errno=0 code=3 comm=%s pid=%d grp=0 res=0"
                            .formatted(NAME, cpus.pid(task)));
        }
    }

    private void changes(Deed deed) {
        int task = deed.task();
        resume(task);
        OptionalLong table =
                deed.hand() < 0 ? OptionalLong.empty() : OptionalLong.of(Place.table(deed.hand()));
        List<String> events =
                mpx.of(
                        deed.effect(),
                        tasks.get(task).region,
                        table,
                        memory.model(deed.before()),
                        memory.model(deed.after()));
        events.forEach(event -> print(task, event));
    }

    // ---- lines ----

    /** A task that was given a lock while it waited says so as soon as it runs. */
    private void resume(int task) {
        int lock = tasks.get(task).granted;
        if (lock != NONE) {
            tasks.get(task).granted = NONE;
            printLocked(task, "lock_acquired: %s %3$s", lock, LockMode.WRITE);
            deedLines.set(tasks.get(task).grant, lines.line());
        }
    }

    /** Prints a lock event; the format gets the address, the mode and the class of the lock. */
    private void printLocked(int task, String format, int lock, LockMode mode) {
        ProtocolLock one = protocol.locks().get(lock);
        String address = Long.toHexString(FIRST_LOCK + lock * LOCK_BYTES);
        irqsOff(
                task,
                format.formatted(address, mode == LockMode.READ ? "read " : "", one.traceName()));
    }

    void irqsOff(int task, String event) {
        cpus.print(task, TraceLines.IRQS_OFF, event);
    }

    void print(int task, String event) {
        cpus.print(task, TraceLines.PLAIN, event);
    }
}
