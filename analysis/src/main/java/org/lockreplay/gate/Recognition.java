package org.lockreplay.gate;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.lockreplay.parser.PeekStream;
import org.lockreplay.parser.TraceFacts;
import org.lockreplay.parser.TraceReader;
import org.lockreplay.parser.UnreadableTraceException;

/**
 * Tells traces from what else lies in a folder, by the beginning of their decompressed bytes.
 *
 * <p>A trace in a form that cannot be read is one all the same: passing it over in silence would
 * let a gate pass that has seen nothing.
 */
final class Recognition {

    private static final int HEAD_BYTES = 32 << 10;

    /** What recordings begin with, those in binary and in forms that say too little included. */
    private static final String[] BEGINNINGS = {
        "# tracer:", "cpus=", "\u0017\bDtracing", "PERFILE2"
    };

    /** A saved summary of any version, however it is indented and its members are sorted. */
    private static final Pattern SUMMARY =
            Pattern.compile("\"schema\"\\s*:\\s*\"lockreplay-summary/");

    private final TraceReader reader = new TraceReader(1);

    /** Why a file is none; empty if it is one. Nothing of the stream is used up. */
    Optional<String> whyNoTrace(PeekStream stream) {
        byte[] head = stream.peek(HEAD_BYTES);
        if (head.length == 0) {
            return stream.broken().isPresent() ? Optional.empty() : Optional.of("empty");
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        for (String beginning : BEGINNINGS) {
            if (text.startsWith(beginning)) {
                return Optional.empty();
            }
        }
        boolean summary = text.stripLeading().startsWith("{") && SUMMARY.matcher(text).find();
        return summary ? Optional.empty() : byItsLines(head, text);
    }

    /** Where more lines can be read as events than cannot, it is a trace. */
    private Optional<String> byItsLines(byte[] head, String text) {
        int lines = head.length < HEAD_BYTES ? head.length : text.lastIndexOf('\n') + 1;
        byte[] whole = Arrays.copyOf(head, lines);
        try {
            TraceFacts facts = reader.read("", new ByteArrayInputStream(whole), batch -> {});
            return facts.eventCount() > 0 && facts.eventCount() >= facts.malformed()
                    ? Optional.empty()
                    : Optional.of("most of its first lines are no events");
        } catch (UnreadableTraceException none) {
            return Optional.of("none of its first lines is an event");
        }
    }
}
