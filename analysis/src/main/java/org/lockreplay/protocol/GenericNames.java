package org.lockreplay.protocol;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonValue;

/**
 * Names that several unrelated lock classes share, such as those that an init function gives: two
 * locks of such a name need not be of one class.
 *
 * <p>A group of names may have {@code variables}: then {@code %} in a name stands for any of them.
 * It may say {@code oneType}: whatever classes they are of, locks of this name are of one type.
 */
public final class GenericNames {

    private static final char VARIABLE = '%';
    private static final String SPIN_LOCK_END = ")->rlock";

    private final NameTable<Boolean> ofOneType = new NameTable<>();
    private final List<Spelling> spellings = new ArrayList<>();

    /** A name in which any of many variables may stand. */
    private record Spelling(
            String before, Set<String> variables, NamePattern after, boolean oneType) {

        boolean fits(String name) {
            if (!name.startsWith(before)) {
                return false;
            }
            int end = before.length();
            while (end < name.length() && Character.isJavaIdentifierPart(name.charAt(end))) {
                end++;
            }
            return variables.contains(name.substring(before.length(), end))
                    && after.matches(name.substring(end));
        }
    }

    private GenericNames(JsonValue document) throws JsonException {
        for (JsonValue group : document.member("groups").elements()) {
            boolean oneType = group.optional("oneType").isPresent() && group.flag("oneType");
            Set<String> variables = new HashSet<>();
            if (group.optional("variables").isPresent()) {
                for (JsonValue variable : group.member("variables").elements()) {
                    variables.add(variable.text());
                }
            }
            for (JsonValue name : group.member("names").elements()) {
                if (variables.isEmpty()) {
                    ofOneType.add(name.text(), oneType);
                } else {
                    spellings.add(spelling(name.text(), variables, oneType));
                }
            }
        }
    }

    private static Spelling spelling(String name, Set<String> variables, boolean oneType) {
        int at = name.indexOf(VARIABLE);
        return new Spelling(
                name.substring(0, at), variables, new NamePattern(name.substring(at + 1)), oneType);
    }

    /** The names that come with the tool. */
    public static GenericNames shipped() {
        return Knowledge.shipped(
                "generic-names.json", "lockreplay-generic-names/1", GenericNames::new);
    }

    /** Whether locks of this name may be of several classes. */
    public boolean contains(String lockClass) {
        return known(lockClass, false) || known(lockClass, true);
    }

    /** Whether they may even be locks of several types. */
    public boolean containsOfAnyType(String lockClass) {
        return known(lockClass, false);
    }

    private boolean known(String lockClass, boolean oneType) {
        String name = spinLock(lockClass);
        Optional<Boolean> listed = ofOneType.find(lockClass).or(() -> ofOneType.find(name));
        if (listed.isPresent() && listed.get() == oneType) {
            return true;
        }
        for (Spelling spelling : spellings) {
            if (spelling.oneType == oneType && spelling.fits(name)) {
                return true;
            }
        }
        return false;
    }

    /** Spinlocks were called {@code &(&x->lock)->rlock} before Linux 5.11. */
    private static String spinLock(String lockClass) {
        return lockClass.startsWith("&(&") && lockClass.endsWith(SPIN_LOCK_END)
                ? lockClass.substring(2, lockClass.length() - SPIN_LOCK_END.length())
                : lockClass;
    }
}
