package org.lockreplay.cli;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.lockreplay.check.CheckOptions;

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
        findDigests();
    }

    /** Fingerprints are digests, and Java looks for its provider of these at the first one. */
    private static void findDigests() {
        try {
            MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException none) {
            return; // whoever needs one says so
        }
    }
}
