package org.lockreplay.protocol.simulate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.program.Deed;
import org.lockreplay.protocol.program.Rules;
import org.lockreplay.protocol.program.SeenWaits;
import org.lockreplay.protocol.trace.ShownKinds;

/**
 * What tasks do in a run, and what who reads the trace of it can tell; sets of rules are bits of
 * {@link Rules}. Not thread-safe.
 */
final class Sight {

    private final List<Deed> deeds = new ArrayList<>();
    private final ShownKinds kinds;
    private final Optional<SeenWaits> waits;
    private int judged = -1;
    private int ofWaits;

    /**
     * @param waits empty if nobody asks what waiting for locks shows
     */
    Sight(ShownKinds kinds, Optional<SeenWaits> waits) {
        this.kinds = kinds;
        this.waits = waits;
    }

    void see(Deed deed) {
        deeds.add(deed);
        kinds.see(deed);
        waits.ifPresent(seen -> seen.see(deed));
    }

    /** What they did so far. */
    List<Deed> deeds() {
        return Collections.unmodifiableList(deeds);
    }

    /** The rules of which no event tells, so far, that they are broken. */
    int unseen() {
        return (kinds.removals() ? 0 : Rules.bit(Rule.M5))
                | (kinds.whatStays() ? 0 : Rules.bit(Rule.M12));
    }

    /**
     * The rules about waiting for each other that the mistake is seen to break, whether or not
     * anybody waits.
     */
    int ofWaits() {
        waits.filter(seen -> seen.count() != judged)
                .ifPresent(
                        seen -> {
                            judged = seen.count();
                            ofWaits =
                                    bit(Rule.DEADLOCK, seen.showCircle(false))
                                            | bit(
                                                    Rule.DEADLOCK_WITH_ENVIRONMENT,
                                                    seen.showCircle(true))
                                            | bit(Rule.RECURSION, seen.showRecursion());
                        });
        return ofWaits;
    }

    private static int bit(Rule rule, boolean broken) {
        return broken ? Rules.bit(rule) : 0;
    }
}
