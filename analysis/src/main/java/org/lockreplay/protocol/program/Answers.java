package org.lockreplay.protocol.program;

/** Outcomes by the number of their question. Open addressing; not thread-safe. */
final class Answers {

    /** What stands for no answer yet. */
    static final Memory.Outcome UNKNOWN = new Memory.Outcome(-1, -1, 0);

    private long[] questions = new long[1 << 10];
    private Memory.Outcome[] outcomes = new Memory.Outcome[1 << 10];
    private int size;

    Memory.Outcome find(long question) {
        int at = slot(question);
        return outcomes[at] == null ? UNKNOWN : outcomes[at];
    }

    /** Adds an answer that is not there. */
    void add(long question, Memory.Outcome outcome) {
        int at = slot(question);
        questions[at] = question;
        outcomes[at] = outcome;
        if (++size * 2 > outcomes.length) {
            grow();
        }
    }

    private int slot(long question) {
        int mask = outcomes.length - 1;
        int at = Mixing.mix(question) & mask;
        while (outcomes[at] != null && questions[at] != question) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldQuestions = questions;
        Memory.Outcome[] oldOutcomes = outcomes;
        questions = new long[oldQuestions.length * 2];
        outcomes = new Memory.Outcome[oldOutcomes.length * 2];
        for (int i = 0; i < oldOutcomes.length; i++) {
            if (oldOutcomes[i] != null) {
                int at = slot(oldQuestions[i]);
                questions[at] = oldQuestions[i];
                outcomes[at] = oldOutcomes[i];
            }
        }
    }
}
