package org.lockreplay.report.ci;

import java.nio.charset.StandardCharsets;

/** Paths of traces as other programs want them. */
final class TracePath {

    private static final String STANDARD_INPUT = "-";

    /** What RFC 3986 lets stand in a path as it is, the colon left out: it could end a scheme. */
    private static final String PLAIN = "-._~!$&'()*+,;=@/";

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private TracePath() {}

    static boolean isStandardInput(String path) {
        return path.equals(STANDARD_INPUT);
    }

    /** Without {@code ./} in front: programs compare paths as texts. */
    static String tidy(String path) {
        String tidy = path;
        while (tidy.startsWith("./")) {
            tidy = tidy.substring(2).replaceFirst("^/+", "");
        }
        return tidy;
    }

    static boolean isAbsolute(String path) {
        return tidy(path).startsWith("/");
    }

    /** A relative reference, or a {@code file:} URI for an absolute path; percent-encoded. */
    static String uri(String path) {
        String tidy = tidy(path);
        StringBuilder uri = new StringBuilder(isAbsolute(path) ? "file://" : "");
        for (byte octet : tidy.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0) {
                uri.append(c);
            } else {
                uri.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
        return uri.toString();
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
