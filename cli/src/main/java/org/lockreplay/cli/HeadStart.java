package org.lockreplay.cli;

import org.lockreplay.check.CheckOptions;
import org.lockreplay.text.Sha256;

/**
 * Gets what every check needs, whatever its arguments, on a thread of its own while the command
 * line is read. Who needs it before it is there waits, or gets it itself; nothing else depends on
 * this thread.
 */
final class HeadStart {

    private HeadStart() {}

    static void begin() {
        Thread thread = new Thread(HeadStart::run, "lockreplay-head-start");
        thread.setDaemon(true);
        thread.start();
    }

    private static void run() {
        CheckOptions.shipped();
        Sha256.digest(); // for fingerprints; Java looks for its provider at the first one
    }
}
