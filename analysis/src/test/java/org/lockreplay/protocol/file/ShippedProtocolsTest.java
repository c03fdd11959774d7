package org.lockreplay.protocol.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedProtocolsTest {

    private static final Path SCHEMA = Path.of("../docs/protocol.schema.json");

    @ParameterizedTest
    @MethodSource("org.lockreplay.protocol.file.ShippedProtocols#names")
    void aShippedProtocolIsReadUnderItsName(String name) {
        assertThat(ShippedProtocols.find(name).orElseThrow().name()).isEqualTo(name);
    }

    @ParameterizedTest
    @MethodSource("org.lockreplay.protocol.file.ShippedProtocols#names")
    void aShippedProtocolIsValidByTheSchema(String name) throws IOException {
        try (InputStream stream = ShippedProtocols.class.getResourceAsStream(name + ".json")) {
            assertThat(schema().validate(new ObjectMapper().readTree(stream))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"mode\": \"read\"}, {\"lock\"",
                "\"kind\": \"mutex\"",
                "\"rule\": \"deadlock\""
            })
    void theSchemaRefusesWhatTheReaderRefuses(String part) throws IOException {
        String wrong = Written.TWO_LOCKS.replace(part, part.replace(": \"", ": \"x"));
        assertThat(wrong).isNotEqualTo(Written.TWO_LOCKS);
        assertThat(schema().validate(new ObjectMapper().readTree(Written.TWO_LOCKS))).isEmpty();
        assertThat(schema().validate(new ObjectMapper().readTree(wrong))).isNotEmpty();
    }

    @Test
    void theStepsOfTheProposalHaveTheNamesOfTheProposal() {
        Protocol proposal = ShippedProtocols.find("gleixner-2014").orElseThrow();
        assertThat(proposal.routines().keySet())
                .contains("mpx_pre_unmap", "do_unmap", "mpx_post_unmap");
        Set<String> names = new LinkedHashSet<>();
        proposal.routines().values().forEach(steps -> steps.forEach(step -> collect(step, names)));
        assertThat(names)
                .contains(
                        "down_write(bd_sem)",
                        "down_read(mmap_sem)",
                        "invalidate",
                        "mark; bd_remove_vmas++",
                        "up_read(mmap_sem)",
                        "if (bd_remove_vmas)",
                        "remove the marked VMAs",
                        "up_write(bd_sem)");
    }

    @Test
    void theOrderOfRmapIsATreeAndNotALine() {
        Protocol rmap = ShippedProtocols.find("mm-rmap").orElseThrow();
        assertThat(rmap.declaredOrder().orElseThrow().forbids("mmlist_lock", "&mm->mmap_sem"))
                .isTrue();
        assertThat(rmap.declaredOrder().orElseThrow().forbids("sb_lock", "mmlist_lock")).isFalse();
        assertThat(rmap.declaredOrder().orElseThrow().forbids("mmlist_lock", "sb_lock")).isFalse();
    }

    @Test
    void anotherNameIsNotShipped() {
        assertThat(ShippedProtocols.find("linux-9")).isEmpty();
    }

    private static void collect(Step step, Set<String> names) {
        names.add(step.name());
        Steps.within(step).forEach(inner -> collect(inner, names));
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(SCHEMA));
    }
}
