package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.EntryState.FREED;
import static org.lockreplay.replay.mpx.EntryState.INVALIDATED;
import static org.lockreplay.replay.mpx.EntryState.MAYBE_FREED;
import static org.lockreplay.replay.mpx.EntryState.VALID;
import static org.lockreplay.replay.mpx.Told.BASE;
import static org.lockreplay.replay.mpx.Told.MIB;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Addresses that the kernel hashed, or did not print at all. */
class HiddenAddressesTest {

    private final Told told = new Told();

    @Test
    void hashedPointersAreComparedAndNotReckonedWith() {
        told.allocate(7, 3, 0x5c6ebe32);
        told.allocate(7, 4, 0x80365dc0L);
        told.munmap(7, 0x38_0000, 0xa_0000);
        told.add(7, "mpx_unmap_search: [0x000000004d92c2fd:0x0000000051726cca]");
        told.add(7, "mpx_unmap_zap: [0x0000000080365dc0:0x000000009e334af2]");
        told.munmapped(7);
        assertThat(only().hashed()).isTrue();
        assertThat(told.stateOf(3)).isEqualTo(FREED);
        assertThat(told.stateOf(4)).isEqualTo(VALID);
        assertThat(only().entry(4).orElseThrow().table()).isEqualTo(OptionalLong.of(0x80365dc0L));
    }

    /** One search of two that a fixed mremap may do: that of the source is never missing. */
    @Test
    void aHashedSearchIsThatOfItsCall() {
        told.allocate(7, 3, 0x5c6ebe32);
        told.allocate(7, 4, 0x80365dc0L);
        told.add(
                7,
                "sys_mremap(addr: 300000, old_len: 100000, new_len: 100000, flags: 3, new_addr: 400000)");
        told.add(7, "mpx_unmap_search: [0x000000004d92c2fd:0x0000000051726cca]");
        told.add(7, "sys_mremap -> 0x400000");
        assertThat(told.stateOf(3)).isEqualTo(FREED);
        assertThat(told.stateOf(4)).isEqualTo(MAYBE_FREED);
    }

    @Test
    void aHashedSearchOfAnUnknownCallMayBeOfAnything() {
        told.allocate(7, 3, 0x5c6ebe32);
        told.add(7, "mpx_unmap_search: [0x000000004d92c2fd:0x0000000051726cca]");
        assertThat(told.stateOf(3)).isEqualTo(MAYBE_FREED);
    }

    @Test
    void hiddenTablesAreNotOneTable() {
        told.fault(7, 3);
        told.add(7, "mpx_new_bounds_table: table vaddr:(____ptrval____)");
        told.fault(7, 4);
        told.add(7, "mpx_new_bounds_table: table vaddr:(ptrval)");
        told.munmap(7, 3 * MIB, MIB);
        told.add(7, "mpx_unmap_search: [0x(____ptrval____):0x(____ptrval____)]");
        told.munmapped(7);
        assertThat(told.replay(Questions.NONE).breaches()).isEmpty();
        assertThat(told.stateOf(3)).isEqualTo(FREED);
        assertThat(told.stateOf(4)).isEqualTo(VALID);
        assertThat(only().entry(4).orElseThrow().table()).isEmpty();
        assertThat(only().tables()).isEqualTo(new TableCounts(2, 1, 0, 1, 2, 0));
    }

    @Test
    void whatIsDoneToAHiddenTableIsDoneToNoOther() {
        told.fault(7, 3);
        told.add(7, "mpx_new_bounds_table: table vaddr:(____ptrval____)");
        told.fault(7, 4);
        told.add(7, "mpx_new_bounds_table: table vaddr:(____ptrval____)");
        for (long entry = 3; entry <= 4; entry++) {
            told.add(
                    7,
                    "mpx_bd_invalidate: bd_entry:0x%x table vaddr:(____ptrval____)"
                            .formatted(BASE + 8 * entry));
        }
        assertThat(told.stateOf(3)).isEqualTo(INVALIDATED);
        told.add(7, "mpx_bt_remove: [0x(____ptrval____):0x(____ptrval____)]");
        assertThat(told.stateOf(3)).isEqualTo(MAYBE_FREED);
        assertThat(told.stateOf(4)).isEqualTo(MAYBE_FREED);
        assertThat(told.replay(Questions.NONE).breaches()).isEmpty();
    }

    @Test
    void aHiddenViolationHasNoAddress() {
        told.add(
                7,
                "mpx_bounds_register_exception: address referenced: 0x(____ptrval____) bounds:"
                        + " lower: 0x(____ptrval____) ~upper: 0x(____ptrval____)");
        assertThat(told.replay(Questions.NONE).violations())
                .singleElement()
                .satisfies(
                        found -> {
                            assertThat(found.address()).isEmpty();
                            assertThat(found.lower()).isEmpty();
                            assertThat(found.upper()).isEmpty();
                        });
    }

    private DirectoryState only() {
        List<DirectoryState> states = told.replay(Questions.NONE).addressSpaces();
        assertThat(states).hasSize(1);
        return states.get(0);
    }
}
