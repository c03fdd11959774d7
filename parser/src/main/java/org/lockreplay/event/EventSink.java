package org.lockreplay.event;

/** Receives a trace batch by batch, in the order of the trace. */
@FunctionalInterface
public interface EventSink {

    /**
     * Takes one batch. It is valid during the call only: copy what must outlive it. Calls never
     * overlap, but may come from different threads, each seeing what the one before wrote. While
     * this sink looks at a batch, another one may look at a later or an earlier one: they share
     * nothing but what does not change, and the {@link Names}.
     */
    void accept(EventBatch batch);
}
