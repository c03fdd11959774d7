package org.lockreplay.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.lockreplay.event.Mode;
import org.lockreplay.replay.lock.InterruptUse;
import org.lockreplay.replay.lock.ShownType;
import org.lockreplay.summary.LockOrderSummary;

/** Traces with random steps over a few locks; the same seed tells the same stories. */
public final class RandomStories {

    private static final String[] NAMES = {"mtx_a", "mtx_b", "lock", "rcu_read_lock", "&o->lock"};

    private RandomStories() {}

    public static List<LockOrderSummary> summaries(int count, long seed) {
        Random random = new Random(seed);
        List<LockOrderSummary> summaries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            summaries.add(story("trace" + i, random).summary());
        }
        return summaries;
    }

    private static TraceStory story(String path, Random random) {
        TraceStory story = new TraceStory(path).losing(random.nextInt(3));
        int steps = random.nextInt(8);
        for (int i = 0; i < steps; i++) {
            story.by("task " + random.nextInt(3), 40 + random.nextInt(3), random.nextInt(2));
            story.times(1 + random.nextInt(9)).tasks(1 + random.nextInt(2));
            story.under(random.nextBoolean() ? new Lock[0] : new Lock[] {Lock.write("gate", 9)});
            step(story, random);
        }
        return story;
    }

    private static void step(TraceStory story, Random random) {
        Lock first = lock(random);
        Lock second = lock(random);
        InterruptUse.Kind[] kinds = InterruptUse.Kind.values();
        switch (random.nextInt(9)) {
            case 0 -> story.recurse(first, first);
            case 1 -> story.releaseUnheld(first);
            case 2 -> story.leaveWith(first, random.nextBoolean() ? "exit" : "sys_read");
            case 3 ->
                    story.nestSemaphores(
                            Lock.read("bd_sem", 1), Lock.write("mmap_sem", 2), 0, "entry-removal");
            case 4 -> story.hang(first, second);
            case 5 -> story.use(first, kinds[random.nextInt(kinds.length)]);
            case 6 -> story.show(first, ShownType.Shown.MUTEX);
            default -> story.nest(first, second);
        }
    }

    private static Lock lock(Random random) {
        String name = NAMES[random.nextInt(NAMES.length)];
        return new Lock(name, 1 + random.nextInt(4), random.nextBoolean() ? Mode.READ : 0);
    }
}
