package org.lockreplay.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lockreplay.event.Context;
import org.lockreplay.event.Origin;

class WordsTest {

    @Test
    void aTaskIsCalledByNameAndPid() {
        assertThat(Words.task(origin("sh", 55))).isEqualTo("sh/55 on CPU 1");
    }

    @Test
    void aTaskWithoutANameIsCalledByItsPid() {
        assertThat(Words.task(origin("", 55))).isEqualTo("task 55 on CPU 1");
    }

    @Test
    void aLineWithoutATaskSaysSo() {
        assertThat(Words.task(origin("", -1))).isEqualTo("an unknown task on CPU 1");
    }

    private static Origin origin(String task, int pid) {
        return new Origin(7, 1_000, pid, task, 1, Context.UNKNOWN);
    }
}
