package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code traces/README.md} says how many cases there are of each group. */
class CorpusReadmeTest {

    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)/` \\| (\\d+)(?: cells)? \\|.*");

    @Test
    void countsTheCasesOfEachGroup() throws IOException {
        Map<String, Integer> told = new TreeMap<>();
        for (String line : Files.readAllLines(Corpus.ROOT.resolve("README.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                told.put(row.group(1), Integer.valueOf(row.group(2)));
            }
        }
        Map<String, Integer> there = new TreeMap<>();
        for (Path recording : Corpus.cases()) {
            there.merge(Corpus.ROOT.relativize(recording).getName(0).toString(), 1, Integer::sum);
        }
        there.put("selftest", Corpus.selftestCells().size());
        assertThat(told).isEqualTo(there);
    }

    @Test
    void keepsTheCorpusAsSmallAsItSays() throws IOException {
        assertThat(Files.readString(Corpus.ROOT.resolve("README.md"))).contains("below 14 MB");
        try (Stream<Path> files = Files.walk(Corpus.ROOT)) {
            assertThat(files.filter(Files::isRegularFile).mapToLong(CorpusReadmeTest::size).sum())
                    .isLessThan(14_000_000);
        }
    }

    private static long size(Path file) {
        return file.toFile().length();
    }
}
