package org.lockreplay.replay.lock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;

/**
 * Counts what is taken inside what, chain by chain, and turns the chains into nestings at the end
 * or when there are too many of them.
 *
 * <p>An acquisition is a nesting in every held lock other than its own instance, and one in each of
 * two held instances of one class. Where an address is hidden, two locks of one class may be the
 * same: that is neither a nesting nor a recursion. Memory: bounded by the distinct nestings.
 */
final class Nestings {

    private final LockClasses classes;
    private final ChainTrie trie;
    private final int foldAt;
    private NestingTable nestings = new NestingTable();
    private SameClassPairs sameClass = new SameClassPairs();
    private final GuardSet guards = new GuardSet();
    private long[] uses = new long[0];
    private long[] readUses = new long[0];
    private long[] tryUses = new long[0];

    /** @param foldAt how many chains to keep before they are turned into nestings */
    Nestings(LockClasses classes, ChainTrie trie, int foldAt) {
        this.classes = classes;
        this.trie = trie;
        this.foldAt = foldAt;
    }

    /** Counts the acquisition of the innermost lock of a stack, of which {@code chain} is the chain. */
    void acquired(HeldStack stack, Chain chain, int task, int level) {
        chain.acquired(stack.held(), task, level);
        if (chain.pairwise) {
            countPairs(stack, task, level);
        }
    }

    /** Whether {@link #fold} is due. */
    boolean isFull() {
        return trie.size() >= foldAt;
    }

    /** Turns all chains into nestings; every stack must be rebuilt after it. */
    void fold() {
        countUses();
        trie.forEach(this::fold);
        trie.clear();
    }

    /** Forgets all pairs counted so far, but not how often each class was used. */
    void discardPairs() {
        countUses();
        trie.clear();
        nestings = new NestingTable();
        sameClass = new SameClassPairs();
    }

    List<ClassUse> classes() {
        List<ClassUse> all = new ArrayList<>();
        for (int i = 0; i < uses.length; i++) {
            if (uses[i] != 0) {
                all.add(new ClassUse(classes.name(i), uses[i], readUses[i], tryUses[i]));
            }
        }
        all.sort(Comparator.comparing(ClassUse::lockClass));
        return all;
    }

    List<Nesting> nestings(Names names) {
        return nestings.sorted(classes, names);
    }

    List<InstanceNesting> instanceNestings(Names names) {
        return sameClass.nestings(classes, names);
    }

    List<Recursion> recursions(Names names) {
        return sameClass.recursions(classes, names);
    }

    private void countUses() {
        uses = Arrays.copyOf(uses, classes.size());
        readUses = Arrays.copyOf(readUses, classes.size());
        tryUses = Arrays.copyOf(tryUses, classes.size());
        trie.forEach(
                chain -> {
                    long count = chain.count();
                    uses[chain.lockClass] += count;
                    readUses[chain.lockClass] += Mode.read(chain.mode) ? count : 0;
                    tryUses[chain.lockClass] += Mode.tryLock(chain.mode) ? count : 0;
                });
    }

    private void fold(Chain chain) {
        if (chain.pairwise || chain.count() == 0) {
            return;
        }
        int inner = chain.depth - 1;
        Chain below = chain.parent;
        for (int outer = inner - 1; outer >= 0; outer--) {
            PairTally tally = nestings.of(below.key, chain.key);
            chain.guardsBeside(outer, guards);
            tally.guardedBy(guards);
            tally.addAll(
                    chain, chain.witness(), outer * HeldLock.WIDTH, inner * HeldLock.WIDTH);
            below = below.parent;
        }
    }

    private void countPairs(HeldStack stack, int task, int level) {
        int inner = stack.depth() - 1;
        boolean waits = !Mode.tryLock(stack.mode(inner));
        for (int outer = 0; outer < inner; outer++) {
            if (!stack.maybeSame(outer, inner)) {
                countPair(stack, outer, task, level);
            } else if (waits && stack.same(outer, inner) && isFirstOfItsMode(stack, outer)) {
                add(sameClass.recursion(stack, outer, inner), stack, outer, task, level);
                if (!Mode.read(stack.mode(outer) & stack.mode(inner))) {
                    stack.setReentered();
                }
            }
        }
    }

    private void countPair(HeldStack stack, int outer, int task, int level) {
        int inner = stack.depth() - 1;
        guardsBeside(stack, outer);
        PairTally tally =
                nestings.of(
                        Chain.key(stack.lockClass(outer), stack.mode(outer)),
                        Chain.key(stack.lockClass(inner), stack.mode(inner)));
        tally.guardedBy(guards);
        add(tally, stack, outer, task, level);
        if (stack.sameClass(outer, inner) && !Mode.tryLock(stack.mode(inner))) {
            PairTally instances = sameClass.nesting(stack, outer, inner);
            instances.guardedBy(guards);
            add(instances, stack, outer, task, level);
        }
    }

    /** An instance held three times is one recursion for each mode in which it is held. */
    private static boolean isFirstOfItsMode(HeldStack stack, int position) {
        int inner = stack.depth() - 1;
        for (int i = 0; i < position; i++) {
            if (stack.same(i, inner)
                    && Mode.read(stack.mode(i)) == Mode.read(stack.mode(position))) {
                return false;
            }
        }
        return true;
    }

    private void guardsBeside(HeldStack stack, int outer) {
        int inner = stack.depth() - 1;
        guards.clear();
        for (int i = 0; i < inner; i++) {
            if ((stack.mode(i) & (Mode.READ | Mode.HIDDEN)) == 0
                    && !stack.maybeSame(i, outer)
                    && !stack.maybeSame(i, inner)) {
                guards.add(stack.lockClass(i), stack.address(i));
            }
        }
    }

    private static void add(PairTally tally, HeldStack stack, int outer, int task, int level) {
        tally.add(
                task,
                level,
                stack.held(),
                outer * HeldLock.WIDTH,
                (stack.depth() - 1) * HeldLock.WIDTH);
    }
}
