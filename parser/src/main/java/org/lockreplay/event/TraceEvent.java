package org.lockreplay.event;

/** One event, copied out of the stream: immutable, free to keep and to share. */
public sealed interface TraceEvent {

    Origin origin();

    EventKind kind();

    /** The event's name as the trace prints it; empty for a {@link Gap}. */
    String event();

    /** One of the four {@code lock_*} events; mode bits are those of {@link Mode}. */
    record Lock(
            Origin origin, EventKind kind, String event, long address, String lockClass, int mode)
            implements TraceEvent {}

    /** Any other event of the kernel, with its arguments as the trace prints them. */
    record Traced(Origin origin, EventKind kind, String event, String arguments)
            implements TraceEvent {}

    /** A place where the recording begins or has a hole; {@code count} is -1 where not told. */
    record Gap(Origin origin, EventKind kind, long count) implements TraceEvent {

        @Override
        public String event() {
            return "";
        }
    }
}
