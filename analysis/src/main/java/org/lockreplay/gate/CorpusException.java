package org.lockreplay.gate;

import java.io.IOException;

/** What is said about a corpus does not fit it; the message tells the place and what to do. */
public final class CorpusException extends IOException {

    private static final long serialVersionUID = 1L;

    CorpusException(String message) {
        super(message);
    }
}
