package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every session on the page about {@code replay} is what the program prints. */
class ReplayPageTest {

    private static final Path PAGE = Path.of("..", "docs", "replay.md");
    private static final String PROMPT = "$ ./lockreplay ";
    private static final String LEFT_OUT = "…";

    @TestFactory
    Stream<DynamicTest> sessionsAreReal() throws IOException {
        List<List<String>> sessions = sessions(Files.readAllLines(PAGE));
        assertThat(sessions).hasSizeGreaterThan(5);
        return sessions.stream()
                .map(session -> DynamicTest.dynamicTest(session.get(0), () -> compare(session)));
    }

    private static List<List<String>> sessions(List<String> page) {
        List<List<String>> sessions = new ArrayList<>();
        for (int i = 0; i < page.size(); i++) {
            if (page.get(i).startsWith(PROMPT)) {
                int end = page.subList(i, page.size()).indexOf("```");
                sessions.add(page.subList(i, i + end));
            }
        }
        return sessions;
    }

    /** The lines shown stand in the output in this order; between marks without any other. */
    private static void compare(List<String> session) {
        String command = session.get(0).substring(PROMPT.length()).replace("traces/", "../traces/");
        List<String> printed =
                new Console()
                        .run(Arrays.stream(command.split(" ")).toArray())
                        .out()
                        .replace("../traces/", "traces/")
                        .lines()
                        .toList();
        int at = 0;
        boolean leftOut = false;
        for (String shown : session.subList(1, session.size())) {
            if (shown.strip().equals(LEFT_OUT)) {
                leftOut = true;
                continue;
            }
            if (leftOut) {
                int found = printed.subList(at, printed.size()).indexOf(shown);
                assertThat(found).as("printed, after a gap: %s", shown).isNotNegative();
                at += found;
                leftOut = false;
            }
            assertThat(printed.get(at)).isEqualTo(shown);
            at++;
        }
    }
}
