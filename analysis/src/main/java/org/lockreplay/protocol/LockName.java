package org.lockreplay.protocol;

/**
 * The forms in which the name of one lock stands in code, traces and reports.
 *
 * <p>A name is the expression that was passed to the function that initialised the lock, as the
 * preprocessor found it: {@code &x->lock}, {@code *lock}, {@code &(x)->lock}, or {@code
 * &(&x->lock)->rlock} before Linux 5.11. Reports of lockdep add to it ({@code __print_lock_name} in
 * kernel/locking/lockdep.c).
 */
final class LockName {

    private LockName() {}

    /** The name without lockdep's {@code #2} (another class) or {@code /1} (subclass). */
    static String withoutSuffix(String name) {
        int end = name.length();
        while (end > 0 && Character.isDigit(name.charAt(end - 1))) {
            end--;
        }
        boolean suffixed = end > 1 && end < name.length() && isMark(name.charAt(end - 1));
        return suffixed ? withoutSuffix(name.substring(0, end - 1)) : name;
    }

    /**
     * The name as a member of what it is part of, without address-of, dereference and brackets
     * around that: {@code &(&x->lock)->rlock} as {@code x->lock->rlock}. Brackets around all of a
     * name stay, since they are those of a timer or a work item.
     */
    static String plain(String name) {
        String plain = withoutSuffix(name);
        int start = 0;
        while (start < plain.length() && isOperator(plain.charAt(start))) {
            start++;
        }
        plain = plain.substring(start);
        int end = bracketed(plain);
        boolean part = plain.startsWith("->", end) || plain.startsWith(".", end);
        boolean operand = start > 0 && end == plain.length();
        return end > 0 && (part || operand)
                ? plain(plain.substring(1, end - 1)) + plain.substring(end)
                : plain;
    }

    /** How long the bracket is that the text begins with; 0 if it begins with none. */
    private static int bracketed(String text) {
        int depth = 0;
        for (int at = 0; at < text.length(); at++) {
            depth += text.charAt(at) == '(' ? 1 : text.charAt(at) == ')' ? -1 : 0;
            if (depth == 0) {
                return at == 0 ? 0 : at + 1;
            }
        }
        return 0;
    }

    private static boolean isOperator(char c) {
        return c == '&' || c == '*' || c == ' ';
    }

    private static boolean isMark(char c) {
        return c == '#' || c == '/';
    }
}
