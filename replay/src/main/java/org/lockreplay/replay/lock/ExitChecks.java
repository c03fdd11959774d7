package org.lockreplay.replay.lock;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Names;
import org.lockreplay.event.Origin;

/** Collects what tasks hold as they end or go back to user space; they should hold nothing. */
final class ExitChecks {

    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::lockClass).thenComparing(Key::leaving);

    private final LockClasses classes;
    private final Map<Key, HeldAtExit> found = new TreeMap<>(ORDER);

    private record Key(String lockClass, String leaving) {}

    ExitChecks(LockClasses classes) {
        this.classes = classes;
    }

    /** Everything on the stack was taken since the last gap, so it is certain. */
    void check(HeldStack stack, String leaving, EventBatch batch, int row) {
        for (int i = 0; i < stack.depth(); i++) {
            note(stack, i, leaving, batch.origin(row), batch.names());
        }
    }

    List<HeldAtExit> found() {
        return List.copyOf(found.values());
    }

    private void note(
            HeldStack stack, int position, String leaving, Origin end, Names names) {
        Acquisition held =
                HeldLock.acquisition(
                        stack.held(), position * HeldLock.WIDTH, classes, names);
        found.merge(
                new Key(held.lockClass(), leaving),
                new HeldAtExit(held.lockClass(), leaving, 1, held, end),
                (first, next) ->
                        new HeldAtExit(
                                first.lockClass(),
                                leaving,
                                first.count() + 1,
                                first.held(),
                                first.end()));
    }
}
