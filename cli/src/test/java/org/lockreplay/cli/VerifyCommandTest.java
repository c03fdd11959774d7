package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lockreplay.cli.Console.Result;

class VerifyCommandTest {

    @TempDir Path folder;

    @Test
    void aRefutedClaimMakesTheStatusOneAndShowsTheShortestSchedule() {
        Result result = new Console().run("verify", "ren-2014", "--tasks", "1");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out())
                .contains("refuted   deadlock-free (schedule 1)")
                .contains("Task 1 waits for mmap_sem (read), which it holds itself (write).");
        assertThat(result.error()).isEmpty();
    }

    @Test
    void whatIsClaimedAndProvedMakesTheStatusZero() {
        Result result = new Console().run("verify", "linux-4.19", "--tasks", "2");
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("proved    deadlock-free-with-environment");
    }

    @Test
    void anOperationWithTooManyWaysThroughItIsRefusedAtOnce() throws IOException {
        List<String> locks = new ArrayList<>();
        List<String> steps = new ArrayList<>();
        for (int lock = 0; lock < 20; lock++) {
            String name = "\"m" + lock + "\"";
            locks.add("{\"name\": " + name + ", \"kind\": \"mutex\"}");
            steps.add("{\"optional\": [{\"lock\": " + name + "}]}");
        }
        Path file = folder.resolve("many.json");
        Files.writeString(
                file,
                """
                {"schema": "lockreplay-protocol/1", "name": "many", "title": "many",
                 "locks": [%s], "operations": [{"name": "all", "steps": [%s]}]}
                """
                        .formatted(String.join(", ", locks), String.join(", ", steps)));
        for (String what : List.of("--tasks=1", "--graph=json")) {
            Result result = new Console().run("verify", file, what);
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.error())
                    .startsWith("lockreplay: too many ways lead through an operation of many: ");
        }
    }

    @Test
    void checkFindsTheDeadlockInTheTraceOfItsSchedule() throws IOException {
        Path trace = folder.resolve("deadlock.trace");
        Result verified = new Console().run("verify", "ren-2014", "--tasks", "1", "--trace", trace);
        assertThat(verified.status()).isEqualTo(1);
        Result checked = new Console().run("check", trace);
        assertThat(checked.status()).isEqualTo(1);
        assertThat(checked.out()).contains("ERROR deadlock").contains("ERROR recursion");
        assertThat(checked.error()).isEmpty();
        assertThat(Files.readString(trace)).startsWith("# tracer: nop\n");
    }

    @Test
    void jsonHasTheVerdictsTheSchedulesAndTheLinesOfTheTrace() {
        Path trace = folder.resolve("a.trace");
        Result result =
                new Console()
                        .run(
                                "verify",
                                "ren-2014",
                                "--tasks",
                                "1",
                                "--format",
                                "json",
                                "--trace",
                                trace);
        assertThat(result.out())
                .contains("\"protocol\": \"ren-2014\"")
                .contains("\"tasks\": 1")
                .contains("\"complete\": true")
                .contains("\"verdict\": \"refuted\"")
                .contains("\"step\": \"down_write(mmap_sem)\"")
                .contains("\"nestingCases\": [")
                .doesNotContain("\"line\": null");
        assertThat(new Console().run("verify", "ren-2014", "--format", "json").out())
                .contains("\"line\": null");
    }

    @Test
    void aVariantIsTriedByItsName() {
        Result result =
                new Console()
                        .run("verify", "gleixner-2014", "--fault", "no-cmpxchg", "--tasks", "2");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("gleixner-2014+no-cmpxchg").contains("refuted   M2");
    }

    @Test
    void aBoundThatIsHitProvesNothing() {
        Result result =
                new Console().run("verify", "linux-4.19", "--tasks", "3", "--max-states", "1000");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out())
                .contains("not all of them")
                .contains("unknown   deadlock-free\n")
                .contains("Unknown, since it stopped at the bound of 1,000 states.")
                .doesNotContain("proved ");
    }

    @Test
    void eachBoundThatIsHitIsSaidWithWhatItLeavesUnknown() {
        Result result = new Console().run("verify", "gleixner-2014", "--max-memory", "4");
        assertThat(result.out().replaceAll("\\s+", " "))
                .contains(
                        "Unknown: deadlock-free, since it stopped at its part of the bound of 4 MB"
                                + " of memory. The others are unknown, since it stopped at the bound"
                                + " of 4 MB of memory.")
                .doesNotContain("proved ");
    }

    @Test
    void operationsThatAreLeftOutAreSaidAndTheEnvironmentIsNotProvedWithoutThem() {
        Result some =
                new Console().run("verify", "gleixner-2014", "--ops", "unmap,map-fixed,unmap");
        assertThat(some.status()).isEqualTo(1);
        assertThat(some.out())
                .contains("  operations: unmap, map-fixed only; nothing is said of the others\n")
                .contains("proved    deadlock-free\n")
                .contains("unknown   deadlock-free-with-environment\n");
        assertThat(some.out().replaceAll("\\s+", " "))
                .contains(
                        "Unknown, since it was not tried with these of the environment:"
                                + " page-fault, mmap-elsewhere, mmap.");
        Result json =
                new Console().run("verify", "gleixner-2014", "--ops", "unmap", "--format", "json");
        assertThat(json.status()).isEqualTo(1);
        assertThat(json.out().replaceAll("\\s+", ""))
                .contains("\"operations\":[\"unmap\"],\"tasks\":2")
                .contains("\"verdict\":\"unknown\",\"missed\":\"wasnottriedwiththese");
    }

    @Test
    void allOperationsByNameAreAsGoodAsNone() {
        Result all =
                new Console().run("verify", "ren-2014", "--tasks", "1", "--ops", allOf("ren-2014"));
        assertThat(all.out())
                .isEqualTo(new Console().run("verify", "ren-2014", "--tasks", "1").out())
                .doesNotContain("operations: ");
    }

    private static String allOf(String protocol) {
        return String.join(
                ",",
                Protocols.named(protocol).operations().stream().map(one -> one.name()).toList());
    }

    @Test
    void theGraphIsWrittenWithoutTryingAnything() {
        Result result = new Console().run("verify", "gleixner-2014", "--graph", "dot");
        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("digraph protocol {").contains("bd_sem");
    }

    @Test
    void wrongUsageIsSaidInASentence() {
        assertThat(new Console().run("verify", "mm-rmap").error())
                .contains("the protocol mm-rmap has no operations to try");
        assertThat(new Console().run("verify", "linux-4.19", "--fault", "x").error())
                .contains("linux-4.19 has no variant 'x': expected one of no-cmpxchg,");
        assertThat(new Console().run("verify", "linux-4.19", "--ops", "munmap").error())
                .contains("linux-4.19 has no operation 'munmap'");
        assertThat(new Console().run("verify", "linux-4.19", "--tasks", "0").error())
                .contains("expected a whole number from 1 to 2147483647, found '0'");
        assertThat(new Console().run("verify", "linux-4.19", "--timeout", "99999999999").error())
                .contains("expected a whole number from 1 to 2147483647, found '99999999999'");
        assertThat(new Console().run("verify", "linux-4.19", "--tasks", "16").status())
                .isEqualTo(2);
    }
}
