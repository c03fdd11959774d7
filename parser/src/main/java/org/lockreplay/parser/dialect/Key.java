package org.lockreplay.parser.dialect;

/**
 * Where a value stands in the text of an event: behind this.
 *
 * @param before what stands in front of the value, {@code len=} or {@code table vaddr:}
 * @param wholeWord whether no letter, digit or underscore may stand in front of that
 * @param hex whether the digits are hexadecimal even without {@code 0x}
 */
public record Key(String before, boolean wholeWord, boolean hex) {

    /** The name of a field, {@code len}, or a text in front of a value, {@code table vaddr:}. */
    static Key of(String field, boolean hex) {
        boolean name = isWord(field.charAt(field.length() - 1));
        return new Key(name ? field + "=" : field, isWord(field.charAt(0)), hex);
    }

    private static boolean isWord(char character) {
        return isWord((int) character);
    }

    /** Whether a character can be part of a field's name. */
    public static boolean isWord(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '_';
    }
}
