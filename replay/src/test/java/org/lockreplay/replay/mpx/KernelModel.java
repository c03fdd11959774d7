package org.lockreplay.replay.mpx;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A naive kernel: it does random things with a few processes, page by page, and prints what the
 * real one (Linux 4.19) would.
 *
 * <p>Memory is {@value #ENTRIES} directory entries of {@value #PAGES} pages of 64 KiB each.
 */
final class KernelModel {

    static final int ENTRIES = 6;

    static final int PAGES = 16;
    static final long PAGE = 0x1_0000;
    private static final long MIB = 0x10_0000;
    private static final long BASE = 0x7f00_0000_0000L;

    /** What a process has: its mapped pages, and the table of each entry. */
    static final class Memory {
        final BitSet mapped = new BitSet();
        final Map<Long, Long> tables = new TreeMap<>();

        private Memory copy() {
            Memory copy = new Memory();
            copy.mapped.or(mapped);
            copy.tables.putAll(tables);
            return copy;
        }
    }

    /**
     * How it is after a line: nothing of it changes any more.
     *
     * @param busy whose memory is being changed by a call that has not ended, -1 for nobody's
     * @param from the first page that the call may change
     * @param to behind the last one
     */
    record Truth(long line, Map<Integer, Memory> memoryOfTask, int busy, int from, int to) {

        /** Whether a call that has not ended may change this page of the task's memory. */
        boolean undecided(int pid, int page) {
            return busy >= 0
                    && memoryOfTask.get(pid) == memoryOfTask.get(busy)
                    && from <= page
                    && page < to;
        }
    }

    /** What was printed, by whoever printed into the same trace before too. */
    final List<String> lines;

    final List<Truth> truths = new ArrayList<>();
    final Map<Integer, Memory> processOfTask = new HashMap<>();
    private final SplittableRandom random;
    private long nextTable = 0x7eff_0000_0000L;
    private int nextPid = 10;
    private int busy = -1;
    private int busyFrom;
    private int busyTo;

    KernelModel(SplittableRandom random) {
        this(random, new ArrayList<>());
    }

    /** One that goes on with a trace. */
    KernelModel(SplittableRandom random, List<String> lines) {
        this.random = random;
        this.lines = lines;
        processOfTask.put(9, new Memory());
        print(9, "sched_process_exec: filename=/bin/a pid=9 old_pid=9");
        // from here on a trace that shows no search tells that there was none
        print(9, "sys_munmap(addr: 10000000000, len: 1000)");
        print(9, "mpx_unmap_search: [0x0000010000000000:0x0000010000001000]");
        print(9, "sys_munmap -> 0x0");
    }

    /** One operation, from its first line to its last. */
    void step() {
        List<Integer> tasks = processOfTask.keySet().stream().sorted().toList();
        int pid = tasks.get(random.nextInt(tasks.size()));
        int choice = random.nextInt(20);
        if (choice == 0 && tasks.size() < 5) {
            fork(pid);
        } else if (choice == 1 && tasks.size() > 1) {
            processOfTask.remove(pid);
            print(pid, "sched_process_exit: comm=a pid=%d prio=120".formatted(pid));
        } else if (choice < 8) {
            map(pid);
        } else if (choice < 14) {
            use(pid, random.nextInt(ENTRIES));
        } else {
            unmap(pid);
        }
    }

    private void fork(int pid) {
        boolean thread = random.nextBoolean();
        int child = nextPid++;
        print(pid, "sys_clone(clone_flags: %s, newsp: 0)".formatted(thread ? "3d0f00" : "1200011"));
        Memory process = processOfTask.get(pid);
        processOfTask.put(child, thread ? process : process.copy());
        print(
                pid,
                "sched_process_fork: comm=a pid=%d child_comm=a child_pid=%d"
                        .formatted(pid, child));
        print(child, "sys_clone -> 0x0");
        print(pid, "sys_clone -> 0x%x".formatted(child));
    }

    private void map(int pid) {
        int from = random.nextInt(ENTRIES * PAGES);
        int to = from + 1 + random.nextInt(2 * PAGES);
        String fixed = "sys_mmap(addr: %x, len: %x, prot: 3, flags: 32, fd: ffffffff, off: 0)";
        begin(pid, from, to);
        print(pid, fixed.formatted(from * PAGE, (to - from) * PAGE));
        search(pid, from, to);
        processOfTask.get(pid).mapped.set(from, to);
        busy = -1;
        print(pid, "sys_mmap -> 0x%x".formatted(from * PAGE));
    }

    private void begin(int pid, int from, int to) {
        busy = pid;
        busyFrom = from;
        busyTo = to;
    }

    private void unmap(int pid) {
        int from = random.nextInt(ENTRIES * PAGES);
        int to = from + 1 + random.nextInt(3 * PAGES);
        begin(pid, from, to);
        print(pid, "sys_munmap(addr: %x, len: %x)".formatted(from * PAGE, (to - from) * PAGE));
        search(pid, from, to);
        busy = -1;
        print(pid, "sys_munmap -> 0x0");
    }

    /** A pointer is stored: a missing table comes, unless another task was faster. */
    private void use(int pid, long index) {
        Memory process = processOfTask.get(pid);
        boolean lost = process.tables.containsKey(index);
        if (lost && random.nextBoolean()) {
            return;
        }
        print(
                pid,
                "bounds_exception_mpx: bndcfgu:0x%x bndstatus:0x%x"
                        .formatted(BASE + 3, BASE + 8 * index + 2));
        if (!lost) {
            process.tables.put(index, nextTable);
            print(pid, "mpx_new_bounds_table: table vaddr:%016x".formatted(nextTable));
            nextTable -= 4 * MIB;
        } else {
            // until it is seen again, the loser might still be about to print
            print(pid, "sys_getpid()");
            print(pid, "sys_getpid -> 0x%x".formatted(pid));
        }
    }

    /** Unmaps pages, if any is mapped, and then what they leave of tables. */
    private void search(int pid, int from, int to) {
        Memory process = processOfTask.get(pid);
        int next = process.mapped.nextSetBit(from);
        if (next < 0 || next >= to) {
            return;
        }
        process.mapped.clear(from, to);
        print(pid, "mpx_unmap_search: [0x%016x:0x%016x]".formatted(from * PAGE, to * PAGE));
        for (long index = from / PAGES; index <= (to - 1) / PAGES; index++) {
            int first = (int) index * PAGES;
            int last = first + PAGES;
            int neighbour = process.mapped.nextSetBit(first);
            boolean shared = neighbour >= 0 && neighbour < last;
            Long table = process.tables.get(index);
            if (table != null && shared) {
                long begin = table + 4 * PAGE * (Math.max(from, first) - first);
                long end = table + 4 * PAGE * (Math.min(to, last) - first);
                print(pid, "mpx_unmap_zap: [0x%016x:0x%016x]".formatted(begin, end));
            } else if (table != null) {
                process.tables.remove(index);
            }
        }
    }

    private void print(int pid, String event) {
        lines.add(" a-%d [000] .... 0.%06d: %s".formatted(pid, lines.size() + 1, event));
        Map<Memory, Memory> copies = new IdentityHashMap<>();
        Map<Integer, Memory> now = new TreeMap<>();
        processOfTask.forEach(
                (task, memory) -> now.put(task, copies.computeIfAbsent(memory, Memory::copy)));
        truths.add(new Truth(lines.size(), now, busy, busyFrom, busyTo));
    }
}
