package org.lockreplay.check;

/**
 * A kind of finding that was not looked for everywhere, and why.
 *
 * @param partly whether it was looked for all the same, but for what the reason names
 */
public record NotJudged(String id, String reason, boolean partly) {

    /** One that was not looked for at all, or of which the reason tells how far. */
    public NotJudged(String id, String reason) {
        this(id, reason, false);
    }
}
