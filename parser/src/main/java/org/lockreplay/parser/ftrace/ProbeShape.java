package org.lockreplay.parser.ftrace;

import java.util.Optional;
import java.util.function.Supplier;
import org.lockreplay.event.EventBatch;

/**
 * An event that is a tracepoint of some kernels and stands as a probe for it on others: {@code
 * (do_munmap+0x0/0x50) from=0x1000 len=0x2000}. The place in front tells the two apart.
 *
 * <p>How the probe prints its fields is asked for when the first one comes. Belongs to one parser.
 */
final class ProbeShape implements ArgumentDecoder {

    private static final String PLACE = "(";

    private final ArgumentDecoder tracepoint;
    private final Supplier<Optional<ArgumentDecoder>> asked;
    private Optional<ArgumentDecoder> probe = Optional.empty();
    private ArgumentDecoder last;

    ProbeShape(ArgumentDecoder tracepoint, Supplier<Optional<ArgumentDecoder>> probe) {
        this.tracepoint = tracepoint;
        asked = probe;
        last = tracepoint;
    }

    @Override
    public boolean decode(Arguments arguments, EventBatch batch, int row) {
        last = arguments.startsWith(PLACE) ? probe() : tracepoint;
        return last.decode(arguments, batch, row);
    }

    private ArgumentDecoder probe() {
        if (probe.isEmpty()) {
            probe = asked.get();
        }
        return probe.orElse(tracepoint);
    }

    @Override
    public String expected() {
        return last.expected();
    }
}
