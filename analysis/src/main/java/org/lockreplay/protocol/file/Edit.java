package org.lockreplay.protocol.file;

import java.util.List;
import java.util.Locale;

/**
 * A change of one step.
 *
 * @param path the routine or operation, a slash, and the name of the step in it
 * @param steps what stands there afterwards: the step itself, if it stays, is not among them
 */
public record Edit(Kind kind, String path, List<Step> steps) {

    /** Where the steps go. */
    public enum Kind {
        REMOVE,
        REPLACE,
        BEFORE,
        AFTER,
        /** The steps of the routine that is called there, which this body has for itself then. */
        INLINE;

        /** The member of the file that says it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Edit {
        steps = List.copyOf(steps);
    }
}
