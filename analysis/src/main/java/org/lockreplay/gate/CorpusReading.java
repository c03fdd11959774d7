package org.lockreplay.gate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.lockreplay.gate.FileOutcome.NotReached;

/**
 * Reads the files of a corpus with several threads, the largest first, a thread to a file.
 *
 * <p>Where fewer files are left than threads, each of the last ones is parsed by several. No more
 * files are open at a time than there are threads; what stays in memory of a file is its summary.
 * The outcomes do not depend on the number of threads.
 */
final class CorpusReading {

    private static final Comparator<CorpusFile> LARGEST_FIRST =
            Comparator.comparingLong(CorpusFile::bytes).reversed();

    private final FileReading files;
    private final int threads;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private final List<Thread> workers = new ArrayList<>();
    private boolean stopped;

    CorpusReading(FileReading files, int threads) {
        this.files = files;
        this.threads = threads;
    }

    /** The outcome of each file, in the order of the files. */
    List<FileOutcome> read(List<CorpusFile> corpus) {
        List<FileOutcome> outcomes =
                Collections.synchronizedList(
                        new ArrayList<>(Collections.nCopies(corpus.size(), new NotReached())));
        queue(corpus);
        List<FutureTask<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < Math.min(threads, corpus.size()); i++) {
            tasks.add(start(corpus, outcomes));
        }
        tasks.forEach(CorpusReading::await);
        return List.copyOf(outcomes);
    }

    /** Makes {@link #read} answer soon; files that are not done by then are not reached. */
    synchronized void stop() {
        stopped = true;
        workers.forEach(Thread::interrupt);
    }

    private synchronized void queue(List<CorpusFile> corpus) {
        IntStream.range(0, corpus.size())
                .boxed()
                .sorted(Comparator.comparing(corpus::get, LARGEST_FIRST))
                .forEach(waiting::add);
    }

    private synchronized FutureTask<Boolean> start(
            List<CorpusFile> corpus, List<FileOutcome> outcomes) {
        // A future task hands on whatever is thrown in it, errors of the machine included.
        FutureTask<Boolean> task =
                new FutureTask<>(
                        () -> {
                            work(corpus, outcomes);
                            return true;
                        });
        Thread thread = new Thread(task, "lockreplay-corpus-" + workers.size());
        thread.setDaemon(true);
        workers.add(thread);
        thread.start();
        return task;
    }

    private void work(List<CorpusFile> corpus, List<FileOutcome> outcomes) {
        for (Turn turn = next(); turn.threads() > 0; turn = next()) {
            FileOutcome outcome = files.read(corpus.get(turn.file()), turn.threads());
            if (!isStopped()) {
                outcomes.set(turn.file(), outcome);
            }
        }
    }

    /** Which file is next, and how many threads may parse it; none if there is no more. */
    private record Turn(int file, int threads) {}

    private synchronized Turn next() {
        if (stopped || waiting.isEmpty()) {
            return new Turn(0, 0);
        }
        int share = Math.max(1, threads / waiting.size());
        return new Turn(waiting.remove(), share);
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private static void await(FutureTask<Boolean> task) {
        try {
            task.get();
        } catch (ExecutionException failed) {
            rethrow(failed.getCause());
        } catch (InterruptedException impatient) {
            throw new IllegalStateException("nobody interrupts the reading of a corpus", impatient);
        }
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        throw new IllegalStateException(failure);
    }
}
