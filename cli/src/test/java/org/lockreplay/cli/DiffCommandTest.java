package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.cli.Recordings.write;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lockreplay.cli.Console.Result;

class DiffCommandTest {

    @TempDir Path folder;

    @Test
    void aTraceDoesNotDifferFromItself() {
        Path trace = write(folder.resolve("one.trace"), Recordings.CIRCLE);
        Result result = new Console().run("diff", trace, trace);
        assertThat(result.status()).isZero();
        assertThat(result.out()).isEqualTo("1 trace against 1 trace: no difference.\n");
    }

    @Test
    void whatIsNewIsToldAndWhatIsGoneTheOtherWayRound() {
        Path one = write(folder.resolve("one.trace"), Recordings.ONE_ORDER);
        Path both = write(folder.resolve("both.trace"), Recordings.CIRCLE);
        Result forth = new Console().run("diff", one, both);
        assertThat(forth.status()).isZero();
        assertThat(forth.out())
                .contains("new  error  cycle: lock_a -> lock_b -> lock_a")
                .contains("New nestings, and how often seen:\n  lock_b -> lock_a  1\n")
                .doesNotContain("Vanished")
                .endsWith(
                        "1 trace against 1 trace: new 1 finding, 1 nesting, 0 classes;"
                                + " vanished 0 findings, 0 nestings, 0 classes;"
                                + " changed 0 findings, 0 nestings, 2 classes.\n");
        Result back = new Console().run("diff", both, one);
        assertThat(back.out())
                .contains("vanished  error  cycle: lock_a -> lock_b -> lock_a")
                .contains("Vanished nestings, and how often seen:\n  lock_b -> lock_a  1\n");
    }

    @Test
    void changedCountsAreAddedUpOverTraces() throws Exception {
        Path old = Files.createDirectory(folder.resolve("old"));
        Path fresh = Files.createDirectory(folder.resolve("new"));
        write(old.resolve("a.trace"), Recordings.ONE_ORDER);
        write(fresh.resolve("a.trace"), Recordings.ONE_ORDER);
        write(fresh.resolve("b.trace"), Recordings.ONE_ORDER);
        Result result = new Console().run("diff", old, fresh);
        assertThat(result.out())
                .contains("Nestings seen more or less often:\n  lock_a -> lock_b  1  2\n")
                .contains("1 trace against 2 traces: ");
    }

    @Test
    void lockTypesDecideOnBothSides() {
        String readers = Recordings.CIRCLE.replaceAll("(acquire: \\w+) ", "$1 read ");
        Path one = write(folder.resolve("one.trace"), Recordings.ONE_ORDER);
        Path both = write(folder.resolve("both.trace"), readers);
        Path types =
                write(
                        folder.resolve("types.json"),
                        """
                        {"schema": "lockreplay-lock-types/1", "types": {"ours": {"readers": "recursive"}},
                         "locks": [{"type": "ours", "names": ["lock_a", "lock_b"]}]}
                        """);
        assertThat(new Console().run("diff", one, both).out()).contains("new  warning  cycle");
        assertThat(new Console().run("diff", "--types", types, one, both).out())
                .contains("new 0 findings,");
        Result wrong = new Console().run("diff", "--types", one, one, both);
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.error()).contains("cannot use the lock types " + one);
    }

    @Test
    void summariesAndFoldersAreComparedLikeTraces() throws Exception {
        Path traces = Files.createDirectory(folder.resolve("traces"));
        Path one = write(traces.resolve("one.trace"), Recordings.ONE_ORDER);
        Path other = write(traces.resolve("other.trace"), Recordings.OTHER_ORDER);
        Path merged = folder.resolve("merged.json");
        new Console().run("merge", "-o", merged, one, other);
        Result result = new Console().run("diff", merged, traces);
        assertThat(result.out()).isEqualTo("2 traces against 2 traces: no difference.\n");
    }

    @Test
    void programsGetBothSidesOfAFinding() {
        Path one = write(folder.resolve("one.trace"), Recordings.ONE_ORDER);
        Path both = write(folder.resolve("both.trace"), Recordings.CIRCLE);
        Result result = new Console().run("diff", "--format", "json", one, both);
        assertThat(result.out())
                .contains("\"schema\": \"lockreplay-diff/1\"")
                .contains("\"change\": \"new\"")
                .contains("\"before\": null")
                .contains("\"outer\": \"lock_b\"");
    }

    @Test
    void aSideThatCannotBeReadIsStatusThree() {
        Path one = write(folder.resolve("one.trace"), Recordings.ONE_ORDER);
        Path broken = write(folder.resolve("broken.trace"), "no event\n");
        Result result = new Console().run("diff", one, broken);
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.error()).contains(broken + ":1:");
    }

    @Test
    void aSideThatIsNotThereIsStatusThree() {
        Path one = write(folder.resolve("one.trace"), Recordings.ONE_ORDER);
        Result result = new Console().run("diff", one, folder.resolve("missing"));
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.error())
                .contains(folder.resolve("missing") + ": no such file or directory");
    }
}
