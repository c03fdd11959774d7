package org.lockreplay.parser.dialect;

/**
 * One thing that a dialect can say about an event of a kind.
 *
 * @param name what dialect files call it
 * @param place where the event keeps it
 * @param required whether every event of the kind must have it
 */
public record Column(String name, Place place, boolean required) {

    /** Where in a row of an event batch a value goes. */
    public enum Place {
        /** The next number of the payload. */
        PAYLOAD,
        /** The next number of the payload, the end of a range that the one before begins. */
        END,
        /** The length of the range, where its end is not given. Behind the end. */
        LENGTH,
        ADDRESS,
        /** The name of a lock class or of a system call. */
        NAME,
        /** A number that is 0 unless the lock is asked for, or held, for reading. */
        READ,
        /** A number that is 0 unless this was a successful trylock. */
        TRY
    }

    static Column payload(String name) {
        return new Column(name, Place.PAYLOAD, true);
    }

    static Column address(String name) {
        return new Column(name, Place.ADDRESS, true);
    }

    Column optional() {
        return new Column(name, place, false);
    }

    boolean isText() {
        return place == Place.NAME;
    }
}
