package org.lockreplay.replay.lock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.lockreplay.event.Names;

/**
 * The lock classes of one trace by small ids, and which of them are the watched pair of semaphores.
 *
 * <p>Ids are given in the order of first use. Cost of a known name: one array access.
 */
final class LockClasses {

    /** Stands for the class of a release whose name the kernel dropped. */
    static final int UNNAMED = -1;

    /** The class of a lock that was taken without a name. */
    static final String NAMELESS = "(no name)";

    static final int UNWATCHED = 0;
    static final int BD_SEM = 1;
    static final int MMAP_SEM = 2;

    /** Alias of each watched semaphore, by the constants above. */
    static final List<String> WATCHED = List.of("", "bd_sem", "mmap_sem");

    private final UnaryOperator<String> alias;
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private int[] idPlusOneOfName = new int[64];
    private byte[] watched = new byte[64];
    private LockInstance[] lastInstance = {};
    private int[] ranks = {};
    private boolean mmapSemTraced;

    LockClasses(UnaryOperator<String> alias) {
        this.alias = alias;
    }

    /** The class that a lock event names, or {@link #UNNAMED}. */
    int of(Names dictionary, int name) {
        if (name < idPlusOneOfName.length && idPlusOneOfName[name] != 0) {
            return idPlusOneOfName[name] - 1;
        }
        if (name == Names.EMPTY) {
            return UNNAMED;
        }
        if (name >= idPlusOneOfName.length) {
            idPlusOneOfName = Arrays.copyOf(idPlusOneOfName, 2 * name);
        }
        int id = intern(dictionary.get(name));
        idPlusOneOfName[name] = id + 1;
        mmapSemTraced |= watched[id] == MMAP_SEM;
        return id;
    }

    /**
     * The class that an acquisition names. All locks without a name are in one that no kernel has,
     * and which stands for many: the shipped generic names have {@link #NAMELESS}.
     */
    int taken(Names dictionary, int name) {
        int id = of(dictionary, name);
        return id == UNNAMED ? intern(NAMELESS) : id;
    }

    /** The class of this name, new if need be, without taking it for traced. */
    int intern(String name) {
        Integer known = ids.putIfAbsent(name, names.size());
        if (known != null) {
            return known;
        }
        int id = names.size();
        names.add(name);
        if (id == watched.length) {
            watched = Arrays.copyOf(watched, 2 * id);
        }
        int index = WATCHED.indexOf(alias.apply(withoutSubclass(name)));
        watched[id] = (byte) Math.max(index, UNWATCHED);
        return id;
    }

    String name(int id) {
        return names.get(id);
    }

    /** {@link #UNWATCHED}, {@link #BD_SEM} or {@link #MMAP_SEM}. */
    int watched(int id) {
        return watched[id];
    }

    /** The names under which some of these classes are watched. */
    Set<String> watched(Set<String> classes) {
        Set<String> aliases = new HashSet<>();
        for (String each : classes) {
            int index = watched[ids.get(each)];
            if (index != UNWATCHED) {
                aliases.add(WATCHED.get(index));
            }
        }
        return aliases;
    }

    int size() {
        return names.size();
    }

    /** The lock of this class at this address; mostly the one that was asked for last. */
    LockInstance instance(int id, long address) {
        if (id >= lastInstance.length) {
            lastInstance = Arrays.copyOf(lastInstance, Math.max(names.size(), 2 * id));
        }
        LockInstance last = lastInstance[id];
        if (last == null || last.address() != address) {
            last = new LockInstance(names.get(id), address);
            lastInstance[id] = last;
        }
        return last;
    }

    /** For each class its place in the order of their names; not to be changed. */
    int[] ranks() {
        if (ranks.length != names.size()) {
            ranks = ranked();
        }
        return ranks;
    }

    private int[] ranked() {
        List<Integer> sorted = new ArrayList<>();
        for (int id = 0; id < names.size(); id++) {
            sorted.add(id);
        }
        sorted.sort(Comparator.comparing(names::get));
        int[] places = new int[names.size()];
        for (int rank = 0; rank < places.length; rank++) {
            places[sorted.get(rank)] = rank;
        }
        return places;
    }

    /** Whether a lock event spoke of {@code mmap_sem} itself. */
    boolean mmapSemTraced() {
        return mmapSemTraced;
    }

    /** Lockdep's reports append {@code #2} and {@code /1} to a name. */
    private static String withoutSubclass(String name) {
        int end = name.length();
        int digits = end;
        while (digits > 0 && isDigit(name.charAt(digits - 1))) {
            digits--;
            if (digits > 0 && digits + 1 <= end && isMark(name.charAt(digits - 1))) {
                end = digits - 1;
                digits = end;
            }
        }
        return name.substring(0, end);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isMark(char c) {
        return c == '#' || c == '/';
    }
}
