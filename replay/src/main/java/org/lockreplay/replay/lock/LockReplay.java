package org.lockreplay.replay.lock;

import java.util.function.UnaryOperator;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventSink;

/** Replays the lock events of one trace. */
public final class LockReplay implements EventSink {

    /**
     * @param alias the name under which a lock class is watched, or the class itself
     */
    public LockReplay(UnaryOperator<String> alias) {}

    @Override
    public void accept(EventBatch batch) {}

    /** What was seen; call once, after the last batch. */
    public LockObservations finish() {
        throw new UnsupportedOperationException();
    }
}
