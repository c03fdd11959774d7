package org.lockreplay.parser;

/**
 * A line that is neither an event nor anything else that belongs in a trace.
 *
 * @param line from 1
 * @param column from 1, in bytes
 * @param expected what should have stood there, in words
 * @param found the text that stands there, cut to a few characters, not escaped
 */
public record MalformedLine(long line, int column, String expected, String found) {

    /** The one form of such a message; {@code trace} is the path as the user gave it. */
    public String message(String trace) {
        return "%s:%d:%d: expected %s, found '%s'".formatted(trace, line, column, expected, found);
    }
}
