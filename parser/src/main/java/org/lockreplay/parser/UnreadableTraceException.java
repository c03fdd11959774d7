package org.lockreplay.parser;

/** An input from which no event could be read; the message is one sentence for the user. */
public final class UnreadableTraceException extends Exception {

    private static final long serialVersionUID = 1L;

    public UnreadableTraceException(String message) {
        super(message);
    }

    public UnreadableTraceException(String message, Throwable cause) {
        super(message, cause);
    }
}
