package org.lockreplay.protocol.verify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.protocol.program.Mixing;

/**
 * Of the transitions that break each rule, the first one and a fair choice of the others, up to
 * some steps more: a trace may not show how the shortest schedule breaks a rule, and show it well
 * for one that is a little longer.
 *
 * <p>The choice depends on nothing but the order in which they come. Memory: at most {@value #EACH}
 * for each rule and number of steps. Not thread-safe.
 */
final class Witnesses {

    /** How many steps more than the shortest one the others may have. */
    private static final int MORE = 10;

    /** How many are kept of one number of steps. */
    private static final int EACH = 16;

    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

    private final Map<Rule, OfRule> all = new EnumMap<>(Rule.class);

    /** A fair choice of those of one rule and number of steps. */
    private static final class Choice {
        private final List<Witness> kept = new ArrayList<>();
        private long seen;

        void offer(Rule rule, int from, long[] to) {
            seen++;
            if (kept.size() < EACH) {
                kept.add(new Witness(rule, from, to));
                return;
            }
            long place = Mixing.mix(seen * SPREAD) % seen;
            if (place < EACH) {
                kept.set((int) place, new Witness(rule, from, to));
            }
        }
    }

    private record OfRule(int steps, Witness first, List<Choice> choices) {}

    /**
     * A transition breaks a rule; they come in the order of their steps.
     *
     * @param steps how many it takes, itself included
     * @param from the state before it, by its number in the store
     * @param to the state behind it; is copied
     * @return false if this one is too long, as all others will be
     */
    boolean add(Rule rule, int steps, int from, long[] to) {
        OfRule known = all.get(rule);
        if (known == null) {
            List<Choice> choices = new ArrayList<>();
            for (int more = 0; more <= MORE; more++) {
                choices.add(new Choice());
            }
            all.put(rule, new OfRule(steps, new Witness(rule, from, to), choices));
            return true;
        }
        if (steps - known.steps() > MORE) {
            return false;
        }
        known.choices().get(steps - known.steps()).offer(rule, from, to);
        return true;
    }

    /** One with the fewest steps. */
    Optional<Witness> first(Rule rule) {
        return Optional.ofNullable(all.get(rule)).map(OfRule::first);
    }

    /** Others, those with fewer steps first. */
    List<Witness> others(Rule rule) {
        List<Witness> others = new ArrayList<>();
        if (all.containsKey(rule)) {
            all.get(rule).choices().forEach(choice -> others.addAll(choice.kept));
        }
        return others;
    }
}
