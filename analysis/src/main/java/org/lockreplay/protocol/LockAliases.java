package org.lockreplay.protocol;

import java.util.function.UnaryOperator;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonValue;

/**
 * The one name under which a lock is watched whose class is called differently from kernel to
 * kernel ({@code &mm->mmap_sem}, {@code &mm->mmap_lock}).
 */
public final class LockAliases implements UnaryOperator<String> {

    /** The rwsem of an address space. */
    public static final String MMAP_SEM = "mmap_sem";

    /** The rwsem that the 2014 proposal adds around it. */
    public static final String BD_SEM = "bd_sem";

    private final NameTable<String> table = new NameTable<>();

    private LockAliases(JsonValue document) throws JsonException {
        JsonValue aliases = document.member("aliases");
        for (String canonical : aliases.members()) {
            for (JsonValue name : aliases.member(canonical).elements()) {
                table.add(name.text(), canonical);
            }
        }
    }

    /** The aliases that come with the tool. */
    public static LockAliases shipped() {
        return Knowledge.shipped(
                "lock-aliases.json", "lockreplay-lock-aliases/1", LockAliases::new);
    }

    /** The alias of a class, or the class itself; lockdep's suffixes do not count. */
    @Override
    public String apply(String lockClass) {
        return table.find(LockName.withoutSuffix(lockClass)).orElse(lockClass);
    }
}
