package org.lockreplay.replay.lock;

import java.util.Set;
import java.util.function.UnaryOperator;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventSink;

/**
 * The second pass over a trace: replays it as {@link LockReplay} does, and keeps of some pairs of
 * classes every two locks of theirs that were nested.
 *
 * <p>Cost: that of the first pass, and a table look-up for each nesting of those pairs. Memory:
 * bounded by the distinct pairs of locks and of tasks that nested them.
 */
public final class InstanceReplay implements EventSink {

    private final LockReplay replay;

    /**
     * @param alias as for {@link LockReplay}
     * @param pairs the pairs of classes to look at
     */
    public InstanceReplay(UnaryOperator<String> alias, Set<ClassPair> pairs) {
        replay = new LockReplay(alias, pairs);
    }

    @Override
    public void accept(EventBatch batch) {
        replay.accept(batch);
    }

    /** What was seen; call once, after the last batch. */
    public InstanceView finish() {
        replay.finish();
        return replay.instanceView();
    }
}
