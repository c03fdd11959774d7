package org.lockreplay.check;

import org.lockreplay.replay.lock.InterruptUse;

/** The two kinds of interrupts that can take locks, each with the rule on them. */
enum Interrupt {
    HARDIRQ(
            "hardirq-inversion",
            "hardirq",
            InterruptUse.Kind.IN_HARDIRQ,
            InterruptUse.Kind.HARDIRQS_ON),
    SOFTIRQ(
            "softirq-inversion",
            "softirq",
            InterruptUse.Kind.IN_SOFTIRQ,
            InterruptUse.Kind.SOFTIRQS_ON);

    private final String rule;
    private final String label;
    private final InterruptUse.Kind in;
    private final InterruptUse.Kind on;

    Interrupt(String rule, String label, InterruptUse.Kind in, InterruptUse.Kind on) {
        this.rule = rule;
        this.label = label;
        this.in = in;
        this.on = on;
    }

    /** The id of its findings. */
    String rule() {
        return rule;
    }

    String label() {
        return label;
    }

    /** Asked for in it. */
    InterruptUse.Kind in() {
        return in;
    }

    /** Held while it can come. */
    InterruptUse.Kind on() {
        return on;
    }
}
