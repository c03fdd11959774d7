package org.lockreplay.protocol.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lockreplay.protocol.file.Effect;
import org.lockreplay.protocol.file.LockMode;
import org.lockreplay.protocol.file.Operation;

/** Keeps what tasks do, as far as it was not taken back. */
public final class Recorder implements Observer {

    private final List<Deed> deeds = new ArrayList<>();

    /** What was done so far. */
    public List<Deed> deeds() {
        return List.copyOf(deeds);
    }

    /** The deeds of many tasks in time, each with the operation that it is part of. */
    public static List<Deed> placed(List<Deed> deeds) {
        Map<Integer, Deed> current = new HashMap<>();
        List<Deed> placed = new ArrayList<>();
        for (Deed deed : deeds) {
            if (deed.kind() == Deed.Kind.BEGINS) {
                current.put(deed.task(), deed);
            }
            Deed began = current.get(deed.task());
            placed.add(began == null ? deed : deed.in(began.operation(), began.region()));
        }
        return placed;
    }

    @Override
    public int mark() {
        return deeds.size();
    }

    @Override
    public void rewind(int mark) {
        deeds.subList(mark, deeds.size()).clear();
    }

    @Override
    public void begins(int task, Operation enters, int region) {
        deeds.add(
                Deed.plain(task, Deed.Kind.BEGINS, enters.name()).in(Optional.of(enters), region));
    }

    @Override
    public void ends(int task) {
        deeds.add(Deed.plain(task, Deed.Kind.ENDS, ""));
    }

    @Override
    public void acquires(int task, String step, int lock, LockMode mode, boolean fault) {
        deeds.add(Deed.onLock(task, Deed.Kind.ACQUIRES, step, lock, mode, fault));
    }

    @Override
    public void waits(int task, String step, int lock, LockMode mode, boolean fault) {
        deeds.add(Deed.onLock(task, Deed.Kind.WAITS, step, lock, mode, fault));
    }

    @Override
    public void granted(int task, int lock, LockMode mode) {
        deeds.add(Deed.onLock(task, Deed.Kind.GRANTED, "", lock, mode, false));
    }

    @Override
    public void tries(int task, String step, int lock, LockMode mode, boolean success) {
        Deed.Kind kind = success ? Deed.Kind.TRIES_WELL : Deed.Kind.TRIES_IN_VAIN;
        deeds.add(Deed.onLock(task, kind, step, lock, mode, false));
    }

    @Override
    public void releases(int task, String step, int lock) {
        deeds.add(Deed.onLock(task, Deed.Kind.RELEASES, step, lock, LockMode.WRITE, false));
    }

    @Override
    public void downgrades(int task, String step, int lock) {
        deeds.add(Deed.onLock(task, Deed.Kind.DOWNGRADES, step, lock, LockMode.READ, false));
    }

    @Override
    public void touches(int task, String step, boolean fault) {
        deeds.add(Deed.plain(task, fault ? Deed.Kind.FAULTS : Deed.Kind.TOUCHES, step));
    }

    @Override
    public void pageFaults(int task, String step, boolean on) {
        deeds.add(Deed.plain(task, on ? Deed.Kind.FAULTS_ON : Deed.Kind.FAULTS_OFF, step));
    }

    @Override
    public void changes(
            int task, String step, Effect effect, int region, int hand, int before, int after) {
        deeds.add(
                new Deed(
                        task,
                        Deed.Kind.CHANGES,
                        Optional.empty(),
                        region,
                        step,
                        -1,
                        LockMode.WRITE,
                        false,
                        effect,
                        hand,
                        before,
                        after));
    }

    @Override
    public void asks(int task, String step, boolean yes) {
        deeds.add(Deed.plain(task, yes ? Deed.Kind.FINDS_TRUE : Deed.Kind.FINDS_FALSE, step));
    }
}
