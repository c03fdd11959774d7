package org.lockreplay.replay.mpx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.lockreplay.event.EventSink;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;
import org.tukaani.xz.XZInputStream;

/** Recordings of MPX line by line, and what a replay of some lines says. */
final class RecordedLines {

    /** Recordings of kernels that keep the rules, and of some that break one. */
    static final List<String> SOUND_AND_BROKEN =
            List.of(
                    "i-all64",
                    "i-all32",
                    "i-hashed64",
                    "ii-lock64",
                    "bdsem-small",
                    "bdsem-sems",
                    "wrong-nobracket-small",
                    "wrong-nobracket-sems",
                    "wrong-inside-basic-sems");

    /** As the kernels of the recordings call the two semaphores. */
    static final Questions WITH_LOCKS = Questions.NONE.callingLocks(RecordedLines::alias);

    private RecordedLines() {}

    /** All lines of a recording. */
    static List<String> of(String recording) throws IOException {
        Path file = Path.of("..", "traces", "mpx", recording, "input.trace.xz");
        try (XZInputStream stream = new XZInputStream(Files.newInputStream(file))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** Reads lines as a trace. */
    static void read(List<String> lines, EventSink sink) {
        byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        try {
            new TraceReader(1).read("trace", new ByteArrayInputStream(text), sink);
        } catch (UnreadableTraceException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    static MpxObservations replay(List<String> lines, Questions questions) {
        MpxReplay replay = new MpxReplay(questions);
        read(lines, replay);
        return replay.finish();
    }

    /** When rules were broken, and in which way: line numbers change where lines are missing. */
    static List<String> breaches(List<String> lines) {
        return replay(lines, WITH_LOCKS).breaches().stream()
                .map(breach -> breach.at().time() + " " + breach.way())
                .toList();
    }

    private static String alias(String lockClass) {
        return switch (lockClass) {
            case "&mm->bd_sem" -> "bd_sem";
            case "&mm->mmap_sem" -> "mmap_sem";
            default -> lockClass;
        };
    }
}
