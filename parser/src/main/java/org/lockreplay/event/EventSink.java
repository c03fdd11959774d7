package org.lockreplay.event;

/** Receives a trace batch by batch, in the order of the trace. */
@FunctionalInterface
public interface EventSink {

    /**
     * Takes one batch. It is valid during the call only: copy what must outlive it. Calls never
     * overlap, but may come from different threads, each seeing what the one before wrote.
     */
    void accept(EventBatch batch);
}
