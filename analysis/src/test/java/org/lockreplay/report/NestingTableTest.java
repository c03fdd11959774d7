package org.lockreplay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.story.Lock.write;
import static org.lockreplay.story.TraceStory.trace;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lockreplay.lockorder.LockOrderGraph;
import org.lockreplay.protocol.LockTypes;
import org.lockreplay.summary.LockOrderSummary;

class NestingTableTest {

    @Test
    void everyEdgeIsALineWithItsFirstPlace() throws IOException {
        List<CSVRecord> table = table(Samples.ABBA.summary());
        assertThat(table).hasSize(2);
        CSVRecord first = table.get(0);
        assertThat(first.get("outer")).isEqualTo("mtx_a");
        assertThat(first.get("inner")).isEqualTo("mtx_b");
        assertThat(first.get("outer_mode")).isEqualTo("write");
        assertThat(first.get("count")).isEqualTo("1234");
        assertThat(first.get("tasks")).isEqualTo("3");
        assertThat(first.get("traces")).isEqualTo("1");
        assertThat(first.get("trace")).isEqualTo("boot/abba.trace");
        assertThat(Long.parseLong(first.get("held_line")))
                .isLessThan(Long.parseLong(first.get("line")));
        assertThat(first.get("task")).isEqualTo("k61 t-1");
        assertThat(first.get("context")).isEqualTo("process");
    }

    @Test
    void ticksAreNotNanosecondsAndNamesAreNoFormulas() throws IOException {
        CSVRecord line =
                table(
                                trace("=trace")
                                        .by("+task", 5, 0)
                                        .inTicks()
                                        .nest(write("=1+1", 1), write("@b,\"c\"\n", 2))
                                        .summary())
                        .get(0);
        assertThat(line.get("time_ns")).isEmpty();
        assertThat(line.get("ticks")).isNotEmpty();
        assertThat(line.get("outer")).isEqualTo("'=1+1");
        assertThat(line.get("inner")).isEqualTo("'@b,\"c\"\\x0a");
        assertThat(line.get("task")).isEqualTo("'+task");
        assertThat(line.get("trace")).isEqualTo("'=trace");
    }

    @ParameterizedTest
    @EnumSource
    void allLinesHaveTheColumnsOfTheHeader(Samples sample) throws IOException {
        assertThat(table(sample.summary())).allMatch(CSVRecord::isConsistent);
    }

    private static List<CSVRecord> table(LockOrderSummary summary) throws IOException {
        StringBuilder out = new StringBuilder();
        LockOrderGraph graph = new LockOrderGraph(summary, LockTypes.shipped());
        NestingTable.write(graph, summary.traces(), out);
        return CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(out.toString()))
                .getRecords();
    }
}
