package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The program on the page about the library is one that runs, and prints what the page says. */
class DocumentedLibraryTest {

    private static final Path ROOT = Path.of("..");
    private static final String SOURCE = "src/test/java/org/lockreplay/cli/LibraryExample.java";
    private static final String TRACE = "traces/handmade/three-tasks-cycle/input.trace";

    @Test
    void theProgramOnThePageIsTheOneThatIsCompiledHere() throws Exception {
        String source = Files.readString(Path.of(SOURCE));
        String withoutPackage = source.substring(source.indexOf("import "));
        assertThat(page()).contains("```java\n" + withoutPackage + "```");
    }

    @Test
    void thePageShowsWhatTheProgramPrints() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        LibraryExample.tell(
                ROOT.resolve(TRACE), new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(page())
                .contains(TRACE, "```text\n" + printed.toString(StandardCharsets.UTF_8) + "```");
    }

    private static String page() throws Exception {
        return Files.readString(ROOT.resolve("docs/library.md"));
    }
}
