package org.lockreplay.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lockreplay.protocol.file.Effect;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Protocol;
import org.lockreplay.protocol.program.Deed;
import org.lockreplay.protocol.program.Place;
import org.lockreplay.protocol.verify.Schedule;
import org.lockreplay.text.VisibleText;

/**
 * A schedule for people: a row for each deed, a column for each task, time downwards; numbered are
 * the steps, each with what its task does alone.
 */
final class ScheduleTable {

    private final Protocol protocol;
    private final Schedule schedule;

    ScheduleTable(Protocol protocol, Schedule schedule) {
        this.protocol = protocol;
        this.schedule = schedule;
    }

    void write(Page page) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(""));
        for (int task = 0; task < schedule.tasks(); task++) {
            head.add("task " + (task + 1));
        }
        rows.add(head);
        int shown = 0;
        for (int i = 0; i < schedule.deeds().size(); i++) {
            Deed deed = schedule.deeds().get(i);
            int step = schedule.steps().get(i);
            List<String> row = new ArrayList<>(List.of(step == shown ? "" : "" + step));
            shown = step;
            for (int task = 0; task < schedule.tasks(); task++) {
                row.add(task == deed.task() ? words(deed) : "");
            }
            rows.add(row);
        }
        page.table("  ", rows);
        waiting(page);
    }

    /** Who waits at the end, for whom. */
    private void waiting(Page page) {
        for (int task = 0; task < schedule.tasks(); task++) {
            Optional<Deed> wait = waitOf(task);
            if (wait.isPresent()) {
                page.sentence(
                        "  ",
                        "Task %d waits for %s (%s), which %s."
                                .formatted(
                                        task + 1,
                                        name(wait.get().lock()),
                                        wait.get().mode().word(),
                                        inTheWay(task, wait.get())));
            }
        }
    }

    private String inTheWay(int task, Deed wait) {
        List<String> reasons = new ArrayList<>();
        for (int other = 0; other < schedule.tasks(); other++) {
            String held = held(other, wait.lock());
            String who = other == task ? "it holds itself" : "task " + (other + 1) + " holds";
            if (!held.isEmpty()
                    && (wait.mode() == LockMode.WRITE || held.equals(LockMode.WRITE.word()))) {
                reasons.add(who + " (" + held + ")");
            }
            Optional<Deed> before = waitOf(other);
            boolean first =
                    other != task
                            && before.isPresent()
                            && before.get().lock() == wait.lock()
                            && schedule.deeds().indexOf(before.get())
                                    < schedule.deeds().indexOf(wait);
            if (first) {
                reasons.add("task %d asked for first".formatted(other + 1));
            }
        }
        return reasons.isEmpty() ? "is on its way" : String.join(", ", reasons);
    }

    /** How a task holds a lock at the end; empty if it does not. */
    private String held(int task, int lock) {
        int reads = 0;
        boolean written = false;
        Optional<LockMode> asked = Optional.empty();
        for (Deed deed : schedule.deeds()) {
            if (deed.task() != task || deed.lock() != lock) {
                continue;
            }
            switch (deed.kind()) {
                case WAITS -> asked = Optional.of(deed.mode());
                case ACQUIRES, TRIES_WELL, GRANTED -> {
                    LockMode mode =
                            deed.kind() == Deed.Kind.GRANTED ? asked.orElseThrow() : deed.mode();
                    reads += mode == LockMode.READ ? 1 : 0;
                    written |= mode == LockMode.WRITE;
                }
                case DOWNGRADES -> {
                    reads = 1;
                    written = false;
                }
                case RELEASES -> {
                    reads = written ? reads : Math.max(reads - 1, 0);
                    written = false;
                }
                default -> {}
            }
        }
        if (written) {
            return LockMode.WRITE.word();
        }
        return reads > 0 ? LockMode.READ.word() : "";
    }

    /** What a task waits for at the end. */
    private Optional<Deed> waitOf(int task) {
        Optional<Deed> wait = Optional.empty();
        for (Deed deed : schedule.deeds()) {
            if (deed.task() == task && deed.kind() == Deed.Kind.WAITS) {
                wait = Optional.of(deed);
            } else if (deed.task() == task && deed.kind() == Deed.Kind.GRANTED) {
                wait = Optional.empty();
            }
        }
        return wait;
    }

    private String words(Deed deed) {
        String step = VisibleText.brief(deed.step());
        return switch (deed.kind()) {
            case BEGINS -> step + (deed.region() < 0 ? "" : " " + Place.name(deed.region()));
            case ENDS -> "ends";
            case ACQUIRES -> deed.fault() ? "fault: " + taken(deed) : step;
            case WAITS -> (deed.fault() ? "fault: " + taken(deed) : step) + " waits";
            case GRANTED -> "has " + name(deed.lock());
            case TRIES_WELL -> step + ": has it";
            case TRIES_IN_VAIN -> step + ": in vain";
            case RELEASES -> step;
            case DOWNGRADES, TOUCHES, FAULTS_OFF, FAULTS_ON -> step;
            case FAULTS -> step + " faults";
            case CHANGES -> step + result(deed);
            case FINDS_TRUE -> step + ": yes";
            case FINDS_FALSE -> step + ": no";
        };
    }

    private String taken(Deed deed) {
        return protocol.locks().get(deed.lock()).call("lock", deed.mode());
    }

    private String result(Deed deed) {
        if (deed.effect() != Effect.CMPXCHG_ENTRY) {
            return "";
        }
        return deed.before() == deed.after() ? ": lost" : ": table in";
    }

    private String name(int lock) {
        return VisibleText.brief(protocol.locks().get(lock).name());
    }
}
