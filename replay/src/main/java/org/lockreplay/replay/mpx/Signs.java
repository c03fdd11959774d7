package org.lockreplay.replay.mpx;

/**
 * What one recording has shown so far that rules can be judged by: one of a kernel with the
 * proposal may be followed by one without.
 *
 * <p>Whoever asks after the recording is over still asks about that one. Not thread-safe.
 */
final class Signs {

    private final long[] counts = new long[Sign.values().length];

    /** By ordinal, the line that has shown it first. */
    private final long[] first = new long[Sign.values().length];

    /** The event in this line shows it. */
    void saw(Sign sign, long line) {
        int which = sign.ordinal();
        long before = counts[which];
        counts[which] = before + 1;
        if (before == 0) {
            first[which] = line;
        }
    }

    /** Whether it was shown before this line: what began there was recorded with it. */
    boolean seenBefore(Sign sign, long line) {
        return seen(sign) && first[sign.ordinal()] < line;
    }

    /** Whether the recording has shown this so far. */
    boolean seen(Sign sign) {
        return counts[sign.ordinal()] > 0;
    }

    /** How often it has. */
    long count(Sign sign) {
        return counts[sign.ordinal()];
    }

    /** Counts what another recording has shown, too. */
    void add(Signs other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }
}
