package org.lockreplay.replay.lock;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.UnaryOperator;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventSink;

/** Replays a trace to tell what was held at some of its lines, by the context of each line. */
public final class HeldLocksReplay implements EventSink {

    private final LockReplay replay;

    /**
     * @param alias as for {@link LockReplay}
     * @param lines numbers of lines, from 1
     */
    public HeldLocksReplay(UnaryOperator<String> alias, SortedSet<Long> lines) {
        replay = new LockReplay(alias, lines);
    }

    @Override
    public void accept(EventBatch batch) {
        replay.accept(batch);
    }

    /**
     * For each of the lines that is an event, the locks of its task or interrupt level, outermost
     * first: with the one that is taken there, and with the one that is released there.
     */
    public Map<Long, List<Acquisition>> finish() {
        return replay.heldAtLines();
    }
}
