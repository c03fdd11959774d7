package org.lockreplay.protocol.trace;

/** When and where the events of a written trace happen. */
public interface Pace {

    /** The time of the next event of this task, in nanoseconds; never less than the last. */
    long nanos(int task);

    /** The CPU that the task runs on. */
    int cpu(int task);

    /** Ten microseconds from one event to the next, each task on a CPU of its own. */
    static Pace even() {
        return new Pace() {
            private long now = 1_000_000_000L;

            @Override
            public long nanos(int task) {
                now += 10_000;
                return now;
            }

            @Override
            public int cpu(int task) {
                return task;
            }
        };
    }
}
