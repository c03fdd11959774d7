package org.lockreplay.text;

/**
 * Text from a trace as it may be shown to a person: one line, and nothing that a terminal obeys.
 *
 * <p>Control characters, escape sequences, marks that turn the direction of writing and others that
 * cannot be seen stand as <code>\x1b</code> or <code>\&#117;{202e}</code>.
 */
public final class VisibleText {

    private static final int A_LINE_OR_TWO = 200;
    private static final int A_PARAGRAPH = 1_500;

    private VisibleText() {}

    /** The text with everything invisible spelled out. */
    public static String of(String text) {
        int plain = 0;
        while (plain < text.length() && isPlain(text.charAt(plain))) {
            plain++;
        }
        return plain == text.length() ? text : spell(text, plain);
    }

    /** The same, cut in the middle if it is longer than two hundred characters. */
    public static String brief(String text) {
        return cut(text, A_LINE_OR_TWO);
    }

    /** The same, with room for a list of what would have been right: 1,500 characters. */
    public static String paragraph(String text) {
        return cut(text, A_PARAGRAPH);
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return of(text);
        }
        String head = text.substring(0, longest * 6 / 10);
        String tail = text.substring(text.length() - longest * 3 / 10);
        return of(head) + "…[" + text.length() + " characters]…" + of(tail);
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7f;
    }

    private static String spell(String text, int plain) {
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, plain);
        int point;
        for (int i = plain; i < text.length(); i += Character.charCount(point)) {
            point = text.codePointAt(i);
            if (isVisible(point)) {
                out.appendCodePoint(point);
            } else if (point < 0x100) {
                out.append(point < 0x10 ? "\\x0" : "\\x").append(Integer.toHexString(point));
            } else {
                out.append("\\u{").append(Integer.toHexString(point)).append('}');
            }
        }
        return out.toString();
    }

    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }
}
