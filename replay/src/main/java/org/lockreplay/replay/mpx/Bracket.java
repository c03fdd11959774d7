package org.lockreplay.replay.mpx;

import java.util.Optional;

/** How much of the bracket an unmap has: both halves, one of them, or none. */
enum Bracket {
    WHOLE(Optional.empty()),
    /** No event that belongs to it. */
    NONE(Optional.of(Way.NO_BRACKET)),
    /** {@code mpx_post_unmap} alone. */
    NOT_BEGUN(Optional.of(Way.BRACKET_NOT_BEGUN)),
    /** {@code mpx_pre_unmap} alone. */
    NOT_ENDED(Optional.of(Way.BRACKET_NOT_ENDED)),
    /** Around other memory. */
    ELSEWHERE(Optional.of(Way.BRACKET_ELSEWHERE));

    private final Optional<Way> broken;

    Bracket(Optional<Way> broken) {
        this.broken = broken;
    }

    /** Of what is known from other signs to be there or not. */
    static Bracket of(boolean bracketed) {
        return bracketed ? WHOLE : NONE;
    }

    /** What its lack breaks, where management is on; empty if nothing lacks. */
    Optional<Way> broken() {
        return broken;
    }
}
