package org.lockreplay.parser;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.EventSink;
import org.lockreplay.event.Names;
import org.lockreplay.parser.dialect.Dialects;
import org.lockreplay.parser.ftrace.BadLine;
import org.lockreplay.parser.ftrace.ChunkLines;
import org.lockreplay.parser.ftrace.EventParser;
import org.lockreplay.parser.ftrace.LineShape;
import org.lockreplay.parser.ftrace.NameTable;
import org.lockreplay.parser.ftrace.NumberSet;
import org.lockreplay.parser.ftrace.Tally;

/**
 * Puts chunks that were parsed apart back together: in their order, with one dictionary, one count
 * of lines, and one set of {@link TraceFacts}.
 *
 * <p>{@link #assemble} is called for chunk after chunk, never twice at once, and then {@link #hand}
 * for each sink: for each of them chunk after chunk too, while other sinks are at other chunks.
 */
final class Assembler {

    private final Names names = new Names();
    private final List<EventSink> sinks;
    private final Dialects dialects;
    private final List<Worker> workers = new ArrayList<>();

    private long lines;
    private long malformed;
    private long continued;
    private boolean endsInText;
    private final List<MalformedLine> firstMalformed = new ArrayList<>();
    private OptionalLong firstTime = OptionalLong.empty();
    private OptionalLong lastTime = OptionalLong.empty();

    Assembler(List<EventSink> sinks, Dialects dialects) {
        this.sinks = sinks;
        this.dialects = dialects;
    }

    /** A parser for one thread, whose name ids this assembler can translate. */
    Worker newWorker() {
        Worker worker = new Worker(new EventParser(names, dialects));
        workers.add(worker);
        return worker;
    }

    /** Counts the line of a table's column names. */
    void headerLine() {
        lines++;
    }

    /** How many sinks there are. */
    int sinks() {
        return sinks.size();
    }

    /** Gives the batch that {@code worker} parsed last its place in the trace. */
    void assemble(Worker worker) {
        assemble(worker, lines + 1);
    }

    /** The same for a batch whose lines count from {@code firstLine}. */
    void assemble(Worker worker, long firstLine) {
        EventBatch batch = worker.parser().batch();
        batch.relabel(worker.translation(names));
        batch.setFirstLine(firstLine);
        count(worker.tally().chunk(), batch);
        times(batch);
    }

    /** Hands the batch that {@code worker} parsed last on to one of the sinks. */
    void hand(Worker worker, int sink) {
        sinks.get(sink).accept(worker.parser().batch());
    }

    private void count(ChunkLines chunk, EventBatch batch) {
        if (endsInText) {
            batch.removeFirst(chunk.leadingBad());
            continued += chunk.leadingBad();
        } else {
            malformed += chunk.leadingBad();
            keep(chunk.leadingBadLines());
        }
        malformed += chunk.bad();
        keep(chunk.badLines());
        endsInText = chunk.decided() ? chunk.endsInText() : endsInText;
        lines += chunk.lines();
    }

    private void keep(List<BadLine> examples) {
        for (BadLine bad : examples) {
            if (firstMalformed.size() < ChunkLines.EXAMPLES) {
                long line = lines + 1 + bad.line();
                firstMalformed.add(
                        new MalformedLine(line, bad.column(), bad.expected(), bad.found()));
            }
        }
    }

    private void times(EventBatch batch) {
        int last = batch.size() - 1;
        while (last >= 0 && batch.kind(last).isMeta()) {
            last--;
        }
        if (last < 0) {
            return;
        }
        int first = 0;
        while (batch.kind(first).isMeta()) {
            first++;
        }
        if (firstTime.isEmpty()) {
            firstTime = OptionalLong.of(batch.time(first));
        }
        lastTime = OptionalLong.of(batch.time(last));
    }

    /** What a trace in lines was; call when the last chunk has been taken. */
    TraceFacts facts(String path, Optional<String> damage) {
        return facts(path, format(), damage);
    }

    /** The same for a trace whose form is known. */
    TraceFacts facts(String path, TraceFormat format, Optional<String> damage) {
        SortedMap<String, Long> events = new TreeMap<>();
        NumberSet pids = new NumberSet();
        NumberSet cpus = new NumberSet();
        for (Worker worker : workers) {
            worker.addEvents(events);
            pids.addAll(worker.tally().pids());
            cpus.addAll(worker.tally().cpus());
        }
        int told = workers.stream().mapToInt(each -> each.tally().machineCpus()).max().orElse(0);
        return new TraceFacts(
                path,
                format,
                events,
                lines,
                workers.stream().mapToLong(worker -> worker.tally().comments()).sum(),
                continued
                        + workers.stream().mapToLong(worker -> worker.tally().annotations()).sum(),
                workers.stream().mapToLong(worker -> worker.tally().lossMarkers()).sum(),
                workers.stream().mapToLong(worker -> worker.tally().lost()).sum(),
                malformed,
                List.copyOf(firstMalformed),
                firstTime,
                lastTime,
                workers.stream().anyMatch(worker -> worker.tally().ticks()),
                workers.stream().anyMatch(worker -> worker.tally().flags()),
                workers.stream().anyMatch(worker -> worker.tally().softirqFlags())
                        && workers.stream().anyMatch(worker -> worker.tally().tellsBottomHalves()),
                pids.size(),
                cpus.size(),
                told > 0 ? told : (int) Math.min(cpus.largest() + 1L, Integer.MAX_VALUE),
                damage);
    }

    /**
     * Who the lines are of, if trace-cmd put several files or instances into one report: their
     * names, and an empty one for lines without. The event behind a loss has no name, either.
     */
    SortedSet<String> files() {
        SortedSet<String> files = new TreeSet<>();
        long unnamed = 0;
        for (Worker worker : workers) {
            Tally tally = worker.tally();
            tally.files().forEach(name -> files.add(worker.parser().names().name(name)));
            unnamed += tally.lines(LineShape.FTRACE) + tally.lines(LineShape.LATENCY);
            unnamed -= tally.linesOfFiles() + tally.lossMarkers();
        }
        if (unnamed > 0) {
            files.add("");
        }
        return files;
    }

    private TraceFormat format() {
        long most = 0;
        TraceFormat format = TraceFormat.EMPTY;
        for (LineShape shape : LineShape.values()) {
            long count = workers.stream().mapToLong(worker -> worker.tally().lines(shape)).sum();
            if (count > most) {
                most = count;
                format = of(shape);
            }
        }
        return format;
    }

    private static TraceFormat of(LineShape shape) {
        return switch (shape) {
            case FTRACE -> TraceFormat.FTRACE;
            case LATENCY -> TraceFormat.LATENCY;
            case VERBOSE -> TraceFormat.VERBOSE;
            case PERF -> TraceFormat.PERF_SCRIPT;
        };
    }

    /** One thread's parser, and what its name ids are in the dictionary of the trace. */
    static final class Worker {

        private final EventParser parser;
        private int[] translation = new int[64];
        private int translated;

        private Worker(EventParser parser) {
            this.parser = parser;
        }

        EventParser parser() {
            return parser;
        }

        Tally tally() {
            return parser.tally();
        }

        private int[] translation(Names names) {
            NameTable table = parser.names();
            if (translation.length < table.size()) {
                translation = Arrays.copyOf(translation, 2 * table.size());
            }
            for (; translated < table.size(); translated++) {
                translation[translated] = names.intern(table.name(translated));
            }
            return translation;
        }

        private void addEvents(SortedMap<String, Long> events) {
            for (int name = 0; name < parser.names().size(); name++) {
                long count = parser.tally().events(name);
                if (count > 0) {
                    events.merge(parser.names().name(name), count, Long::sum);
                }
            }
        }
    }
}
