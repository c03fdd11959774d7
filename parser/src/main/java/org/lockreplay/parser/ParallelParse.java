package org.lockreplay.parser;

import java.util.ArrayList;
import java.util.List;
import org.lockreplay.parser.Assembler.Worker;
import org.lockreplay.parser.ftrace.TextParser;

/**
 * One reading of a trace: several threads take chunks, parse them at the same time, and hand them
 * to the {@link Assembler} one after another in the order of the trace.
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
    private long nextNumber;
    private boolean failed;
    private final List<Throwable> failures = new ArrayList<>();

    ParallelParse(ChunkSource source, Assembler assembler, int threads, int chunkBytes) {
        this.source = source;
        this.assembler = assembler;
        this.threads = threads;
        this.chunkBytes = chunkBytes;
    }

    /** Reads to the end; what the sink threw, in whichever thread, is thrown here. */
    void run() {
        Worker first = assembler.newWorker();
        Chunk chunk = new Chunk(chunkBytes);
        TextParser parser = new TextParser(first.parser());
        List<Thread> others = new ArrayList<>();
        if (next(chunk)) {
            if (!source.atEnd()) {
                for (int i = 1; i < threads; i++) {
                    others.add(start(assembler.newWorker(), i));
                }
            }
            do {
                handle(first, parser, chunk);
            } while (!failed() && next(chunk));
        }
        others.forEach(this::join);
        synchronized (turn) {
            failures.forEach(ParallelParse::rethrow);
        }
    }

    private Thread start(Worker worker, int index) {
        Thread thread = new Thread(() -> work(worker), "lockreplay-parse-" + index);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void work(Worker worker) {
        Chunk chunk = new Chunk(chunkBytes);
        TextParser parser = new TextParser(worker.parser());
        while (!failed() && next(chunk)) {
            handle(worker, parser, chunk);
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
        boolean done = false;
        try {
            if (chunk.tooLong) {
                parser.refuse(chunk.bytes, chunk.length);
            } else {
                parser.parse(chunk.bytes, 0, chunk.length);
            }
            await(chunk.number);
            if (!failed()) {
                assembler.take(worker);
            }
            done = true;
        } catch (RuntimeException | Error failure) {
            synchronized (turn) {
                failures.add(failure);
            }
        } finally {
            synchronized (turn) {
                failed |= !done;
                nextNumber++;
                turn.notifyAll();
            }
        }
    }

    private void await(long number) {
        synchronized (turn) {
            while (nextNumber != number && !failed) {
                try {
                    turn.wait();
                } catch (InterruptedException interrupt) {
                    source.stop();
                }
            }
        }
    }

    private boolean failed() {
        synchronized (turn) {
            return failed;
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
