package org.lockreplay.replay;

import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.lockreplay.event.Names;

/**
 * A small number for each name of a dictionary, worked out when it is first asked for.
 *
 * <p>Cost: one array access for a name that was asked for before. Another dictionary begins anew,
 * so asking by turns for names of two is slow. Not thread-safe.
 */
public final class NameCodes {

    /** Stands in {@link #known} for names that were not asked for. */
    private static final byte UNKNOWN = 0;

    private static final byte[] NOTHING = {};

    private final ToIntFunction<String> code;
    private byte[] ofName = new byte[256];
    private Names names = new Names();

    /**
     * @param code gives each name its code, from 1 to 127
     */
    public NameCodes(ToIntFunction<String> code) {
        this.code = code;
    }

    /** The code of the name with this id. */
    public int of(Names dictionary, int name) {
        if (dictionary != names) {
            names = dictionary;
            Arrays.fill(ofName, UNKNOWN);
        }
        if (name >= ofName.length) {
            ofName = Arrays.copyOf(ofName, Math.max(2 * ofName.length, name + 1));
        }
        if (ofName[name] == UNKNOWN) {
            ofName[name] = (byte) code.applyAsInt(dictionary.get(name));
        }
        return ofName[name];
    }

    /**
     * The codes by id, as far as they were {@linkplain #of asked for}; 0, or no element, for names
     * that were not. Empty for another dictionary. Not to be changed; valid until {@link #of} is
     * called.
     */
    public byte[] known(Names dictionary) {
        return dictionary == names ? ofName : NOTHING;
    }
}
