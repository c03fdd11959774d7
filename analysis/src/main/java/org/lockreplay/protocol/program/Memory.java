package org.lockreplay.protocol.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.lockreplay.protocol.file.Effect;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mpx.Broken;
import org.lockreplay.replay.mpx.Invariant;
import org.lockreplay.replay.mpx.Management;
import org.lockreplay.replay.mpx.MpxModel;
import org.lockreplay.replay.mpx.Way;

/**
 * The states of address space and directory that occurred, numbered, and what each effect makes of
 * them.
 *
 * <p>There are few such states, and the same effect on the same one is asked for again and again:
 * {@link MpxModel} is asked once, its answer kept. Not thread-safe.
 */
public final class Memory {

    private static final Moment NOW = new Moment(0, 0);

    /** What an effect does: a number in {@link #apply}'s answer stands for it. */
    record Outcome(int model, int hand, int broken) {}

    private final int slots;
    private final List<MpxModel> models = new ArrayList<>();
    private final List<Facts> facts = new ArrayList<>();
    private final List<Integer> swapped = new ArrayList<>();
    private final Map<List<Long>, Integer> numbers = new HashMap<>();
    private final Answers answers = new Answers();

    /**
     * @param slots how many tables there can be at a time
     */
    Memory(int slots) {
        this.slots = slots;
        MpxModel first = MpxModel.exact(Place.GEOMETRY, true);
        for (int region = 0; region < Place.REGIONS; region++) {
            first.map(Place.range(region), NOW);
        }
        number(first);
    }

    public int size() {
        return models.size();
    }

    /** The state itself, to look at. */
    public MpxModel model(int number) {
        return models.get(number);
    }

    Facts facts(int number) {
        return facts.get(number);
    }

    /** The state in which the two regions that share an entry have changed places. */
    public int swapped(int number) {
        int known = swapped.get(number);
        if (known < 0) {
            known = number(withRegionsSwapped(models.get(number)));
            swapped.set(number, known);
            swapped.set(known, number);
        }
        return known;
    }

    /** What an effect does to a state, with a region and the slot of a table in hand (or -1). */
    Outcome apply(int model, Effect effect, int region, int hand) {
        // 32 bits of state, 16 of effect, 8 of region, 8 of hand
        long question = (long) model << 32 | effect.ordinal() << 16 | (region + 1) << 8 | hand + 1;
        Outcome known = answers.find(question);
        if (known.model() < 0) {
            known = answer(model, effect, region, hand);
            answers.add(question, known);
        }
        return known;
    }

    private Outcome answer(int model, Effect effect, int region, int hand) {
        Change change = new Change(models.get(model).copy(), slots, region, hand);
        change.make(effect);
        int bits = bits(change.broken()) | (change.full ? Rules.LIMIT : 0);
        return new Outcome(number(change.model()), change.hand(), bits);
    }

    private int number(MpxModel model) {
        List<Long> key = new ArrayList<>();
        model.encode(key::add);
        Integer known = numbers.putIfAbsent(key, models.size());
        if (known != null) {
            return known;
        }
        models.add(model);
        facts.add(Facts.of(model));
        swapped.add(-1);
        return models.size() - 1;
    }

    private static MpxModel withRegionsSwapped(MpxModel model) {
        boolean first = model.hasMemory(Place.range(0));
        boolean second = model.hasMemory(Place.range(1));
        MpxModel other = model.copy();
        if (first != second) {
            other.unmap(Place.range(first ? 0 : 1), new ArrayList<>(), NOW);
            other.map(Place.range(first ? 1 : 0), NOW);
        }
        return other;
    }

    /** The rules that something breaks, as bits. */
    static int bits(List<Broken> broken) {
        int bits = 0;
        for (Broken one : broken) {
            if (one.way() != Way.MEMORY_GONE_UNMANAGED) {
                bits |= bit(one.way().invariant());
            }
        }
        return bits;
    }

    static int bit(Invariant invariant) {
        return Rules.bit(Rule.valueOf(invariant.name()));
    }

    /** One change being made; used once. */
    private static final class Change {

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
                model.invalidate(
                        index(), table.getAsLong(), List.of(Place.range(region)), broken, NOW);
                hand = Place.slot(table.getAsLong());
            } else if (table.isPresent()) {
                model.free(index(), List.of(Place.range(region)), broken, NOW);
            }
        }

        private void mark(Effect effect) {
            if (effect == Effect.MARK_ENTRY) {
                model.table(index()).ifPresent(table -> model.mark(table, broken, NOW));
            } else if (hand >= 0) {
                for (int slot = 0; slot < slots; slot++) {
                    boolean merged = effect == Effect.MARK_VMA && isUnmarked(slot);
                    if (slot == hand || merged) {
                        model.mark(Place.table(slot), broken, NOW);
                    }
                }
                hand = -1;
            }
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
}
