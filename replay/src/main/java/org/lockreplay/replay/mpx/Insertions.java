package org.lockreplay.replay.mpx;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.lockreplay.replay.mm.Task;

/**
 * Tables that tasks put into entries by a cmpxchg, each until the event of the new table comes,
 * which is of the same allocation.
 *
 * <p>Not thread-safe.
 */
final class Insertions {

    private final SpaceTables tables;
    private final Map<Task, Inserted> going = new HashMap<>();

    private record Inserted(long index, long table) {}

    Insertions(SpaceTables tables) {
        this.tables = tables;
    }

    void add(Task task, long index, long table) {
        going.put(task, new Inserted(index, table));
    }

    /**
     * The event of a new table comes, as printed: takes the cmpxchg of the task that it is of.
     *
     * @return the entry; empty if there was none, or if it was of another table
     */
    OptionalLong take(Task task, OptionalLong table) {
        return going.isEmpty() ? OptionalLong.empty() : taken(task, table);
    }

    private OptionalLong taken(Task task, OptionalLong table) {
        Optional<Inserted> done = Optional.ofNullable(going.remove(task));
        if (done.isEmpty()) {
            return OptionalLong.empty();
        }
        long index = done.get().index();
        if (table.isPresent()) {
            BoundsDirectory known = tables.directory();
            tables.pointers.table(table.getAsLong(), known.base());
            if (tables.pointers.hashed()) {
                known.rename(index, table.getAsLong());
                return OptionalLong.of(index);
            }
        }
        boolean same = table.orElse(done.get().table()) == done.get().table();
        return same ? OptionalLong.of(index) : OptionalLong.empty();
    }

    /** No event of the task's table will come; answers whether one was awaited. */
    boolean forget(Task task) {
        return !going.isEmpty() && going.remove(task) != null;
    }

    /** Nothing is known of what goes on. */
    void clear() {
        going.clear();
    }
}
