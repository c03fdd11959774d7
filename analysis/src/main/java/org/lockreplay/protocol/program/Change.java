package org.lockreplay.protocol.program;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.lockreplay.protocol.file.Effect;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mpx.Broken;
import org.lockreplay.replay.mpx.Management;
import org.lockreplay.replay.mpx.MpxModel;

/**
 * One effect being done to a state of the model, as {@link Effect} describes it: with a region, and
 * a table in hand or none. Used once.
 */
final class Change {

    private static final Moment NOW = new Moment(0, 0);

    private final List<Broken> broken = new ArrayList<>();
    private final int slots;
    private final int region;
    private MpxModel model;
    private int hand;
    private boolean full;

    Change(MpxModel model, int slots, int region, int hand) {
        this.model = model;
        this.slots = slots;
        this.region = region;
        this.hand = hand;
    }

    /** Whether there was no room for one more table. */
    boolean isFull() {
        return full;
    }

    MpxModel model() {
        return model;
    }

    int hand() {
        return hand;
    }

    List<Broken> broken() {
        return broken;
    }

    void make(Effect effect) {
        switch (effect) {
            case MANAGE -> model = managedAnew();
            case UNMANAGE -> model.manage(Management.OFF);
            case MAP -> model.map(Place.range(region), NOW);
            case UNMAP -> model.unmap(Place.range(region), broken, NOW);
            case ALLOCATE_TABLE -> allocate();
            case CMPXCHG_ENTRY, STORE_ENTRY -> install(effect == Effect.CMPXCHG_ENTRY);
            case FREE_TABLE -> free();
            case INVALIDATE_ENTRY, FREE_ENTRY -> clear(effect == Effect.INVALIDATE_ENTRY);
            case MARK_TABLE, MARK_VMA, MARK_ENTRY -> mark(effect);
            case COUNT_ONE_MORE -> model.miscount(1);
            case COUNT_ONE_LESS -> model.miscount(-1);
            case REMOVE_MARKED ->
                    model.marked().forEach(table -> model.remove(table, true, broken, NOW));
            case REMOVAL_OVER -> model.afterRemoval(broken, NOW);
            case SEARCH, ZAP_TABLE, RESOLVE -> {}
        }
    }

    private void allocate() {
        for (int slot = 0; slot < slots && hand < 0; slot++) {
            if (isFree(slot)) {
                model.mapTable(Place.table(slot), NOW);
                hand = slot;
            }
        }
        full = hand < 0;
    }

    private boolean isFree(int slot) {
        long table = Place.table(slot);
        for (int entry = 0; entry < Place.ENTRIES; entry++) {
            if (model.table(Place.index(entry)).equals(OptionalLong.of(table))) {
                return false;
            }
        }
        return !model.isMapped(table);
    }

    private void install(boolean compare) {
        if (hand < 0) {
            return;
        }
        long table = Place.table(hand);
        if (!compare) {
            model.store(index(), table, true, broken, NOW);
            hand = -1;
        } else if (model.cmpxchg(index(), table, broken, NOW)) {
            hand = -1;
        }
    }

    private void free() {
        if (hand >= 0) {
            model.release(Place.table(hand), broken, NOW);
            hand = -1;
        }
    }

    private void clear(boolean keep) {
        OptionalLong table = model.table(index());
        if (table.isPresent() && keep) {
            model.invalidate(index(), table.getAsLong(), List.of(Place.range(region)), broken, NOW);
            hand = Place.slot(table.getAsLong());
        } else if (table.isPresent()) {
            model.free(index(), List.of(Place.range(region)), broken, NOW);
        }
    }

    private void mark(Effect effect) {
        if (effect == Effect.MARK_ENTRY) {
            model.table(index()).ifPresent(table -> model.mark(table, broken, NOW));
            return;
        }
        if (hand >= 0 && model.isMapped(Place.table(hand))) {
            for (int slot = 0; slot < slots; slot++) {
                boolean merged = effect == Effect.MARK_VMA && isUnmarked(slot);
                if (slot == hand || merged) {
                    model.mark(Place.table(slot), broken, NOW);
                }
            }
        }
        hand = -1;
    }

    private boolean isUnmarked(int slot) {
        long table = Place.table(slot);
        return model.isMapped(table) && !model.marked().contains(table);
    }

    private long index() {
        return Place.index(Place.entry(region));
    }

    /** With an empty directory; tables that are in no entry of the old one are still there. */
    private MpxModel managedAnew() {
        MpxModel anew = MpxModel.exact(Place.GEOMETRY, true);
        for (int part = 0; part < Place.REGIONS; part++) {
            if (model.hasMemory(Place.range(part))) {
                anew.map(Place.range(part), NOW);
            }
        }
        for (int slot = 0; slot < slots; slot++) {
            long table = Place.table(slot);
            if (model.isMapped(table) && !isNamed(table)) {
                anew.mapTable(table, NOW);
                if (model.marked().contains(table)) {
                    anew.mark(table, broken, NOW);
                }
            }
        }
        anew.miscount(model.removals() - anew.removals());
        return anew;
    }

    private boolean isNamed(long table) {
        for (int entry = 0; entry < Place.ENTRIES; entry++) {
            if (model.table(Place.index(entry)).equals(OptionalLong.of(table))) {
                return true;
            }
        }
        return false;
    }
}
