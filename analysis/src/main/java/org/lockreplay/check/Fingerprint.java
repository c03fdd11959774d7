package org.lockreplay.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.lockreplay.lockorder.LexicalOrder;
import org.lockreplay.text.Sha256;

/**
 * The name of a finding that outlives the trace: the first 16 hex digits of SHA-256 over its id and
 * its classes, in canonical rotation where they form a circle, each followed by a line feed, which
 * no name can hold.
 *
 * <p>Addresses, pids, modes, lines and times do not enter it.
 */
final class Fingerprint {

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
        return Sha256.shortOf(text.toString());
    }
}
