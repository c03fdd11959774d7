package org.lockreplay.parser;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.parser.Assembler.Worker;
import org.lockreplay.parser.ftrace.TextParser;

/**
 * One reading of a trace: several threads take chunks, parse them at the same time, and hand them
 * to the {@link Assembler} one after another in the order of the trace.
 *
 * <p>A thread goes with its chunk through all of it: parsing, in which nobody waits for anybody,
 * then assembling, then the sinks, one after the other. Each of these steps is at one chunk at a
 * time, but several are at several chunks, so that none has to wait for the work of another.
 *
 * <p>The calling thread is one of them; the others start when the input turns out to be longer than
 * one chunk. An interrupt of the calling thread ends the input, not the work.
 */
final class ParallelParse {

    private final ChunkSource source;
    private final Assembler assembler;
    private final int threads;
    private final int chunkBytes;

    private final Object turn = new Object();

    /** The number of the chunk that is next to be assembled, and that each sink takes next. */
    private final long[] nextNumber;

    private final List<Throwable> failures = new ArrayList<>();

    ParallelParse(ChunkSource source, Assembler assembler, int threads, int chunkBytes) {
        this.source = source;
        this.assembler = assembler;
        this.threads = threads;
        this.chunkBytes = chunkBytes;
        nextNumber = new long[1 + assembler.sinks()];
    }

    /** Reads to the end; what the sink or the stream threw, in any thread, is thrown here. */
    void run() {
        List<Thread> others = new ArrayList<>();
        Worker first = assembler.newWorker();
        untilFailure(() -> work(first, () -> startOthers(others)));
        others.forEach(this::join);
        synchronized (turn) {
            failures.forEach(ParallelParse::rethrow);
        }
    }

    private void startOthers(List<Thread> others) {
        for (int i = 1; i < threads; i++) {
            Worker worker = assembler.newWorker();
            Runnable work = () -> work(worker, () -> {});
            Thread thread = new Thread(() -> untilFailure(work), "lockreplay-parse-" + i);
            thread.setDaemon(true);
            thread.start();
            others.add(thread);
        }
    }

    private void work(Worker worker, Runnable onFirstOfMany) {
        Chunk chunk = new Chunk(chunkBytes);
        TextParser parser = new TextParser(worker.parser());
        boolean more = next(chunk);
        if (more && !source.atEnd()) {
            onFirstOfMany.run();
        }
        while (more) {
            handle(worker, parser, chunk);
            more = !failed() && next(chunk);
        }
    }

    private boolean next(Chunk chunk) {
        while (true) {
            try {
                return source.next(chunk);
            } catch (InterruptedException interrupt) {
                source.stop();
            }
        }
    }

    private void handle(Worker worker, TextParser parser, Chunk chunk) {
        if (chunk.tooLong) {
            parser.refuse(chunk.bytes, chunk.length);
        } else {
            parser.parse(chunk.bytes, 0, chunk.length);
        }
        for (int step = 0; step < nextNumber.length && await(step, chunk.number); step++) {
            if (step == 0) {
                assembler.assemble(worker);
            } else {
                assembler.hand(worker, step - 1);
            }
            passTurn(step);
        }
    }

    /** Waits until it is this chunk's turn for a step; false if another one failed. */
    private boolean await(int step, long number) {
        synchronized (turn) {
            while (nextNumber[step] != number && failures.isEmpty()) {
                try {
                    turn.wait();
                } catch (InterruptedException interrupt) {
                    source.stop();
                }
            }
            return failures.isEmpty();
        }
    }

    private void passTurn(int step) {
        synchronized (turn) {
            nextNumber[step]++;
            turn.notifyAll();
        }
    }

    /** A chunk that is lost ends the reading: nobody may take what comes after it for whole. */
    private void untilFailure(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error failure) {
            synchronized (turn) {
                failures.add(failure);
                turn.notifyAll();
            }
            source.stop();
        }
    }

    private boolean failed() {
        synchronized (turn) {
            return !failures.isEmpty();
        }
    }

    private void join(Thread thread) {
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException interrupt) {
                source.stop();
            }
        }
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }
}
