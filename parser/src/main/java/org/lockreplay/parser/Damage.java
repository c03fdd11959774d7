package org.lockreplay.parser;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;

/** Says in words why an input ended before its end. */
final class Damage {

    /** The damage of an input whose reading was interrupted. */
    static final String INTERRUPTED = "reading was interrupted";

    /** The damage of a compressed input that is cut off. */
    static final String CUT_OFF = "the compressed data end too early";

    private Damage() {}

    /** Whether a read ended because its thread was interrupted. */
    static boolean interrupted(IOException failure) {
        return failure instanceof ClosedByInterruptException
                || failure instanceof InterruptedIOException;
    }

    /** What {@code failure} means for the input that was being read. */
    static String of(IOException failure) {
        if (interrupted(failure)) {
            return INTERRUPTED;
        }
        if (failure.getMessage() != null) {
            return failure.getMessage();
        }
        // the decompressors throw a bare EOFException
        return failure instanceof EOFException ? CUT_OFF : failure.getClass().getSimpleName();
    }
}
