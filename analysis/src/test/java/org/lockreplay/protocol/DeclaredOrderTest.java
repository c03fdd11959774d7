package org.lockreplay.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DeclaredOrderTest {

    private static final String ORDER =
            """
            {"schema": "lockreplay-order/1", "name": "mm",
             "order": ["bd_sem", "mmap_sem", ["i_mmap", "anon_*"], "ptl"],
             "aliases": {"mmap_sem": ["&mm->mmap_sem", "&mm->mmap_lock"]}}
            """;

    @Test
    void whatStandsEarlierIsTakenOutside() throws IOException {
        DeclaredOrder order = read(ORDER);
        assertThat(order.name()).isEqualTo("mm");
        assertThat(order.forbids("mmap_sem", "bd_sem")).isTrue();
        assertThat(order.forbids("bd_sem", "mmap_sem")).isFalse();
        assertThat(order.forbids("ptl", "anon_vma")).isTrue();
    }

    @Test
    void locksOfOneLevelAndUnknownOnesMayNestAnyWay() throws IOException {
        DeclaredOrder order = read(ORDER);
        assertThat(order.forbids("i_mmap", "anon_vma")).isFalse();
        assertThat(order.forbids("anon_vma", "i_mmap")).isFalse();
        assertThat(order.forbids("ptl", "something")).isFalse();
    }

    @Test
    void anAliasHasTheLevelOfItsLock() throws IOException {
        assertThat(read(ORDER).forbids("&mm->mmap_lock", "bd_sem")).isTrue();
    }

    @Test
    void anotherSchemaIsRefused() {
        assertThatThrownBy(() -> read("{\"schema\": \"lockreplay-order/2\"}"))
                .hasMessage(
                        "order.json:1:12: expected schema 'lockreplay-order/1', the one this"
                                + " version knows, found 'lockreplay-order/2'");
    }

    @Test
    void mistakesAreToldWithTheirPlace() {
        assertThatThrownBy(() -> read(ORDER.replace("\"ptl\"", "\"bd_sem\"")))
                .hasMessage("order.json:2:56: expected each lock once, found 'bd_sem' again");
        assertThatThrownBy(() -> read(ORDER.replace("\"ptl\"", "7")))
                .hasMessage("order.json:2:56: expected a text, found '7'");
        assertThatThrownBy(() -> read(ORDER.replace("{\"mmap_sem\"", "{\"mmap\"")))
                .hasMessage("order.json:3:22: expected aliases of a lock of 'order', found 'mmap'");
        assertThatThrownBy(
                        () ->
                                read(
                                        "{\"schema\": \"lockreplay-order/1\", \"name\": \"x\","
                                                + " \"order\": [\"a\"]}"))
                .hasMessage("order.json:1:56: expected at least two levels, found 1");
    }

    private static DeclaredOrder read(String text) throws IOException {
        return DeclaredOrder.read(
                "order.json", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
