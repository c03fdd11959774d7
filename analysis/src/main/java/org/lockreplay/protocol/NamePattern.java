package org.lockreplay.protocol;

/** A lock name in which every {@code *} stands for any text, the empty one included. */
public record NamePattern(String text) {

    private static final char ANY = '*';

    public boolean isExact() {
        return text.indexOf(ANY) < 0;
    }

    /** The shortest name that matches. */
    public String shortest() {
        return text.replace(Character.toString(ANY), "");
    }

    /** Cost: name length times pattern length at worst, no recursion. */
    public boolean matches(String name) {
        int at = 0;
        int next = 0;
        int star = -1;
        int retry = 0;
        while (at < name.length()) {
            if (next < text.length() && text.charAt(next) == ANY) {
                star = next++;
                retry = at;
            } else if (next < text.length() && text.charAt(next) == name.charAt(at)) {
                next++;
                at++;
            } else if (star >= 0) {
                next = star + 1;
                at = ++retry;
            } else {
                return false;
            }
        }
        while (next < text.length() && text.charAt(next) == ANY) {
            next++;
        }
        return next == text.length();
    }
}
