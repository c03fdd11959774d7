package org.lockreplay.protocol.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.lockreplay.protocol.file.Effect;
import org.lockreplay.protocol.program.Place;
import org.lockreplay.replay.mm.AddressRange;
import org.lockreplay.replay.mpx.Geometry;
import org.lockreplay.replay.mpx.MpxModel;

/**
 * The events that a kernel prints when it changes bounds tables.
 *
 * <p>Source: {@code arch/x86/include/asm/trace/mpx.h}, Linux 4.19, and for the proposal's events
 * the dialect that comes with the tool.
 */
final class MpxLines {

    /** The event of a removed table. */
    static final String REMOVAL = "mpx_bt_remove";

    /** The event of an entry that is cleared before an unmap. */
    static final String INVALIDATION = "mpx_bd_invalidate";

    /** The event of a table of which a part goes. */
    static final String ZAP = "mpx_unmap_zap";

    static final String POST_UNMAP = "mpx_post_unmap: ";

    private static final Geometry GEOMETRY = Place.GEOMETRY;

    private final boolean proposal;

    /**
     * @param proposal whether the kernel has the proposal's events beside those of Linux 4.19
     */
    MpxLines(boolean proposal) {
        this.proposal = proposal;
    }

    /** An exception that says so in this status. */
    static String exception(long status) {
        return "bounds_exception_mpx: bndcfgu:0x%x bndstatus:0x%x"
                .formatted(Place.DIRECTORY | 3, status);
    }

    /** The exception for an empty entry, found by a use of this region. */
    static String missing(int region) {
        return exception(Place.entryAddress(Place.entry(region)) | 2);
    }

    static String violation(int region) {
        AddressRange range = Place.range(region);
        return "mpx_bounds_register_exception: address referenced: 0x%016x bounds: lower: 0x%x ~upper: 0x%x"
                .formatted(range.first() + 0x2040, range.first() + 0x2000, range.first() + 0x203f);
    }

    /** {@code mpx_pre_unmap}, if there is such an event. */
    List<String> preUnmap(int region) {
        return ofProposal(preUnmap(Place.range(region)));
    }

    /** {@code mpx_post_unmap}, if there is such an event. */
    List<String> postUnmap() {
        return ofProposal(POST_UNMAP);
    }

    /**
     * What one effect prints.
     *
     * @param region where it works; a table in hand, or none, is in {@code table}
     */
    List<String> of(
            Effect effect, int region, OptionalLong table, MpxModel before, MpxModel after) {
        return switch (effect) {
            case SEARCH -> List.of(search(Place.range(region)));
            case ZAP_TABLE -> zap(region, before);
            case CMPXCHG_ENTRY -> exchange(region, table, before, after);
            case STORE_ENTRY -> table.isPresent() ? List.of(created(table.getAsLong())) : List.of();
            case FREE_TABLE -> table.isPresent() ? remove(List.of(table.getAsLong())) : List.of();
            case INVALIDATE_ENTRY -> invalidate(region, before);
            case MARK_TABLE, MARK_VMA, MARK_ENTRY -> mark(marked(before, after));
            case COUNT_ONE_MORE -> mark(last(before));
            case REMOVE_MARKED -> remove(before.marked());
            // the others print nothing on any kernel
            default -> List.of();
        };
    }

    private List<String> exchange(int region, OptionalLong table, MpxModel before, MpxModel after) {
        if (table.isEmpty()) {
            return List.of();
        }
        OptionalLong there = before.table(index(region));
        List<String> events = new ArrayList<>();
        events.addAll(
                ofProposal(
                        exchanged(
                                entryAddress(region),
                                table.getAsLong(),
                                there.isPresent() ? there.getAsLong() | 1 : 0)));
        if (there.isEmpty() && after.table(index(region)).equals(table)) {
            events.add(created(table.getAsLong()));
        }
        return events;
    }

    // ---- single events ----

    static String created(long table) {
        return "mpx_new_bounds_table: table vaddr:%016x".formatted(table);
    }

    /** The compare-and-exchange of an entry with a table, which found this. */
    static String exchanged(long entryAddress, long table, long found) {
        return "mpx_bd_cmpxchg: bd_entry:0x%x expected:0x0 new:0x%x found:0x%x"
                .formatted(entryAddress, table | 1, found);
    }

    static String invalidated(long entryAddress, long table) {
        return INVALIDATION + ": bd_entry:0x%x table vaddr:%016x".formatted(entryAddress, table);
    }

    static String search(AddressRange range) {
        return "mpx_unmap_search: " + text(range);
    }

    static String preUnmap(AddressRange range) {
        return "mpx_pre_unmap: " + text(range);
    }

    static String marked(AddressRange table) {
        return "mpx_bt_mark: " + text(table);
    }

    static String removed(AddressRange table) {
        return REMOVAL + ": " + text(table);
    }

    // ---- what leads to them ----

    private List<String> invalidate(int region, MpxModel before) {
        OptionalLong table = before.table(index(region));
        return table.isEmpty()
                ? List.of()
                : ofProposal(invalidated(entryAddress(region), table.getAsLong()));
    }

    /** The part of a table that describes a region. */
    private static List<String> zap(int region, MpxModel before) {
        OptionalLong table = before.table(index(region));
        if (table.isEmpty()) {
            return List.of();
        }
        return List.of(ZAP + ": " + text(GEOMETRY.zapped(table.getAsLong(), Place.range(region))));
    }

    private static List<Long> marked(MpxModel before, MpxModel after) {
        List<Long> fresh = new ArrayList<>(after.marked());
        fresh.removeAll(before.marked());
        boolean again = fresh.isEmpty() && after.removals() > before.removals();
        return again ? last(before) : fresh;
    }

    private static List<Long> last(MpxModel model) {
        List<Long> marked = model.marked();
        return marked.isEmpty() ? List.of() : marked.subList(marked.size() - 1, marked.size());
    }

    /** {@code bd_remove_vmas++}, once for each. */
    private List<String> mark(List<Long> tables) {
        return tables.stream()
                .flatMap(table -> ofProposal(marked(ofTable(table))).stream())
                .toList();
    }

    private List<String> remove(List<Long> tables) {
        return tables.stream()
                .flatMap(table -> ofProposal(removed(ofTable(table))).stream())
                .toList();
    }

    private List<String> ofProposal(String event) {
        return proposal ? List.of(event) : List.of();
    }

    /** The name of what happened, of an event with its arguments. */
    static String name(String event) {
        int end = 0;
        while (end < event.length() && event.charAt(end) != ':' && event.charAt(end) != '(') {
            end++;
        }
        return event.substring(0, end);
    }

    private static AddressRange ofTable(long table) {
        return new AddressRange(table, table + GEOMETRY.tableBytes() - 1);
    }

    private static String text(AddressRange range) {
        return "[0x%016x:0x%016x]".formatted(range.first(), range.last() + 1);
    }

    private static long index(int region) {
        return Place.index(Place.entry(region));
    }

    /** Where the entry is that covers a region. */
    static long entryAddress(int region) {
        return Place.entryAddress(Place.entry(region));
    }
}
