package org.lockreplay.replay.lock;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.lockreplay.event.Context;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;

/**
 * A trace in a few words, one event a line.
 *
 * <pre>
 * 7 acquire a@1                    task 7 on CPU 0 takes lock a at address 1
 * 7:2 d.h1. acquire try read a@1   the same on CPU 2, with flags and modes
 * 7 release @1                     a release without name;  a@? has a hidden address
 * 7 switch 8 | 7 fork 9 | 7 exit 7 | 7 exec 7 6
 * 7 enter brk 0 | 7 leave brk | 7 enter-raw 12 | 7 leave-raw 12 | 7 user-fault | 7 bounds 2
 * 7 got read 5 | 7 failed 5 | 7 let-go 5                  mmap_lock tracepoints of mm 5
 * 7 irq-entry 1 | 7 softirq-entry 1 | 7 irqs-on | 7 irqs-off | 7 contention 32
 * lost 0 | started 0 | recording | older | cpus 4 | unreadable 0 | unreadable
 * </pre>
 *
 * Flags tell of bottom halves, but not in a recording that begins with {@code older}. Time is 1000
 * a line unless a line begins with {@code t=5}, or {@code ticks=5}.
 */
final class TraceScript {

    private TraceScript() {}

    static List<Step> steps(String script) {
        List<Step> steps = new ArrayList<>();
        int line = 0;
        for (String text : script.lines().toList()) {
            line++;
            if (!text.isBlank()) {
                steps.add(step(line, text.strip()));
            }
        }
        return steps;
    }

    static LockObservations replay(String script) {
        return replay(steps(script), new LockReplay(TraceScript::alias), 1000);
    }

    /** Replays in batches of so many events. */
    static LockObservations replay(List<Step> steps, LockReplay replay, int batchSize) {
        Names names = new Names();
        for (int from = 0; from < steps.size(); from += batchSize) {
            EventBatch batch = new EventBatch(names);
            batch.setFirstLine(0);
            if (from == 0) {
                tellBottomHalves(steps, batch);
            }
            steps.subList(from, Math.min(from + batchSize, steps.size()))
                    .forEach(step -> add(step, batch));
            replay.accept(batch);
        }
        return replay.finish();
    }

    static String alias(String lockClass) {
        return switch (lockClass) {
            case "&mm->mmap_lock", "&mm->mmap_sem" -> "mmap_sem";
            case "&mm->bd_sem" -> "bd_sem";
            default -> lockClass;
        };
    }

    /** What the header of the first recording tells of its flags. */
    static void tellBottomHalves(List<Step> steps, EventBatch batch) {
        if (!steps.isEmpty() && !isOlder(steps.get(0))) {
            tellBottomHalves(0, batch);
        }
    }

    private static void tellBottomHalves(long line, EventBatch batch) {
        Step header =
                new Step(line, 0, -1, -1, 0, EventKind.CPU_COUNT, "", 0, 0, List.of(0L, 0L, 1L));
        add(header, batch);
    }

    private static boolean isOlder(Step step) {
        return step.kind() == EventKind.RECORDING_STARTED && step.payload(0) == 1;
    }

    static void add(Step step, EventBatch batch) {
        int row = batch.add(step.kind(), (int) step.line(), step.time());
        Names names = batch.names();
        batch.setTask(row, step.pid(), names.intern(step.task()), step.cpu(), step.context());
        batch.setName(row, names.intern(step.name()));
        batch.setAddress(row, step.address());
        batch.setMode(row, step.mode());
        step.payload().forEach(batch::addPayload);
        if (step.kind() == EventKind.RECORDING_STARTED && !isOlder(step)) {
            tellBottomHalves(step.line(), batch);
        }
    }

    private static Step step(int line, String text) {
        Deque<String> words = new ArrayDeque<>(Arrays.asList(text.split(" +")));
        long time = 1000L * line;
        int context = Context.UNKNOWN;
        if (words.peek().startsWith("t=")) {
            time = Long.parseLong(words.pop().substring(2));
        } else if (words.peek().startsWith("ticks=")) {
            time = Long.parseLong(words.pop().substring(6));
            context = Context.withTicks(context);
        }
        EventKind meta = meta(words.peek());
        if (meta != EventKind.OTHER) {
            boolean older = words.pop().equals("older");
            if (older) {
                return new Step(line, time, -1, -1, 0, meta, "", 0, 0, List.of(1L));
            }
            if (meta == EventKind.CPU_COUNT) {
                List<Long> count = words.stream().map(Long::valueOf).toList();
                return new Step(line, time, -1, -1, 0, meta, "", 0, 0, count);
            }
            int cpu = words.isEmpty() ? -1 : Integer.parseInt(words.pop());
            return new Step(line, time, -1, cpu, 0, meta, "", 0, 0, List.of());
        }
        String[] place = words.pop().split(":", -1);
        byte[] flags = words.peek().getBytes(StandardCharsets.US_ASCII);
        if (Context.parse(flags, 0, flags.length) != Context.INVALID) {
            context |= Context.parse(flags, 0, flags.length);
            words.pop();
        }
        int pid = Integer.parseInt(place[0]);
        int cpu = place.length == 1 ? 0 : Integer.parseInt(place[1]);
        return event(
                new Step(
                        line,
                        time,
                        pid,
                        cpu,
                        context,
                        kind(words.pop(), words),
                        "",
                        0,
                        0,
                        List.of()),
                words);
    }

    private static EventKind meta(String word) {
        return switch (word) {
            case "lost" -> EventKind.LOST;
            case "started" -> EventKind.BUFFER_STARTED;
            case "recording", "older" -> EventKind.RECORDING_STARTED;
            case "cpus" -> EventKind.CPU_COUNT;
            case "unreadable" -> EventKind.UNREADABLE;
            default -> EventKind.OTHER;
        };
    }

    private static EventKind kind(String verb, Deque<String> words) {
        return switch (verb) {
            case "acquire" -> EventKind.LOCK_ACQUIRE;
            case "contended" -> EventKind.LOCK_CONTENDED;
            case "acquired" -> EventKind.LOCK_ACQUIRED;
            case "release" -> EventKind.LOCK_RELEASE;
            case "switch" -> EventKind.SWITCH;
            case "fork" -> EventKind.FORK;
            case "exit" -> EventKind.EXIT;
            case "exec" -> EventKind.EXEC;
            case "enter" -> EventKind.SYSCALL_ENTER;
            case "leave" -> EventKind.SYSCALL_EXIT;
            case "enter-raw" -> EventKind.RAW_SYSCALL_ENTER;
            case "leave-raw" -> EventKind.RAW_SYSCALL_EXIT;
            case "user-fault" -> EventKind.PAGE_FAULT_USER;
            case "bounds" -> {
                words.addFirst("0");
                yield EventKind.BOUNDS_FAULT;
            }
            case "got" -> {
                words.addLast("1");
                yield EventKind.MMAP_LOCK_RETURNED;
            }
            case "failed" -> EventKind.MMAP_LOCK_RETURNED;
            case "let-go" -> EventKind.MMAP_LOCK_RELEASED;
            case "contention" -> EventKind.CONTENTION_BEGIN;
            case "irq-entry" -> EventKind.IRQ_ENTRY;
            case "softirq-entry" -> EventKind.SOFTIRQ_ENTRY;
            case "irqs-on" -> EventKind.IRQ_ENABLE;
            case "irqs-off" -> EventKind.IRQ_DISABLE;
            case "other" -> EventKind.OTHER;
            default -> throw new IllegalArgumentException(verb);
        };
    }

    private static Step event(Step bare, Deque<String> words) {
        int mode = 0;
        if (words.removeFirstOccurrence("try")) {
            mode |= Mode.TRY;
        }
        if (words.removeFirstOccurrence("read")) {
            mode |= Mode.READ;
        }
        String name = "";
        long address = 0;
        switch (bare.kind()) {
            case LOCK_ACQUIRE, LOCK_CONTENDED, LOCK_ACQUIRED, LOCK_RELEASE -> {
                String lock = words.pop();
                int at = lock.lastIndexOf('@');
                name = lock.substring(0, at);
                boolean hidden = lock.endsWith("@?");
                address = hidden ? 0 : Long.parseUnsignedLong(lock.substring(at + 1), 16);
                mode |= hidden ? Mode.HIDDEN : 0;
            }
            case SYSCALL_ENTER, SYSCALL_EXIT -> name = words.pop();
            case MMAP_LOCK_RETURNED, MMAP_LOCK_RELEASED ->
                    address = Long.parseUnsignedLong(words.pop(), 16);
            default -> {}
        }
        List<Long> payload = new ArrayList<>();
        if (bare.kind() == EventKind.SWITCH) {
            payload.add((long) bare.pid());
        }
        words.forEach(word -> payload.add(Long.valueOf(word)));
        return new Step(
                bare.line(),
                bare.time(),
                bare.pid(),
                bare.cpu(),
                bare.context(),
                bare.kind(),
                name,
                address,
                mode,
                payload);
    }
}
