package org.lockreplay.parser;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lockreplay.event.Names;
import org.lockreplay.parser.dialect.Dialects;
import org.lockreplay.parser.ftrace.Bytes;
import org.lockreplay.parser.ftrace.EventParser;
import org.lockreplay.parser.ftrace.TextParser;

/** The hot loop makes no object for a line whose names it has seen, in any form of the text. */
class AllocationTest {

    private static final int ROUNDS = 200;

    private static List<String> excerpts() {
        return Excerpts.READABLE;
    }

    private static long allocatedBy(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(id);
        work.run();
        return threads.getThreadAllocatedBytes(id) - before;
    }

    @ParameterizedTest
    @MethodSource("excerpts")
    void aLineLikeTheLinesBeforeItMakesNoObject(String name) {
        String excerpt = Excerpts.text(name).replaceAll("(?m)-\\d+ ", "-4194303 ");
        byte[] text = excerpt.getBytes(StandardCharsets.UTF_8);
        byte[] slacked = Arrays.copyOf(text, text.length + Bytes.SLACK);
        TextParser parser = new TextParser(new EventParser(new Names(), Dialects.shipped()));
        Runnable parse = () -> parser.parse(slacked, 0, text.length);
        parse.run();
        long lines = ROUNDS * excerpt.lines().count();
        long allocated =
                allocatedBy(
                        () -> {
                            for (int round = 0; round < ROUNDS; round++) {
                                parse.run();
                            }
                        });
        assertThat(allocated).as("bytes allocated for %d lines", lines).isLessThan(lines);
    }
}
