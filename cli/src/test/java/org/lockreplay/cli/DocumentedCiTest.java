package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pastes the examples of {@code docs/ci.md} into a repository, and runs them. */
class DocumentedCiTest {

    private static final Path PAGE = Path.of("..", "docs", "ci.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

    @TempDir Path repository;

    /** What a process left behind; both its outputs in one. */
    private record Ended(int status, String said) {}

    @BeforeEach
    void checkOut() throws IOException {
        Files.createDirectories(repository.resolve("traces"));
        Path launcher = repository.resolve("tools/lockreplay/lockreplay");
        Files.createDirectories(launcher.getParent());
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        Files.writeString(
                launcher,
                "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -cp '%s' org.lockreplay.cli.Main \"$@\"\n"
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                classPath));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void theShellScriptLeavesItsReportsAndEndsAsTheGateDoes() throws Exception {
        String script = blocks("sh").get(0);
        assertThat(script).startsWith("#!/bin/sh\n");
        Files.writeString(repository.resolve("lock-gate.sh"), script);
        record(Recordings.CIRCLE);
        Ended failed = run(Map.of(), "sh", "lock-gate.sh");
        assertThat(failed.status()).as(failed.said()).isEqualTo(1);
        assertThat(failed.said()).contains("lock-gate: new findings; see lock-reports");
        assertThat(file("lock-reports/lockreplay.sarif")).contains("\"baselineState\": \"new\"");
        assertThat(file("lock-reports/lockreplay-junit.xml")).contains("<failure type=\"cycle\"");
        assertThat(file("lock-reports/gl-code-quality-report.json")).contains("\"critical\"");
        assertThat(file("lock-reports/lockreplay.md")).contains("**new** | `cycle`");
        assertThat(file("lock-reports/lockreplay.csv")).startsWith("fingerprint,set,id,");
    }

    @Test
    void theFirstRunMakesTheSecondPass() throws Exception {
        record(Recordings.CIRCLE);
        String first = blocks("sh").get(1);
        assertThat(first).contains("--update-baseline").contains("git add");
        String withoutGit =
                first.replaceAll("(?m)^git .*$", "test -s traces/lockreplay-baseline.json");
        assertThat(run(Map.of(), "sh", "-e", "-c", withoutGit).status()).isZero();
        Files.writeString(
                repository.resolve("traces/lockreplay-suppressions.json"), blocks("json").get(0));
        Ended second = run(Map.of(), "tools/lockreplay/lockreplay", "gate", "traces");
        assertThat(second.status()).as(second.said()).isZero();
    }

    @Test
    void theWorkflowOfGitHubFailsTheStepAndShowsWhatIsNew() throws Exception {
        JsonNode workflow = yaml("jobs:");
        assertThat(workflow.at("/permissions/security-events").asText()).isEqualTo("write");
        JsonNode steps = workflow.at("/jobs/lock-gate/steps");
        List<JsonNode> runs = new ArrayList<>();
        steps.forEach(step -> step.findValues("run").forEach(runs::add));
        assertThat(runs).hasSize(1);
        record(Recordings.CIRCLE);
        Ended step =
                run(
                        Map.of("GITHUB_STEP_SUMMARY", repository.resolve("summary.md").toString()),
                        "bash",
                        "--noprofile",
                        "--norc",
                        "-eo",
                        "pipefail",
                        "-c",
                        runs.get(0).asText());
        assertThat(step.status()).as(step.said()).isEqualTo(1);
        assertThat(step.said())
                .containsPattern("(?m)^::error file=traces/.*,line=\\d+,title=cycle \\(new\\)::")
                .containsPattern("(?s)::stop-commands::([0-9a-f]{32})\\R.*\\R::\\1::\\R::error");
        assertThat(file("summary.md")).startsWith("## Lockreplay: 1 error");
        String sarif = find(steps, "sarif_file");
        assertThat(new ObjectMapper().readTree(file(sarif)).at("/runs/0/results")).hasSize(1);
        for (String artifact : find(steps, "path").split("\n")) {
            assertThat(repository.resolve(artifact)).exists();
        }
    }

    @Test
    void theJobOfGitLabLeavesTheReportsThatItNames() throws Exception {
        JsonNode job = yaml("lock-gate:\n").get("lock-gate");
        record(Recordings.CIRCLE);
        for (JsonNode line : job.get("script")) {
            assertThat(run(Map.of(), "sh", "-c", line.asText()).status()).isEqualTo(1);
        }
        JsonNode artifacts = job.get("artifacts");
        assertThat(artifacts.get("when").asText()).isEqualTo("always");
        assertThat(file(artifacts.at("/reports/junit").asText())).contains("<failure");
        assertThat(file(artifacts.at("/reports/codequality").asText())).contains("\"cycle\"");
        artifacts
                .get("paths")
                .forEach(path -> assertThat(repository.resolve(path.asText())).exists());
    }

    private void record(String trace) throws IOException {
        Files.writeString(repository.resolve("traces/boot.trace"), trace);
    }

    private String file(String name) throws IOException {
        return Files.readString(repository.resolve(name));
    }

    /** The only YAML of the page that begins a line with this. */
    private static JsonNode yaml(String member) throws IOException {
        List<String> found = new ArrayList<>();
        for (String block : blocks("yaml")) {
            if (block.startsWith(member) || block.contains("\n" + member)) {
                found.add(block);
            }
        }
        assertThat(found).hasSize(1);
        return new YAMLMapper().readTree(found.get(0));
    }

    private static String find(JsonNode steps, String input) {
        List<String> values = steps.findValuesAsText(input);
        assertThat(values).hasSize(1);
        return values.get(0);
    }

    private static List<String> blocks(String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        while (block.find()) {
            if (block.group(1).equals(language)) {
                blocks.add(block.group(2));
            }
        }
        return blocks;
    }

    private Ended run(Map<String, String> variables, String... command)
            throws IOException, InterruptedException {
        File said = Files.createTempFile(repository, "said", ".txt").toFile();
        ProcessBuilder builder = new ProcessBuilder(command).directory(repository.toFile());
        builder.redirectErrorStream(true).redirectOutput(said);
        builder.environment().putAll(variables);
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), Files.readString(said.toPath()));
    }
}
