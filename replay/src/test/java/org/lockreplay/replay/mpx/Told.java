package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.List;

/**
 * A small trace, line by line, whose task 7 was just executed and is managed. The directory is at
 * {@link #BASE}; line n has the time n microseconds.
 */
final class Told {

    static final long BASE = 0x7f00_0000_0000L;
    static final long TABLE = 0x7eff_0000_0000L;
    static final long MIB = 0x10_0000;

    private final List<String> lines = new ArrayList<>();

    Told() {
        this(List.of());
        begin(7);
    }

    /** The same behind a line of a header. */
    Told(String header) {
        this(List.of(header));
        begin(7);
    }

    private Told(List<String> first) {
        lines.addAll(first);
    }

    /** The same, without a word about management. */
    static Told withoutPrctl() {
        Told told = empty();
        told.exec(7);
        return told;
    }

    /** Nothing yet. */
    static Told empty() {
        return new Told(List.of());
    }

    /** A task is executed, and managed. */
    void begin(int pid) {
        exec(pid);
        add(pid, "sys_prctl(option: 2b, arg2: 0, arg3: 0, arg4: 0, arg5: 0)");
        add(pid, "sys_prctl -> 0x0");
    }

    private void exec(int pid) {
        add(pid, "sched_process_exec: filename=/bin/a pid=%1$d old_pid=%1$d".formatted(pid));
    }

    /** Appends a line; answers its number. */
    int add(int pid, String event) {
        return line(" a-%d [000] .... 0.%06d: %s".formatted(pid, lines.size() + 1, event));
    }

    /** Appends a line as it is; answers its number. */
    int line(String text) {
        lines.add(text);
        return lines.size();
    }

    int fault(int pid, long index) {
        return add(
                pid,
                "bounds_exception_mpx: bndcfgu:0x%x bndstatus:0x%x"
                        .formatted(BASE + 3, BASE + 8 * index + 2));
    }

    int table(int pid, long table) {
        return add(pid, "mpx_new_bounds_table: table vaddr:%016x".formatted(table));
    }

    /** An exception, and the table that it gets. */
    void allocate(int pid, long index, long table) {
        fault(pid, index);
        table(pid, table);
    }

    void unmap(int pid, long start, long length) {
        munmap(pid, start, length);
        search(pid, start, start + length);
        munmapped(pid);
    }

    void munmap(int pid, long start, long length) {
        add(pid, "sys_munmap(addr: %x, len: %x)".formatted(start, length));
    }

    void munmapped(int pid) {
        add(pid, "sys_munmap -> 0x0");
    }

    void search(int pid, long start, long end) {
        add(pid, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(start, end));
    }

    /** A task makes another one that shares its memory. */
    void thread(int parent, int child) {
        fork(parent, child, "3d0f00");
    }

    void fork(int parent, int child, String flags) {
        add(parent, "sys_clone(clone_flags: %s, newsp: 0)".formatted(flags));
        add(
                parent,
                "sched_process_fork: comm=a pid=%d child_comm=a child_pid=%d"
                        .formatted(parent, child));
        add(parent, "sys_clone -> 0x%x".formatted(child));
    }

    /** The state of this entry of the first address space, at the end. */
    EntryState stateOf(long index) {
        return replay(Questions.NONE).addressSpaces().get(0).entry(index).orElseThrow().state();
    }

    /** How rules were broken, in the order of the trace. */
    List<Way> ways() {
        return replay(Questions.NONE).breaches().stream().map(Breach::way).toList();
    }

    MpxObservations replay(Questions questions) {
        return RecordedLines.replay(lines, questions);
    }
}
