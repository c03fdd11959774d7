package org.lockreplay.check;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.lockreplay.lockorder.LexicalOrder;

/**
 * The name of a finding that outlives the trace: the first 16 hex digits of SHA-256 over its id and
 * its classes, in canonical rotation where they form a circle, each followed by a line feed, which
 * no name can hold.
 *
 * <p>Addresses, pids, modes, lines and times do not enter it.
 */
final class Fingerprint {

    private static final int BYTES = 8;

    private Fingerprint() {}

    static String of(String id, List<String> classes) {
        List<String> rotated = new ArrayList<>(classes);
        Collections.rotate(rotated, -LexicalOrder.leastRotation(classes));
        return ofPath(id, rotated);
    }

    /** Of classes that have a first and a last one. */
    static String ofPath(String id, List<String> classes) {
        StringBuilder text = new StringBuilder(id).append('\n');
        classes.forEach(name -> text.append(name).append('\n'));
        byte[] digest = sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
