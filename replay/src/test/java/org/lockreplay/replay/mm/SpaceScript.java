package org.lockreplay.replay.mm;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventKind;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;

/** Plays events, each written as {@code PID event: arguments}, into address spaces. */
final class SpaceScript {

    private final AddressSpaces spaces = new AddressSpaces();
    private int line;

    AddressSpaces spaces() {
        return spaces;
    }

    void play(String... events) {
        StringBuilder trace = new StringBuilder();
        for (String event : events) {
            int blank = event.indexOf(' ');
            line++;
            trace.append(
                    "  a-%s [000] .... 0.%06d: %s%n"
                            .formatted(
                                    event.substring(0, blank), line, event.substring(blank + 1)));
        }
        int before = line - events.length;
        try {
            new TraceReader(1)
                    .read(
                            "trace",
                            new ByteArrayInputStream(
                                    trace.toString().getBytes(StandardCharsets.UTF_8)),
                            batch -> accept(batch, before));
        } catch (UnreadableTraceException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void accept(EventBatch batch, int linesBefore) {
        batch.setFirstLine(linesBefore + 1);
        for (int row = 0; row < batch.size(); row++) {
            Moment at = Moment.of(batch, row);
            EventKind kind = batch.kind(row);
            switch (kind) {
                case SYSCALL_ENTER -> spaces.enter(batch, row);
                case RAW_SYSCALL_ENTER -> spaces.enterRaw(batch, row);
                case SYSCALL_EXIT, RAW_SYSCALL_EXIT -> leave(kind, batch, row, at);
                case FORK -> spaces.fork(batch, row);
                case EXEC -> spaces.exec(batch, row);
                case EXIT -> spaces.exit((int) batch.payload(row, 0), at);
                default -> throw new AssertionError(kind);
            }
        }
    }

    private void leave(EventKind kind, EventBatch batch, int row, Moment at) {
        Task task = spaces.task(batch.pid(row));
        boolean raw = kind == EventKind.RAW_SYSCALL_EXIT;
        long printed = batch.payload(row, raw ? 1 : 0);
        if (spaces.isUnseenExec(task, batch.payload(row, 0), printed)) {
            spaces.exec(task, at);
        }
        long result =
                raw
                        ? spaces.leaveRaw(task, batch.payload(row, 0), printed)
                        : spaces.leaveNamed(task, batch, row);
        spaces.leave(task, result, at);
    }
}
