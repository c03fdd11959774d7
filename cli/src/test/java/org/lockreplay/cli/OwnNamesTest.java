package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A protocol that calls the two semaphores by names of its own is reported in these names. */
class OwnNamesTest {

    private static final Path SHIPPED =
            Path.of("../analysis/src/main/resources/org/lockreplay/protocol/file");
    private static final Pattern FINGERPRINT = Pattern.compile("\"fingerprint\": \"\\w+\"");

    @TempDir Path folder;

    private Path renamed;
    private Path trace;

    @BeforeEach
    void rename() throws IOException {
        renamed = folder.resolve("renamed.json");
        trace = folder.resolve("t.trace");
        Files.write(
                renamed,
                Files.readAllLines(SHIPPED.resolve("gleixner-2014.json")).stream()
                        .map(OwnNamesTest::inOwnNames)
                        .toList());
    }

    private static String inOwnNames(String line) {
        boolean aliases = line.contains("->");
        return aliases
                ? line
                : line.replace("bd_sem", "bounds_lock")
                        .replace("mmap_sem", "mm_lock")
                        .replace("\"name\": \"gleixner-2014\"", "\"name\": \"renamed\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inverse-order",
                "missing-lock",
                "wrong-mode",
                "fault-under-write",
                "prctl-nesting",
                "nested-operation",
                "no-clean-up",
            })
    void findingsAndTablesHaveTheNamesOfTheFile(String fault) {
        new Console().run("simulate", renamed, "--fault", fault, "-o", trace);
        String text = new Console().run("check", "--protocol", renamed, trace).out();
        assertThat(text)
                .contains("Nesting of bounds_lock and mm_lock, by the cases and operations of")
                .contains("Critical sections of bounds_lock and mm_lock, by the operations of");
        assertThat(text.replace("&mm->bd_sem", "").replace("&mm->mmap_sem", ""))
                .doesNotContain("bd_sem", "mmap_sem", "gleixner");
    }

    @Test
    void theOrderIsThatOfTheFile() {
        new Console().run("simulate", renamed, "--fault", "inverse-order", "-o", trace);
        String text = new Console().run("check", "--protocol", renamed, trace).out();
        assertThat(text.replaceAll("\\s+", " "))
                .contains("mpx-order: bounds_lock asked for inside mm_lock")
                .contains("renamed has bounds_lock outside, always")
                .contains("Take bounds_lock before mm_lock, in mpx_pre_unmap.");
    }

    @Test
    void aFindingHasTheSameFingerprintUnderAnyNames() {
        new Console().run("simulate", renamed, "--fault", "inverse-order", "-o", trace);
        assertThat(fingerprints(renamed.toString()))
                .isNotEmpty()
                .isEqualTo(fingerprints("gleixner-2014"));
    }

    @Test
    void nestingsThatAFileListsAreItsCasesWithoutOperationsToo() throws IOException {
        Path listed = folder.resolve("listed.json");
        Files.writeString(
                listed,
                """
                {"schema": "lockreplay-protocol/1", "name": "listed", "title": "t",
                 "locks": [{"name": "outside", "kind": "rwsem", "aliases": ["&mm->bd_sem"]},
                           {"name": "inside", "kind": "rwsem", "aliases": ["&mm->mmap_sem"]}],
                 "order": ["outside", "inside"],
                 "nestings": [{"case": 7, "name": "n", "outer": "outside", "outerMode": "write",
                               "inner": "inside", "innerMode": "write"}]}
                """);
        new Console().run("simulate", "gleixner-2014", "-o", trace);
        assertThat(new Console().run("check", "--protocol", listed, trace).out())
                .contains("Nesting of outside and inside, by the cases of listed\n")
                .containsPattern(" #7 +outside +write +inside +write +[1-9]");
    }

    private List<String> fingerprints(String protocol) {
        String json =
                new Console().run("check", "--protocol", protocol, "--format", "json", trace).out();
        return FINGERPRINT.matcher(json).results().map(MatchResult::group).toList();
    }
}
