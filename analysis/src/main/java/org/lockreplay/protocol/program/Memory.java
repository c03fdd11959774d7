package org.lockreplay.protocol.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lockreplay.protocol.file.Effect;
import org.lockreplay.protocol.file.Rule;
import org.lockreplay.replay.mm.Moment;
import org.lockreplay.replay.mpx.Broken;
import org.lockreplay.replay.mpx.Invariant;
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

    /**
     * What an effect does.
     *
     * @param model the number of the state behind it
     * @param hand the slot of the table that is in hand then, or -1
     * @param broken the rules that it breaks, as bits
     */
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
        int bits = bits(change.broken()) | (change.isFull() ? Rules.LIMIT : 0);
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
}
