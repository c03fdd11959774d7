package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sessions on the pages are what the program prints.
 *
 * <p>A line {@code …} stands for any lines, a {@code …} in a line for any text; columns may be
 * narrower on the page. The commands run where the project is, one after the other, so that a page
 * can go on with a file that it has made.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentedSessionsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> SHARED = List.of("traces", "docs");
    private static final String PROMPT = "$ ";
    private static final String PROGRAM = "./lockreplay ";
    private static final String LEFT_OUT = "…";

    /** About files that only the page has. */
    private static final Set<String> UNTRIED =
            Set.of(
                    "check …",
                    "check --dialect d.json t.trace",
                    "check --protocol my-driver.json my.trace",
                    "check --order order.json traces/handmade/case-1/input.trace");

    private final List<Session> sessions = new ArrayList<>();
    private final List<String> printed = new ArrayList<>();

    private record Session(String place, String command, List<String> shown) {}

    @BeforeAll
    void runAll(@TempDir Path folder) throws Exception {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        List<String> untried = new ArrayList<>();
        for (Path page : pages) {
            for (Session session : sessions(page)) {
                if (UNTRIED.contains(session.command())) {
                    untried.add(session.command());
                } else {
                    sessions.add(session);
                }
            }
        }
        assertThat(untried).containsExactlyInAnyOrderElementsOf(UNTRIED);
        run(sessions.stream().map(Session::command).toList(), folder);
        for (int i = 0; i < sessions.size(); i++) {
            printed.add(Files.readString(folder.resolve("printed/" + i)));
        }
    }

    @TestFactory
    Stream<DynamicTest> sessionsAreReal() {
        assertThat(sessions).hasSizeGreaterThan(35);
        return IntStream.range(0, sessions.size())
                .mapToObj(
                        i ->
                                DynamicTest.dynamicTest(
                                        sessions.get(i).place(),
                                        () -> compare(sessions.get(i), printed.get(i))));
    }

    private static void compare(Session session, String output) {
        List<String> printed = output.lines().map(DocumentedSessionsTest::narrow).toList();
        List<List<Pattern>> pieces = pieces(session.shown());
        int at = 0;
        for (int i = 0; i < pieces.size(); i++) {
            List<Pattern> piece = pieces.get(i);
            int last = i == 0 ? 0 : printed.size() - piece.size();
            while (at <= last && !stands(piece, printed, at)) {
                at++;
            }
            assertThat(at).as("where this is printed: %s", piece).isLessThanOrEqualTo(last);
            at += piece.size();
        }
        boolean whole = pieces.size() == 1 || !pieces.get(pieces.size() - 1).isEmpty();
        assertThat(printed.subList(whole ? at : printed.size(), printed.size()))
                .as("what the page does not show")
                .allMatch(String::isEmpty);
    }

    /** Lines that follow each other; between two pieces some are left out. */
    private static List<List<Pattern>> pieces(List<String> shown) {
        List<List<Pattern>> pieces = new ArrayList<>(List.of(new ArrayList<>()));
        for (String line : shown) {
            if (line.strip().equals(LEFT_OUT)) {
                pieces.add(new ArrayList<>());
            } else {
                pieces.get(pieces.size() - 1).add(pattern(line));
            }
        }
        return pieces;
    }

    private static boolean stands(List<Pattern> piece, List<String> printed, int at) {
        return at + piece.size() <= printed.size()
                && IntStream.range(0, piece.size())
                        .allMatch(i -> piece.get(i).matcher(printed.get(at + i)).matches());
    }

    private static Pattern pattern(String shown) {
        StringBuilder pattern = new StringBuilder();
        for (String part : narrow(shown).split(LEFT_OUT, -1)) {
            pattern.append(pattern.length() == 0 ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(pattern.toString());
    }

    /** Two blanks in the place of more, but for those that a line begins with. */
    private static String narrow(String line) {
        return line.replaceAll("(?<=\\S) {2,}", "  ").stripTrailing();
    }

    private static List<Session> sessions(Path page) throws IOException {
        List<String> lines = Files.readAllLines(page);
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(PROMPT)) {
                String place = page.getFileName() + ":" + (i + 1);
                StringBuilder command = new StringBuilder(lines.get(i).substring(PROMPT.length()));
                while (command.toString().endsWith("\\")) {
                    command.setLength(command.length() - 1);
                    command.append(lines.get(++i).strip());
                }
                List<String> shown = new ArrayList<>();
                while (!lines.get(i + 1).startsWith(PROMPT) && !lines.get(i + 1).equals("```")) {
                    shown.add(lines.get(++i));
                }
                if (command.toString().startsWith(PROGRAM) && command.indexOf("|") < 0) {
                    String words = command.substring(PROGRAM.length());
                    sessions.add(new Session(place, words, shown));
                }
            }
        }
        return sessions;
    }

    private void run(List<String> commands, Path folder) throws Exception {
        Files.write(folder.resolve("commands"), commands);
        Files.createDirectory(folder.resolve("printed"));
        Path work = Files.createDirectory(folder.resolve("work"));
        for (String name : SHARED) {
            Files.createSymbolicLink(work.resolve(name), ROOT.resolve(name));
        }
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                SessionsInTurn.class.getName(),
                                folder.resolve("commands").toString(),
                                folder.resolve("printed").toString())
                        .directory(work.toFile())
                        .inheritIO()
                        .start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(4, TimeUnit.MINUTES);
        for (String name : SHARED) {
            Files.delete(work.resolve(name));
        }
        assertThat(ended).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
