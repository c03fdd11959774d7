package org.lockreplay.protocol.trace;

import java.util.Optional;
import org.lockreplay.protocol.file.Operation;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.Step;
import org.lockreplay.protocol.program.Place;
import org.lockreplay.replay.mm.AddressRange;

/**
 * What a program does before the first state of a run: it maps its memory, switches on management
 * as the protocol does it, and makes its threads.
 */
final class Prologue {

    private static final long DIRECTORY_BYTES = 0x8000_0000L;

    // CLONE_VM|FS|FILES|SIGHAND|THREAD|SYSVSEM|SETTLS|PARENT_SETTID|CHILD_CLEARTID, as glibc
    private static final int THREAD_FLAGS = 0x3d0f00;

    /** What an exec holds, in fs/exec.c: a lock of no protocol, with an event of each kind. */
    private static final String GUARD = "&sig->cred_guard_mutex";

    private static final long GUARD_ADDRESS = 0xffff_8880_b6a9_8f48L;

    private final Protocol protocol;
    private final Bodies bodies;
    private final Processors cpus;

    Prologue(Protocol protocol, Bodies bodies, Processors cpus) {
        this.protocol = protocol;
        this.bodies = bodies;
        this.cpus = cpus;
    }

    void print(KernelTrace trace, int tasks) {
        String name = cpus.name();
        int first = cpus.pid(0);
        Optional<Operation> enable = bodies.enable();
        if (enable.isEmpty()) {
            showLockEvents(trace);
        }
        trace.print(
                0,
                "sched_process_exec: filename=/usr/bin/%s pid=%d old_pid=%2$d"
                        .formatted(name, first));
        trace.print(0, "sys_execve -> 0x0");
        for (int region = 0; bodies.useMemory() && region < Place.REGIONS; region++) {
            AddressRange range = Place.range(region);
            map(trace, range.first(), range.length());
        }
        if (enable.isPresent()) {
            map(trace, Place.DIRECTORY, DIRECTORY_BYTES);
            goThrough(enable.get(), trace);
        }
        for (int task = 1; task < tasks; task++) {
            trace.print(
                    0,
                    "sys_clone(clone_flags: %x, newsp: %x, parent_tidptr: 0, child_tidptr: 0, tls: 0)"
                            .formatted(THREAD_FLAGS, 0x7d00_0000_0000L + task * 0x100_0000L));
            trace.print(
                    0,
                    "sched_process_fork: comm=%s pid=%d child_comm=%1$s child_pid=%d"
                            .formatted(name, first, cpus.pid(task)));
            trace.print(0, "sys_clone -> 0x%x".formatted(cpus.pid(task)));
        }
        for (int task = 1; task < tasks; task++) {
            trace.print(task, "sys_clone -> 0x0");
        }
    }

    /**
     * Each kind once, since a trace of a run in which nobody gets a lock but by a try would not
     * show that {@code lock_acquired} is recorded, and so not who waits.
     */
    private static void showLockEvents(KernelTrace trace) {
        String lock = Long.toHexString(GUARD_ADDRESS) + " ";
        trace.irqsOff(0, "lock_acquire: " + lock + GUARD);
        trace.irqsOff(0, "lock_acquired: " + lock + GUARD);
        trace.irqsOff(0, "lock_release: " + lock + GUARD);
    }

    private static void map(KernelTrace trace, long start, long length) {
        trace.print(0, CallLines.mmap(start, length, CallLines.PRIVATE));
        trace.print(0, CallLines.mapped(start));
    }

    /** Nobody else is there: all locks are free, and no memory is missing. */
    private void goThrough(Operation operation, KernelTrace trace) {
        trace.begins(0, operation, 0);
        for (Step step : bodies.steps(operation)) {
            if (step instanceof Step.Lock one) {
                int lock = protocol.lockNumber(one.lock());
                trace.acquires(0, lock, one.mode(), false);
            } else if (step instanceof Step.Unlock one) {
                trace.releases(0, protocol.lockNumber(one.lock()));
            }
        }
        trace.ends(0);
    }
}
