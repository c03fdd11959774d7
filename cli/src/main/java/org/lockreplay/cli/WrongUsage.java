package org.lockreplay.cli;

/**
 * What the user asked for cannot be done. The message is a sentence that says why and what to do;
 * {@link Faults} hands it to {@link UsageErrors}, as if it were about the arguments alone.
 */
final class WrongUsage extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongUsage(String sentence) {
        super(sentence);
    }
}
