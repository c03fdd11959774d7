package org.lockreplay.replay.lock;

/**
 * What is known of one task, or of the idle task of one CPU: what it holds and what it is about.
 */
final class Task {

    /** No system call is known to be going on. */
    static final int NO_CALL = -1;

    /** A system call whose name is not known. */
    static final int UNNAMED_CALL = -2;

    /** Counts tasks from 0, in the order in which they were first seen. */
    final int index;

    /** 0 for every idle task. */
    final int pid;

    final HeldStack stack;

    /** Its fork is in the trace, and nothing of it is missing since. */
    boolean born;

    /** Name id of the system call it is in, or one of the two constants. */
    int call = NO_CALL;

    /** Arguments of that call, if it has a name; 0 where the trace has fewer. */
    long firstArgument;

    long thirdArgument;
    long fourthArgument;

    /** A bounds exception was the last way in which it entered the kernel. */
    boolean inBoundsFault;

    /** The code of that exception: the low two bits of bndstatus. */
    int boundsCode;

    /** Line at which it went back to user space last. */
    long leftAt;

    /** Where it was seen last. */
    Cpu cpu = Cpu.NOWHERE;

    /** How often it was seen to come to a CPU in this recording. */
    long arrivals;

    /**
     * Line at which it first came from where it may have been before, unseen; 0 if it never did.
     */
    long returned;

    /** The last gap of the trace that it is known to have been touched by, or not touched by. */
    long gap;

    Task(int index, int pid, HeldStack stack, long gap) {
        this.index = index;
        this.pid = pid;
        this.stack = stack;
        this.gap = gap;
    }

    /** Nothing is known any more. */
    void forget(long era) {
        stack.forget(era);
        born = false;
        inUserSpace();
    }

    /** It may have done something unseen, but keeps what it holds until it is seen to let go. */
    void doubt(long era) {
        stack.forgetBefore(0, era);
        born = false;
    }

    /** Only what it took at this line or later is known. */
    void forgetBefore(long line, long era) {
        stack.forgetBefore(line, era);
        born = false;
        inUserSpace();
    }

    /** It is in user space, or just came from there. */
    void inUserSpace() {
        call = NO_CALL;
        inBoundsFault = false;
    }
}
