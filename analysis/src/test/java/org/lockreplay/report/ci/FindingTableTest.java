package org.lockreplay.report.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lockreplay.check.Finding;
import org.lockreplay.report.Samples;
import org.lockreplay.report.TableCells;

class FindingTableTest {

    @ParameterizedTest
    @MethodSource("org.lockreplay.report.ci.Runs#all")
    void everyWitnessIsALineAndNoCellIsAFormula(CiRun run) throws IOException {
        List<CSVRecord> table = table(run);
        int witnesses = 0;
        for (Finding finding : run.plainFindings()) {
            witnesses += finding.evidence().size();
        }
        assertThat(table).hasSize(witnesses).allMatch(CSVRecord::isConsistent);
        for (CSVRecord line : table) {
            line.forEach(cell -> assertThat(cell).doesNotMatch("(?s)[=+@\\-\t\r].*"));
        }
    }

    @Test
    void aCircleHasALineForEachEdge() throws IOException {
        List<CSVRecord> table = table(Runs.checked(Samples.ABBA));
        assertThat(table).hasSize(2);
        assertThat(table.get(1).get("id")).isEqualTo("cycle");
        assertThat(table.get(1).get("witness")).isEqualTo("2");
        assertThat(table.get(1).get("outer")).isEqualTo("mtx_b");
        assertThat(table.get(1).get("inner")).isEqualTo("mtx_a");
        assertThat(table.get(1).get("classes")).isEqualTo("mtx_a -> mtx_b");
        assertThat(table.get(0).get("count")).isEqualTo("1234");
        assertThat(table.get(0).get("failing")).isEqualTo("true");
        assertThat(table.get(0).get("standing")).isEmpty();
    }

    @Test
    void aLongCircleIsNotRepeatedInFullOnEveryLine() throws IOException {
        List<CSVRecord> table = table(Runs.checked(Samples.LONG_RING));
        assertThat(table).hasSize(40);
        assertThat(table.get(20).get("classes"))
                .startsWith("rws_10 -> ")
                .contains("rws_21 -> … 24 more … -> rws_46")
                .endsWith("rws_49");
        assertThat(table.get(20).get("outer")).isEqualTo("rws_30");
    }

    @Test
    void cellsThatCouldBeFormulasAreMarked() {
        assertThat(TableCells.guarded("=1+1")).isEqualTo("'=1+1");
        assertThat(TableCells.guarded("'quoted")).isEqualTo("''quoted");
        assertThat(TableCells.guarded("\uff1d1")).isEqualTo("'\uff1d1");
        assertThat(TableCells.guarded("a=b")).isEqualTo("a=b");
        assertThat(TableCells.guarded("\t=1")).isEqualTo("\\x09=1");
        assertThat(TableCells.guarded("")).isEmpty();
    }

    private static List<CSVRecord> table(CiRun run) throws IOException {
        return CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(Runs.text(CiFormat.CSV, run)))
                .getRecords();
    }
}
