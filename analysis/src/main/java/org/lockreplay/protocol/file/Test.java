package org.lockreplay.protocol.file;

/**
 * A condition or its contrary.
 *
 * @param wanted false for the contrary
 */
public record Test(Condition condition, boolean wanted) {

    /** As it stands in a file. */
    public String words() {
        return wanted ? condition.word() : "not " + condition.word();
    }
}
