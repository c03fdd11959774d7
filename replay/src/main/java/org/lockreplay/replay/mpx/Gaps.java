package org.lockreplay.replay.mpx;

import java.util.Arrays;

/**
 * The last line of each CPU, so that a loss of events can be told from where it began.
 *
 * <p>The marker of a loss stands where it was noticed: in front of the first event of that CPU
 * behind the gap. What other CPUs did since that CPU's last event stands in front of the marker,
 * although the missing events happened among it.
 */
final class Gaps {

    private long[] lastLine = new long[8];

    void see(int cpu, long line) {
        if (cpu >= 0) {
            if (cpu >= lastLine.length) {
                lastLine = Arrays.copyOf(lastLine, Math.max(2 * lastLine.length, cpu + 1));
            }
            lastLine[cpu] = line;
        }
    }

    /** The last line before the gap; 0 if that is not known. */
    long began(int cpu) {
        return cpu < 0 || cpu >= lastLine.length ? 0 : lastLine[cpu];
    }
}
