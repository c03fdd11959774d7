package org.lockreplay.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names for contents, by their SHA-256 in hex. */
public final class Sha256 {

    private static final int SHORT_BYTES = 8;

    private Sha256() {}

    /** One to be fed piece by piece. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The name of {@code bytes[from, to)}. */
    public static String of(byte[] bytes, int from, int to) {
        MessageDigest digest = digest();
        digest.update(bytes, from, to - from);
        return hex(digest);
    }

    /** The name of what the digest was fed with; it can be fed anew. */
    public static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The first 16 digits of the name of a text in UTF-8. */
    public static String shortOf(String text) {
        byte[] digest = digest().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, SHORT_BYTES);
    }
}
