package org.lockreplay.protocol.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.file.ProtocolReader;
import org.lockreplay.protocol.file.Variant;

/**
 * A mistake whose only effect is that tasks may wait for each other, or for themselves, is seen in
 * its trace; one that cannot have this effect is not said to have it.
 */
class SimulatedWaitsTest {

    private static final long SEEDS = Integer.getInteger("lockreplay.seeds", 4);

    private static final String PROTOCOL =
            """
            {"schema": "lockreplay-protocol/1", "name": "waits", "title": "locks of all kinds",
             "locks": [{"name": "g", "kind": "mutex"},
                       {"name": "m", "kind": "mutex"},
                       {"name": "s", "kind": "spinlock"},
                       {"name": "sem", "kind": "rwsem", "aliases": ["&x->rw_sem"]},
                       {"name": "rw", "kind": "rwlock", "aliases": ["&x->rwlock"]},
                       {"name": "fault", "kind": "rwsem", "aliases": ["&mm->mmap_sem"]}],
             "page-fault": "fault",
             "operations": [
               {"name": "nest", "steps": [{"lock": "m"}, {"lock": "s"}, {"unlock": "s"},
                 {"unlock": "m"}]},
               {"name": "again", "steps": [{"lock": "s"}, {"unlock": "s"}, {"lock": "m"},
                 {"unlock": "m"}]},
               {"name": "read", "steps": [{"lock": "sem", "mode": "read"},
                 {"lock": "rw", "mode": "read"}, {"unlock": "rw", "mode": "read"},
                 {"unlock": "sem", "mode": "read"}]},
               {"name": "write", "steps": [{"lock": "rw", "mode": "write"},
                 {"unlock": "rw", "mode": "write"}]},
               {"name": "gated", "steps": [{"lock": "g"}, {"lock": "m"}, {"lock": "sem",
                 "mode": "write"}, {"unlock": "sem", "mode": "write"}, {"unlock": "m"},
                 {"unlock": "g"}]},
               {"name": "gated-too", "steps": [{"lock": "g"}, {"lock": "sem", "mode": "read"},
                 {"lock": "m"}, {"unlock": "m"}, {"unlock": "sem", "mode": "read"},
                 {"unlock": "g"}]},
               {"name": "copy", "steps": [{"touch": "a buffer"}, {"lock": "m"}, {"unlock": "m"}]},
               {"name": "map", "steps": [{"lock": "fault", "mode": "write"},
                 {"optional": [{"lock": "m"}, {"unlock": "m"}]},
                 {"unlock": "fault", "mode": "write"}]}],
             "properties": [%s],
             "variants": [
               {"name": "inverse", "what": "w", "edits": [
                 {"after": "again/spin_lock(s)", "steps": [{"lock": "m", "name": "inside"},
                   {"unlock": "m", "name": "inside back"}]}]},
               {"name": "twice", "what": "w", "edits": [
                 {"after": "nest/mutex_lock(m)", "steps": [{"lock": "m", "name": "again"},
                   {"unlock": "m", "name": "again back"}]}]},
               {"name": "upgrade", "what": "w", "edits": [
                 {"after": "read/down_read(sem)", "steps": [
                   {"lock": "sem", "mode": "write"}]}]},
               {"name": "read-twice", "what": "w", "edits": [
                 {"after": "read/down_read(sem)", "steps": [
                   {"lock": "sem", "mode": "read", "name": "again"},
                   {"unlock": "sem", "mode": "read", "name": "again back"}]}]},
               {"name": "rwlock-read-twice", "what": "w", "edits": [
                 {"after": "read/read_lock(rw)", "steps": [
                   {"lock": "rw", "mode": "read", "name": "again"},
                   {"unlock": "rw", "mode": "read", "name": "again back"}]}]},
               {"name": "gate-left-open", "what": "w", "edits": [
                 {"remove": "gated-too/mutex_lock(g)"}, {"remove": "gated-too/mutex_unlock(g)"}]},
               {"name": "inverse-in-the-gate", "what": "w", "edits": [
                 {"before": "gated/down_write(sem)", "steps": [{"lock": "s", "name": "inner"},
                   {"unlock": "s", "name": "inner back"}]},
                 {"before": "gated-too/down_read(sem)", "steps": [{"lock": "s"},
                   {"lock": "m", "name": "inside"}, {"unlock": "m", "name": "inside back"},
                   {"unlock": "s"}]}, {"remove": "nest/spin_lock(s)"},
                   {"remove": "nest/spin_unlock(s)"}]},
               {"name": "fault-inside", "what": "w", "edits": [
                 {"after": "copy/mutex_lock(m)", "steps": [{"touch": "more"}]}]},
               {"name": "try-inside", "what": "w", "edits": [
                 {"after": "again/spin_lock(s)", "steps": [{"try": "m", "failed": [{"unlock": "s"},
                   {"lock": "m"}, {"unlock": "m"}, {"lock": "s"}, {"try": "m", "failed": []}]},
                   {"unlock": "m"}]}]}]}
            """;

    private static final String DEADLOCK = "{\"name\": \"d\", \"rule\": \"deadlock\"}";
    private static final String RECURSION = "{\"name\": \"r\", \"rule\": \"recursion\"}";

    private static Optional<Simulated> run(
            String properties, String fault, int tasks, int length, long seed) throws IOException {
        String text = PROTOCOL.formatted(properties);
        Protocol protocol =
                ProtocolReader.read(
                        "p.json", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        Optional<Variant> variant = protocol.variant(fault);
        assertThat(variant).isPresent();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return new Simulator(protocol, variant, tasks, length, false)
                .write(seed, out)
                .map(last -> new Simulated(out.toString(StandardCharsets.UTF_8), last));
    }

    @ParameterizedTest
    @CsvSource({
        "inverse, cycle",
        "twice, recursion",
        "upgrade, recursion",
        "read-twice, recursion",
        "gate-left-open, cycle",
        "fault-inside, cycle",
    })
    void theCheckFindsThatTasksMayWaitForEachOther(String fault, String finding)
            throws IOException {
        List<String> missed = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            Simulated trace = run(DEADLOCK, fault, 2 + (int) (seed % 3), 40, seed).orElseThrow();
            Set<String> found = trace.findings();
            if (!found.contains("error " + finding)) {
                missed.add(seed + ": " + found);
            }
        }
        assertThat(missed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwlock-read-twice", "inverse-in-the-gate"})
    void whatCannotMakeAnybodyWaitIsNoMistakeToShow(String fault) throws IOException {
        assertThat(run(DEADLOCK, fault, 3, 10, 1)).isEmpty();
    }

    @Test
    void aMistakeShowsOnlyByWhatTheProtocolClaims() throws IOException {
        assertThat(run(RECURSION, "inverse", 2, 10, 1)).isEmpty();
        assertThat(run(RECURSION, "read-twice", 2, 40, 1).orElseThrow().findings())
                .contains("error recursion");
        assertThat(run(RECURSION, "twice", 2, 40, 1)).isPresent();
    }

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        String once = run(DEADLOCK, "inverse", 3, 40, 5).orElseThrow().text();
        assertThat(run(DEADLOCK, "inverse", 3, 40, 5).orElseThrow().text()).isEqualTo(once);
    }
}
