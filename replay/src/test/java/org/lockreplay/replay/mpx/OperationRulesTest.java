package org.lockreplay.replay.mpx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lockreplay.replay.mpx.MpxOperation.ALLOCATION;
import static org.lockreplay.replay.mpx.MpxOperation.DISABLE;
import static org.lockreplay.replay.mpx.MpxOperation.ENABLE;
import static org.lockreplay.replay.mpx.MpxOperation.ENVIRONMENT;
import static org.lockreplay.replay.mpx.MpxOperation.REMOVAL;
import static org.lockreplay.replay.mpx.MpxOperation.VIOLATION;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The demands on one task, each broken and kept. */
class OperationRulesTest {

    @Test
    void eachOperationHoldsTheSemaphoreInItsMode() {
        assertThat(OperationRules.act(ENABLE, Hold.WRITE)).isEmpty();
        assertThat(OperationRules.act(VIOLATION, Hold.READ)).isEmpty();
        assertThat(OperationRules.act(ALLOCATION, Hold.NONE)).contains(Way.NOT_HELD);
        assertThat(OperationRules.act(REMOVAL, Hold.READ)).contains(Way.WRONG_MODE);
        assertThat(OperationRules.act(ENVIRONMENT, Hold.NONE)).isEmpty();
    }

    @Test
    void anExceptionComesFromUserSpaceWithNothingHeld() {
        Optional<MpxOperation> idle = Optional.empty();
        assertThat(OperationRules.begin(ALLOCATION, idle, Hold.NONE, Hold.NONE)).isEmpty();
        assertThat(OperationRules.begin(VIOLATION, idle, Hold.NONE, Hold.READ))
                .contains(Way.EXCEPTION_IN_KERNEL);
        assertThat(OperationRules.begin(ALLOCATION, Optional.of(ENVIRONMENT), Hold.NONE, Hold.NONE))
                .contains(Way.EXCEPTION_IN_KERNEL);
    }

    @Test
    void aPageFaultMayHappenInsideAnOperationAndAnotherOneNot() {
        Optional<MpxOperation> removal = Optional.of(REMOVAL);
        assertThat(OperationRules.begin(ENVIRONMENT, removal, Hold.WRITE, Hold.READ)).isEmpty();
        assertThat(OperationRules.begin(REMOVAL, removal, Hold.WRITE, Hold.READ))
                .contains(Way.NESTED);
        assertThat(OperationRules.begin(REMOVAL, Optional.of(ENVIRONMENT), Hold.NONE, Hold.NONE))
                .isEmpty();
    }

    @Test
    void aFaultMayWaitForWhatItsTaskHoldsForReadOnly() {
        assertThat(OperationRules.fault(Hold.WRITE)).contains(Way.FAULT_UNDER_WRITE);
        assertThat(OperationRules.fault(Hold.READ)).isEmpty();
    }

    @Test
    void managedMemoryIsUnmappedInsideTheBracket() {
        assertThat(OperationRules.unmap(true, false)).contains(Way.NO_BRACKET);
        assertThat(OperationRules.unmap(true, true)).isEmpty();
        assertThat(OperationRules.unmap(false, false)).isEmpty();
    }

    @Test
    void theOrderIsOneWay() {
        assertThat(OperationRules.askForBdSem(Hold.READ)).contains(Way.INVERSE);
        assertThat(OperationRules.askForBdSem(Hold.NONE)).isEmpty();
        assertThat(OperationRules.askForMmapSem(DISABLE, Hold.WRITE)).contains(Way.PRCTL_NESTS);
        assertThat(OperationRules.askForMmapSem(DISABLE, Hold.NONE)).isEmpty();
        assertThat(OperationRules.askForMmapSem(REMOVAL, Hold.WRITE)).isEmpty();
    }
}
