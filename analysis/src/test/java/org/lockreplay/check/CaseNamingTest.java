package org.lockreplay.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.story.Lock.read;
import static org.lockreplay.story.TraceStory.trace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.ProtocolReader;
import org.lockreplay.summary.LockOrderSummary;

/** Which operations a nesting of the two semaphores is said to be of. */
class CaseNamingTest {

    @Test
    void onlyOperationsThatNestThemSoAreNamed() throws IOException {
        assertThat(operations(protocol(2, false))).containsExactly("short");
        assertThat(operations(protocol(2, true))).containsExactly("short or long");
    }

    @Test
    void whereNotAllWaysWereGoneEachOperationOfThePathMayHaveNestedThem() throws IOException {
        assertThat(operations(protocol(30, true))).containsExactly("short or long");
    }

    private static List<String> operations(Protocol protocol) {
        LockOrderSummary seen = trace("a").nest(read("bd_sem", 1), read("mmap_sem", 2)).summary();
        SemaphoreNesting.Way way = SemaphoreNesting.Way.of(true, true, true);
        TreeMap<String, Long> paths = new TreeMap<>();
        paths.put("munmap", 3L);
        Evidence witness =
                Evidence.nested(
                        "a",
                        seen.nestings().get(0).what().outer(),
                        seen.nestings().get(0).what().inner(),
                        3,
                        1);
        NestingCases cases =
                new CaseNaming(protocol)
                        .name(List.of(new SemaphoreNesting(way, 3, 0, 1, paths, witness)));
        return List.copyOf(cases.rows().get(0).operations().keySet());
    }

    /**
     * Two operations that come by one path. The long one may take locks, each of which it then has
     * or has not, and may nest the semaphores with that.
     */
    private static Protocol protocol(int optional, boolean nests) throws IOException {
        StringBuilder locks = new StringBuilder();
        StringBuilder takes = new StringBuilder();
        for (int i = 0; i < optional; i++) {
            locks.append(", {\"name\": \"l%d\", \"kind\": \"mutex\"}".formatted(i));
            takes.append("{\"optional\": [{\"lock\": \"l%d\"}]}, ".formatted(i));
        }
        String both =
                """
                {"lock": "bd_sem", "mode": "read"}, {"lock": "mmap_sem", "mode": "read"},
                {"unlock": "mmap_sem", "mode": "read"}, {"unlock": "bd_sem", "mode": "read"}
                """;
        String one =
                "{\"lock\": \"bd_sem\", \"mode\": \"read\"}, {\"unlock\": \"bd_sem\", \"mode\": \"read\"}";
        String text =
                """
                {"schema": "lockreplay-protocol/1", "name": "two", "title": "two semaphores",
                 "locks": [{"name": "bd_sem", "kind": "rwsem"},
                           {"name": "mmap_sem", "kind": "rwsem"}%s],
                 "order": ["bd_sem", "mmap_sem"],
                 "operations": [
                   {"name": "short", "paths": ["munmap"], "steps": [%s]},
                   {"name": "long", "paths": ["munmap"], "steps": [%s %s]}],
                 "properties": [{"name": "p", "rule": "deadlock"}]}
                """
                        .formatted(locks, both, takes, nests ? both : one);
        return ProtocolReader.read(
                "p.json", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
