package org.lockreplay.replay.lock;

import java.util.function.UnaryOperator;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventSink;

/**
 * The second pass over a trace: replays it as {@link LockReplay} does, and keeps of some pairs of
 * classes every two locks of theirs that were nested, and of some classes how interrupts concern
 * each lock.
 *
 * <p>Cost: that of the first pass, a table look-up for each nesting of those pairs, and one for
 * each event while a lock of those classes is held. Memory: bounded by the distinct locks, pairs of
 * them, and tasks that nested them.
 */
public final class InstanceReplay implements EventSink {

    private final LockReplay replay;

    /**
     * @param alias as for {@link LockReplay}
     * @param wanted what to look at
     */
    public InstanceReplay(UnaryOperator<String> alias, Wanted wanted) {
        replay = new LockReplay(alias, wanted);
    }

    @Override
    public void accept(EventBatch batch) {
        replay.accept(batch);
    }

    /** What was seen; call once, after the last batch. */
    public InstanceView finish() {
        return replay.instanceView();
    }
}
