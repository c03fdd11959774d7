package org.lockreplay.parser.ftrace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.Mode;

/**
 * How the arguments of a known event become columns; one constant for each way of printing them.
 *
 * <p>Each understands the kernel's own text, {@code trace-cmd report} plain and {@code -R}, and
 * {@code perf script}. The row is the last one of the batch and has its kind already.
 */
enum Decoder implements ArgumentDecoder {
    /** No argument matters. */
    NOTHING {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            return true;
        }
    },
    CONTENTION_BEGIN {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            boolean found = address(arguments, batch, row, "lock_addr=");
            batch.addPayload(arguments.contentionFlags());
            return found;
        }
    },
    CONTENTION_END {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            return address(arguments, batch, row, "lock_addr=")
                    && payload(arguments.findLast("ret="), arguments, batch);
        }
    },
    MMAP_LOCK {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            batch.setMode(row, arguments.isSet(" write=", "true") ? 0 : Mode.READ);
            batch.addPayload(arguments.isSet(" success=", "true") ? 1 : 0);
            return address(arguments, batch, row, "mm=");
        }
    },
    SWITCH {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            if (arguments.startsWith("prev_comm=")
                    && arguments.findLastBefore(" next_comm=", " prev_pid=")) {
                batch.addPayload(arguments.value());
                return payload(arguments.findLast(" next_pid="), arguments, batch);
            }
            return payload(arguments.pidOfSwitch(false), arguments, batch)
                    && payload(arguments.pidOfSwitch(true), arguments, batch);
        }
    },
    FORK {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            return payload(arguments.findLast(" child_pid="), arguments, batch);
        }
    },
    EXIT {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            return payload(arguments.findLast(" pid="), arguments, batch);
        }
    },
    EXEC {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            return payload(arguments.findLast(" pid="), arguments, batch)
                    && payload(arguments.findLast(" old_pid="), arguments, batch);
        }
    },
    IRQ {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            return payload(arguments.find("irq="), arguments, batch);
        }
    },
    /** Of the system group irq_vectors (x86): interrupts that have no number of a device. */
    VECTOR {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            return payload(arguments.find("vector="), arguments, batch);
        }
    },
    SOFTIRQ {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            return payload(arguments.find("vec="), arguments, batch);
        }
    },
    SYSCALL_ENTER {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            boolean raw = arguments.has("__syscall_nr=");
            arguments.skip("(");
            while (raw ? arguments.nextRawArgument() : arguments.nextArgument()) {
                batch.addPayload(arguments.value());
            }
            return true;
        }
    },
    SYSCALL_EXIT {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            if (arguments.find("ret=")) {
                batch.addPayload(arguments.value());
                return true;
            }
            arguments.skip("-> ");
            return payload(arguments.nextHex(), arguments, batch);
        }
    },
    RAW_SYSCALL_ENTER {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            boolean number = arguments.skip("NR ") ? arguments.nextNumber() : arguments.find("id=");
            batch.addPayload(arguments.value());
            if (arguments.skip(" (")) {
                while (arguments.nextArgument()) {
                    batch.addPayload(arguments.value());
                }
            }
            return number;
        }
    },
    RAW_SYSCALL_EXIT {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            boolean number = arguments.skip("NR ") ? arguments.nextNumber() : arguments.find("id=");
            batch.addPayload(arguments.value());
            boolean result =
                    arguments.skip(" = ") ? arguments.nextNumber() : arguments.find("ret=");
            return number && payload(result, arguments, batch);
        }
    },
    /** The address is printed by {@code %ps}: a kernel address may appear as a symbol's name. */
    PAGE_FAULT {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            if (arguments.findHex("address=0x")) {
                batch.setAddress(row, arguments.value());
            } else if (arguments.has("address=")) {
                batch.setMode(row, Mode.HIDDEN);
            } else {
                return false;
            }
            return payload(arguments.findLast(" error_code="), arguments, batch);
        }
    },
    BOUNDS_FAULT {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            if (arguments.has("bndcfgu=")) {
                return payload(arguments.findUnsigned("bndcfgu="), arguments, batch)
                        && payload(arguments.findUnsigned("bndstatus="), arguments, batch);
            }
            return payload(arguments.findHex("bndcfgu:"), arguments, batch)
                    && payload(arguments.findHex("bndstatus:"), arguments, batch);
        }
    },
    /** The field has the upper bound as the processor has it, in one's complement. */
    BOUNDS_VIOLATION {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            if (arguments.has("addr_referenced=")) {
                boolean found =
                        address(arguments, batch, row, "addr_referenced=")
                                && payload(arguments.findUnsigned("lower_bound="), arguments, batch)
                                && arguments.findUnsigned("upper_bound=");
                batch.addPayload(~arguments.value());
                return found;
            }
            if (isHidden(arguments)) {
                batch.setMode(row, Mode.HIDDEN);
                return true;
            }
            return address(arguments, batch, row, "address referenced: ")
                    && payload(arguments.findHex(" lower: "), arguments, batch)
                    && payload(arguments.findHex("~upper: "), arguments, batch);
        }
    },
    TABLE_NEW {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            String key = arguments.has("table_vaddr=") ? "table_vaddr=" : "table vaddr:";
            return address(arguments, batch, row, key);
        }
    },
    /** {@code [0xstart:0xend]}. */
    RANGE {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            if (isHidden(arguments)) {
                batch.setMode(row, Mode.HIDDEN);
                return true;
            }
            boolean raw = arguments.has("start=");
            return payload(arguments.findHex(raw ? "start=" : "["), arguments, batch)
                    && payload(arguments.findLastHex(raw ? "end=" : ":"), arguments, batch);
        }
    },
    SIGNAL {
        @Override
        public boolean decode(Arguments arguments, EventBatch batch, int row) {
            return payload(arguments.find("sig="), arguments, batch)
                    && payload(arguments.find(" code="), arguments, batch)
                    && payload(arguments.findLast(" pid="), arguments, batch);
        }
    };

    /** What {@code %p} prints before the kernel can hash, by 64-bit and by 32-bit kernels. */
    private static final String HIDDEN = "(____ptrval____)";

    private static final String HIDDEN_SHORT = "(ptrval)";

    /** Each with an entry and an exit: arch/x86/include/asm/trace/irq_vectors.h, Linux 6.1. */
    private static final List<String> INTERRUPTS_WITHOUT_DEVICE =
            List.of(
                    "call_function",
                    "call_function_single",
                    "deferred_error_apic",
                    "error_apic",
                    "irq_work",
                    "local_timer",
                    "reschedule",
                    "spurious_apic",
                    "thermal_apic",
                    "threshold_apic",
                    "x86_platform_ipi");

    private static final Map<String, Known> KNOWN = known();

    /** What an event's name says: its kind, and how its arguments are printed. */
    record Known(EventKind kind, Decoder decoder) {}

    private static final Known OTHER = new Known(EventKind.OTHER, NOTHING);

    /** The meaning of an event's name; {@link EventKind#OTHER} for a name that we do not know. */
    static Known of(String event) {
        return KNOWN.getOrDefault(event, OTHER);
    }

    private static Map<String, Known> known() {
        Map<String, Known> known = new HashMap<>();
        known.put("contention_begin", new Known(EventKind.CONTENTION_BEGIN, CONTENTION_BEGIN));
        known.put("contention_end", new Known(EventKind.CONTENTION_END, CONTENTION_END));
        known.put("mmap_lock_start_locking", new Known(EventKind.MMAP_LOCK_START, MMAP_LOCK));
        known.put("mmap_lock_acquire_returned", new Known(EventKind.MMAP_LOCK_RETURNED, MMAP_LOCK));
        known.put("mmap_lock_released", new Known(EventKind.MMAP_LOCK_RELEASED, MMAP_LOCK));
        known.put("sched_switch", new Known(EventKind.SWITCH, SWITCH));
        known.put("sched_process_fork", new Known(EventKind.FORK, FORK));
        known.put("sched_process_exit", new Known(EventKind.EXIT, EXIT));
        known.put("sched_process_exec", new Known(EventKind.EXEC, EXEC));
        known.put("irq_handler_entry", new Known(EventKind.IRQ_ENTRY, IRQ));
        known.put("irq_handler_exit", new Known(EventKind.IRQ_EXIT, IRQ));
        for (String interrupt : INTERRUPTS_WITHOUT_DEVICE) {
            known.put(interrupt + "_entry", new Known(EventKind.IRQ_ENTRY, VECTOR));
            known.put(interrupt + "_exit", new Known(EventKind.IRQ_EXIT, VECTOR));
        }
        known.put("softirq_entry", new Known(EventKind.SOFTIRQ_ENTRY, SOFTIRQ));
        known.put("softirq_exit", new Known(EventKind.SOFTIRQ_EXIT, SOFTIRQ));
        known.put("irq_disable", new Known(EventKind.IRQ_DISABLE, NOTHING));
        known.put("irq_enable", new Known(EventKind.IRQ_ENABLE, NOTHING));
        known.put("sys_enter", new Known(EventKind.RAW_SYSCALL_ENTER, RAW_SYSCALL_ENTER));
        known.put("sys_exit", new Known(EventKind.RAW_SYSCALL_EXIT, RAW_SYSCALL_EXIT));
        known.put("page_fault_user", new Known(EventKind.PAGE_FAULT_USER, PAGE_FAULT));
        known.put("page_fault_kernel", new Known(EventKind.PAGE_FAULT_KERNEL, PAGE_FAULT));
        known.put("bounds_exception_mpx", new Known(EventKind.BOUNDS_FAULT, BOUNDS_FAULT));
        known.put(
                "mpx_bounds_register_exception",
                new Known(EventKind.BOUNDS_VIOLATION, BOUNDS_VIOLATION));
        known.put("mpx_new_bounds_table", new Known(EventKind.TABLE_NEW, TABLE_NEW));
        known.put("mpx_unmap_search", new Known(EventKind.UNMAP_SEARCH, RANGE));
        known.put("mpx_unmap_zap", new Known(EventKind.UNMAP_ZAP, RANGE));
        known.put("signal_generate", new Known(EventKind.SIGNAL_GENERATE, SIGNAL));
        known.put("lock_acquire", new Known(EventKind.LOCK_ACQUIRE, NOTHING));
        known.put("lock_contended", new Known(EventKind.LOCK_CONTENDED, NOTHING));
        known.put("lock_acquired", new Known(EventKind.LOCK_ACQUIRED, NOTHING));
        known.put("lock_release", new Known(EventKind.LOCK_RELEASE, NOTHING));
        for (String text : List.of("tracing_mark_write", "console", "print", "bprint", "bputs")) {
            known.put(text, new Known(EventKind.MARKER, NOTHING));
        }
        return known;
    }

    private static boolean payload(boolean found, Arguments arguments, EventBatch batch) {
        if (found) {
            batch.addPayload(arguments.value());
        }
        return found;
    }

    private static boolean isHidden(Arguments arguments) {
        return arguments.has(HIDDEN) || arguments.has(HIDDEN_SHORT);
    }

    private static boolean address(Arguments arguments, EventBatch batch, int row, String rawKey) {
        boolean found =
                arguments.findHex(rawKey) || (!arguments.has(rawKey) && arguments.nextHex());
        if (found) {
            batch.setAddress(row, arguments.value());
        } else if (isHidden(arguments)) {
            batch.setMode(row, batch.mode(row) | Mode.HIDDEN);
            found = true;
        }
        return found;
    }
}
