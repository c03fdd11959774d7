package org.lockreplay.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.replay.lock.ClassPair;
import org.lockreplay.replay.lock.InstanceNesting;
import org.lockreplay.replay.lock.InstancePair;
import org.lockreplay.replay.lock.InstanceView;
import org.lockreplay.replay.lock.LockInstance;
import org.lockreplay.replay.lock.Nesting;
import org.lockreplay.summary.LockOrderSummary;
import org.lockreplay.summary.Seen;

/**
 * Strikes from what was held over nestings whatever does not keep two tasks apart.
 *
 * <p>A workqueue's map, {@code fs_reclaim} and their like appear as locks held for write, but many
 * tasks hold them at once: two nestings under one of them can well meet. Cost: linear, and what
 * needs no change is not copied.
 */
final class Exclusion {

    private final LockTypes types;

    /** What is known of the classes that were asked for. */
    private final Map<String, Boolean> shared = new HashMap<>();

    Exclusion(LockTypes types) {
        this.types = types;
    }

    LockOrderSummary of(LockOrderSummary summary) {
        boolean nothing =
                summary.nestings().stream().allMatch(seen -> allExclude(seen.what().guards()))
                        && summary.instanceNestings().stream()
                                .allMatch(seen -> allExclude(seen.what().guards()));
        return nothing
                ? summary
                : summary.withNestings(
                        each(summary.nestings(), this::of),
                        each(summary.instanceNestings(), this::of));
    }

    InstanceView of(InstanceView view) {
        Map<ClassPair, List<InstancePair>> pairs = new HashMap<>();
        view.pairs()
                .forEach(
                        (classes, list) ->
                                pairs.put(classes, list.stream().map(this::of).toList()));
        return new InstanceView(pairs, view.uses(), view.lives());
    }

    private static <T> List<Seen<T>> each(List<Seen<T>> list, Function<T, T> change) {
        List<Seen<T>> changed = new ArrayList<>(list.size());
        list.forEach(seen -> changed.add(new Seen<>(seen.trace(), change.apply(seen.what()))));
        return changed;
    }

    private Nesting of(Nesting nesting) {
        return allExclude(nesting.guards())
                ? nesting
                : nesting.withGuards(exclusive(nesting.guards()));
    }

    private InstanceNesting of(InstanceNesting nesting) {
        return allExclude(nesting.guards())
                ? nesting
                : nesting.withGuards(exclusive(nesting.guards()));
    }

    private InstancePair of(InstancePair pair) {
        return allExclude(pair.guards()) ? pair : pair.withGuards(exclusive(pair.guards()));
    }

    private List<LockInstance> exclusive(List<LockInstance> guards) {
        return guards.stream().filter(guard -> !isShared(guard)).toList();
    }

    private boolean allExclude(List<LockInstance> guards) {
        for (LockInstance guard : guards) {
            if (isShared(guard)) {
                return false;
            }
        }
        return true;
    }

    private boolean isShared(LockInstance guard) {
        Boolean known = shared.get(guard.lockClass());
        if (known == null) {
            known = types.of(guard.lockClass()).shared();
            shared.put(guard.lockClass(), known);
        }
        return known;
    }
}
