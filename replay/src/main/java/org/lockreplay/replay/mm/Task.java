package org.lockreplay.replay.mm;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** One task: its address space, and the system call that it is in. */
public final class Task {

    private final int pid;
    private final SystemCall call = new SystemCall(this);
    private AddressSpace space;

    /** An exec was seen whose end, which tells the ABI of the new program, was not. */
    private boolean inExec;

    /** Until something is seen that it does itself, if another task made it a sharer. */
    private Optional<Silence> silence = Optional.empty();

    private boolean fresh = true;

    /** The next lock of an address space that it takes is that of its own. */
    private boolean takesItsOwnLock;

    Task(int pid, AddressSpace space) {
        this.pid = pid;
        this.space = space;
        space.join(this);
    }

    public int pid() {
        return pid;
    }

    public AddressSpace space() {
        return space;
    }

    public SystemCall call() {
        return call;
    }

    /** Whether this is so for another task that is known to have the same address space. */
    public boolean anySharer(Predicate<Task> is) {
        List<Task> sharers = space.tasks();
        for (int i = 0; i < sharers.size(); i++) {
            if (sharers.get(i) != this && is.test(sharers.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the lock of an address space that it takes now can only be its own; says so once. */
    boolean takesItsOwnLock() {
        boolean own = takesItsOwnLock;
        takesItsOwnLock = false;
        return own;
    }

    /** An event told of the exec that is about to end. */
    boolean inExec() {
        return inExec;
    }

    void willTakeItsOwnLock(boolean certain) {
        takesItsOwnLock = certain;
    }

    /** It runs another program. */
    void exec() {
        inExec = true;
    }

    /** It leaves its address space for another one. */
    void moveTo(AddressSpace made, Moment at) {
        leave(at);
        space = made;
        space.join(this);
    }

    /** It leaves its address space, and has none. */
    void leave(Moment at) {
        space.leave(this, at);
    }

    /** It shares the address space of the task that made it in a call that began at this line. */
    void share(long line) {
        Silence silent = new Silence(line);
        space.sharedBy(silent);
        silence = Optional.of(silent);
    }

    /** The same, where it may have a copy: it is not told which. */
    void mayShare(AddressSpace ofMaker, long line) {
        share(line);
        ofMaker.sharedBy(silence.orElseThrow());
    }

    /** Whether no beginning or end of a system call of it was seen so far. */
    boolean isNew() {
        return fresh;
    }

    /** One is seen. */
    void grow() {
        fresh = false;
    }

    /** Something that it does itself is in the trace. */
    void act() {
        if (silence.isPresent()) {
            silence.get().end();
            silence = Optional.empty();
        }
    }

    /** Events are missing: it is in no known call, nor at the end of a known exec. */
    void lose() {
        call.end();
        inExec = false;
    }

    /** A raw_syscalls exit of this number. */
    void leaveRaw(long number) {
        if (inExec) {
            space.learn(CallKind.widthOfExec(number));
        }
        inExec = false;
    }
}
