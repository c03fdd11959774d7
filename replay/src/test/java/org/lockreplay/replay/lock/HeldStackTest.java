package org.lockreplay.replay.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lockreplay.event.EventBatch;
import org.lockreplay.event.Mode;
import org.lockreplay.event.Names;

/** What a stack holds, where its locks are never released. */
class HeldStackTest {

    private static final int KEPT = 0;
    private static final int RELEASED = 1;

    private final LockClasses classes = new LockClasses(TraceScript::alias);
    private final ChainTrie trie = new ChainTrie(classes, new Scrutiny(classes, Wanted.NOTHING));
    private final HeldStack stack = new HeldStack(trie, 1);

    @Test
    void ofAClassThatIsNeverReleasedTheOutermostLockAndTheInnermostStay() {
        classes.intern("kept");
        classes.intern("released");
        for (int address = 1; address <= 100; address++) {
            push(KEPT, address);
        }
        push(RELEASED, 1);
        assertThat(stack.isDeep()).isTrue();
        stack.thin(lockClass -> lockClass == RELEASED);
        assertThat(stack.isDeep()).isFalse();
        List<Long> left = new ArrayList<>();
        for (int i = 0; i < stack.depth(); i++) {
            left.add(stack.address(i));
        }
        assertThat(left).hasSize(HeldLock.LOCKDEP_DEPTH + 1).startsWith(1L, 54L).endsWith(100L, 1L);
        assertThat(stack.chain().depth).isEqualTo(stack.depth());
        assertThat(stack.chain().lockClass).isEqualTo(RELEASED);
    }

    @Test
    void whatIsReleasedStaysAndMayGrowToTwiceAsMuch() {
        classes.intern("kept");
        classes.intern("released");
        for (int address = 1; address <= 100; address++) {
            push(RELEASED, address);
        }
        stack.thin(lockClass -> lockClass == RELEASED);
        assertThat(stack.depth()).isEqualTo(100);
        assertThat(stack.isDeep()).isFalse();
    }

    private void push(int lockClass, long address) {
        EventBatch batch = new EventBatch(new Names());
        TraceScript.add(TraceScript.steps("7 acquire x@1").get(0), batch);
        stack.push(batch, 0, address, lockClass, Mode.READ);
    }
}
