package org.lockreplay.protocol.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.ProtocolReader;
import org.lockreplay.protocol.program.Deed;

/** Semaphores on a few lines, each worked out by hand first. */
class HandWorkedTest {

    private static final String READ = "{\"lock\": \"s\", \"mode\": \"read\"}";
    private static final String WRITE = "{\"lock\": \"s\", \"mode\": \"write\"}";
    private static final String UP_READ = "{\"unlock\": \"s\", \"mode\": \"read\"}";
    private static final String UP_WRITE = "{\"unlock\": \"s\", \"mode\": \"write\"}";

    /** Down, up by a reader and by a writer. */
    private static final String READER = operation("reader", READ, UP_READ);

    private static final String WRITER = operation("writer", WRITE, UP_WRITE);

    @Test
    void twoReadersAndAWaitingWriterAllComeToAnEnd() throws IOException {
        Verification result = verify("rwsem", 3, READER, WRITER);
        assertThat(verdict(result, "deadlock")).isEqualTo(Verdict.PROVED);
        assertThat(verdict(result, "recursion")).isEqualTo(Verdict.PROVED);
        // nobody; 1, 2 or 3 readers; writer; writer and 1 or 2 waiting (R, W, RR, RW, WR, WW);
        // a reader and W waiting, or WR, WW; two readers and W waiting
        assertThat(result.states()).isEqualTo(1 + 3 + 1 + 2 + 4 + 1 + 2 + 1);
    }

    @Test
    void aReaderThatReEntersDeadlocksBehindAWaitingWriter() throws IOException {
        String again = operation("again", READ, READ, UP_READ, UP_READ);
        Verification result = verify("rwsem", 2, again, WRITER);
        assertThat(shortest(result, "deadlock"))
                .containsExactly(
                        "1 acquires down_read(s)", "2 waits down_write(s)", "1 waits down_read(s)");
        assertThat(verdict(verify("rwsem", 2, again), "deadlock")).isEqualTo(Verdict.PROVED);
        assertThat(shortest(verify("rwsem", 1, again, WRITER), "recursion")).hasSize(2);
    }

    @Test
    void aReaderThatReEntersPassesWhereReadersDoNotWaitForWaitingWriters() throws IOException {
        String again = operation("again", READ, READ, UP_READ, UP_READ);
        assertThat(verdict(verify("rwlock", 3, again, WRITER), "deadlock"))
                .isEqualTo(Verdict.PROVED);
    }

    @Test
    void anUpgradeDeadlocksATaskOnItself() throws IOException {
        String upgrade = operation("upgrade", READ, WRITE, UP_WRITE, UP_READ);
        assertThat(shortest(verify("rwsem", 1, upgrade), "deadlock"))
                .containsExactly("1 acquires down_read(s)", "1 waits down_write(s)");
    }

    @Test
    void twoLocksInBothOrdersDeadlock() throws IOException {
        String one = operation("one", lock("s"), lock("t"), unlock("t"), unlock("s"));
        String other = operation("other", lock("t"), lock("s"), unlock("s"), unlock("t"));
        assertThat(verdict(verify("mutex", 1, one, other), "deadlock")).isEqualTo(Verdict.PROVED);
        assertThat(shortest(verify("mutex", 2, one, other), "deadlock")).hasSize(4);
    }

    @Test
    void aTryDoesNotDeadlock() throws IOException {
        String one = operation("one", lock("s"), lock("t"), unlock("t"), unlock("s"));
        String other =
                operation(
                        "other",
                        lock("t"),
                        "{\"try\": \"s\", \"failed\": ["
                                + unlock("t")
                                + ","
                                + lock("s")
                                + ","
                                + lock("t")
                                + "]}",
                        unlock("s"),
                        unlock("t"));
        assertThat(verdict(verify("mutex", 2, one, other), "deadlock")).isEqualTo(Verdict.PROVED);
    }

    @Test
    void whoGetsALockByATryGoesOnWithItAndWhoDoesNotGivesUp() throws IOException {
        String one = operation("one", lock("s"), lock("t"), unlock("t"), unlock("s"));
        String other =
                operation(
                        "other",
                        lock("t"),
                        "{\"try\": \"s\", \"then\": [" + unlock("s") + "], \"failed\": []}",
                        unlock("t"));
        Verification result = verify("mutex", 3, one, other);
        assertThat(verdict(result, "deadlock")).isEqualTo(Verdict.PROVED);
        assertThat(verdict(result, "balanced")).isEqualTo(Verdict.PROVED);
        String forgets = operation("forgets", "{\"try\": \"s\"}", unlock("s"));
        assertThat(verdict(verify("mutex", 1, forgets), "balanced")).isEqualTo(Verdict.PROVED);
        assertThat(shortest(verify("mutex", 2, forgets), "balanced"))
                .containsExactly(
                        "1 tries-well try mutex_lock(s)",
                        "2 tries-in-vain try mutex_lock(s)",
                        "2 releases mutex_unlock(s)",
                        "2 ends ");
        String keeps = operation("keeps", "{\"try\": \"s\", \"then\": []}");
        assertThat(verdict(verify("mutex", 1, keeps), "balanced")).isEqualTo(Verdict.REFUTED);
    }

    @Test
    void aDowngradeLetsReadersIn() throws IOException {
        String downgrade =
                operation("downgrade", WRITE, "{\"downgrade\": \"s\"}", READ, UP_READ, UP_READ);
        Verification result = verify("rwsem", 2, downgrade);
        // the writer may ask before the downgrade or after it
        assertThat(shortest(result, "deadlock"))
                .containsExactlyInAnyOrder(
                        "1 acquires down_write(s)",
                        "1 downgrades downgrade_write(s)",
                        "2 waits down_write(s)",
                        "1 waits down_read(s)")
                .endsWith("1 waits down_read(s)");
    }

    @Test
    void aLockThatIsNotGivenBackIsTold() throws IOException {
        Verification result = verify("rwsem", 1, operation("keeps", READ));
        assertThat(verdict(result, "balanced")).isEqualTo(Verdict.REFUTED);
        assertThat(verdict(result, "deadlock")).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.holds()).isFalse();
    }

    @Test
    void aBoundThatWasHitIsToldAndNothingIsProved() throws IOException {
        Protocol protocol = protocol("rwsem", READER, WRITER);
        Verification result =
                Verifier.verify(
                        protocol,
                        protocol.operations(),
                        3,
                        new Bounds(1, Long.MAX_VALUE, Long.MAX_VALUE),
                        Progress.NONE);
        assertThat(result.complete()).isFalse();
        assertThat(verdict(result, "deadlock")).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.judgements().get(0).missed())
                .hasValue("stopped at the bound of 1 states");
    }

    private static Verification verify(String kind, int tasks, String... operations)
            throws IOException {
        Protocol protocol = protocol(kind, operations);
        return Verifier.verify(
                protocol, protocol.operations(), tasks, Bounds.ofHeap(), Progress.NONE);
    }

    private static Protocol protocol(String kind, String... operations) throws IOException {
        String text =
                """
                {"schema": "lockreplay-protocol/1", "name": "hand", "title": "worked",
                 "locks": [{"name": "s", "kind": "%s"}, {"name": "t", "kind": "mutex"}],
                 "operations": [%s],
                 "properties": [{"name": "deadlock", "rule": "deadlock"},
                                {"name": "recursion", "rule": "recursion"},
                                {"name": "balanced", "rule": "balanced"}]}
                """
                        .formatted(kind, String.join(",", operations));
        return ProtocolReader.read(
                "hand.json", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String operation(String name, String... steps) {
        return "{\"name\": \"%s\", \"steps\": [%s]}".formatted(name, String.join(",", steps));
    }

    private static String lock(String lock) {
        return "{\"lock\": \"" + lock + "\"}";
    }

    private static String unlock(String lock) {
        return "{\"unlock\": \"" + lock + "\"}";
    }

    private static Judgement judgement(Verification result, String property) {
        return result.judgements().stream()
                .filter(one -> one.property().name().equals(property))
                .findFirst()
                .orElseThrow();
    }

    private static Verdict verdict(Verification result, String property) {
        return judgement(result, property).verdict();
    }

    /** What the tasks do with locks on the shortest way; tasks from 1. */
    private static List<String> shortest(Verification result, String property) {
        return judgement(result, property).schedule().orElseThrow().deeds().stream()
                .filter(deed -> deed.kind() != Deed.Kind.BEGINS)
                .map(deed -> deed.task() + 1 + " " + deed.kind().word() + " " + deed.step())
                .toList();
    }
}
