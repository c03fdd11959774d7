package org.lockreplay.protocol.program;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.lockreplay.protocol.file.Condition;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.replay.mpx.Broken;
import org.lockreplay.replay.mpx.Management;
import org.lockreplay.replay.mpx.MpxModel;
import org.lockreplay.replay.mpx.Way;

/**
 * What conditions and rules ask of a state of the model, worked out once.
 *
 * @param broken the rules that the state breaks whatever runs
 * @param brokenAtRest the rules that it breaks if nothing runs
 * @param orphans whether a mapped table is in no entry, which is for ever if nothing runs
 * @param anyMarked whether a table is marked
 * @param tables the slots of mapped tables, as bits
 * @param unmarked the slots of mapped tables that are not marked, as bits
 * @param slots of each entry the slot of its table, -1 for none
 */
record Facts(
        boolean managed,
        int mapped,
        int valid,
        int shared,
        boolean marked,
        int broken,
        int brokenAtRest,
        boolean orphans,
        boolean anyMarked,
        int tables,
        int unmarked,
        List<Integer> slots) {

    Facts {
        slots = List.copyOf(slots);
    }

    static Facts of(MpxModel model) {
        int mapped = 0;
        int shared = 0;
        int valid = 0;
        for (int region = 0; region < Place.REGIONS; region++) {
            mapped |= model.hasMemory(Place.range(region)) ? 1 << region : 0;
            long index = Place.index(Place.entry(region));
            boolean stays = model.staysWithout(index, List.of(Place.range(region)));
            shared |= stays ? 1 << region : 0;
        }
        int broken = 0;
        List<Long> marked = model.marked();
        List<Integer> slots = new ArrayList<>();
        for (int entry = 0; entry < Place.ENTRIES; entry++) {
            OptionalLong table = model.table(Place.index(entry));
            slots.add(table.isPresent() ? Place.slot(table.getAsLong()) : -1);
            if (table.isPresent()) {
                valid |= 1 << entry;
                broken |= model.isMapped(table.getAsLong()) ? 0 : Rules.bit(Rule.M1);
                broken |= marked.contains(table.getAsLong()) ? Rules.bit(Rule.M4) : 0;
            }
        }
        broken |= model.removals() == marked.size() ? 0 : Rules.bit(Rule.M5);
        List<Broken> leaks = new ArrayList<>();
        model.atRest(leaks);
        int tables = 0;
        int unmarked = 0;
        for (int slot = 0; slot < TaskWord.MOST_TABLES; slot++) {
            long table = Place.table(slot);
            boolean there = model.isMapped(table);
            tables |= there ? 1 << slot : 0;
            unmarked |= there && !marked.contains(table) ? 1 << slot : 0;
        }
        return new Facts(
                model.management() == Management.ON,
                mapped,
                valid,
                shared,
                model.removals() != 0,
                broken,
                Memory.bits(leaks),
                leaks.stream().anyMatch(leak -> leak.way() == Way.ORPHAN),
                !marked.isEmpty(),
                tables,
                unmarked,
                slots);
    }

    /** Whether a condition holds that is not about the task itself. */
    boolean holds(Condition condition, int region) {
        return switch (condition) {
            case MANAGED -> managed;
            case MAPPED -> (mapped >> region & 1) != 0;
            case ENTRY_VALID -> (valid >> Place.entry(region) & 1) != 0;
            case ENTRY_SHARED -> (shared >> region & 1) != 0;
            case TABLES_MARKED -> marked;
            case TABLE_IN_HAND, DENIED ->
                    throw new IllegalArgumentException("is about a task: " + condition);
        };
    }
}
