package org.lockreplay.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lockreplay.replay.lock.InstanceView;
import org.lockreplay.summary.LockOrderSummary;

class CaseTest {

    @Test
    void secondLooksAreTakenInTheOrderOfTheTraces() {
        Map<Integer, InstanceView> views = new HashMap<>();
        for (int trace = 400; trace >= 0; trace -= 7) {
            views.put(trace, new InstanceView(Map.of(), Map.of(), List.of()));
        }

        Case judged = Case.of(LockOrderSummary.EMPTY, CheckOptions.shipped()).with(views);

        assertThat(List.copyOf(judged.views().keySet())).isSorted();
    }
}
