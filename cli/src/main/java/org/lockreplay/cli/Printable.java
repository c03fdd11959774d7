package org.lockreplay.cli;

/** Text from a trace or a path made safe for a terminal: what could steer one is spelled out. */
final class Printable {

    private Printable() {}

    /** The text with control, format and lone surrogate characters as {@code \}{@code uNNNN}. */
    static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(character -> append(safe, character));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int character) {
        switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    safe.append("\\u%04x".formatted(character));
            default -> safe.appendCodePoint(character);
        }
    }
}
