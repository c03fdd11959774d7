package org.lockreplay.protocol.file;

import java.util.ArrayList;
import java.util.List;

/** The steps inside of others. */
final class Steps {

    private Steps() {}

    /** The steps that stand in this one, on all its ways. */
    static List<Step> within(Step step) {
        List<Step> inner = new ArrayList<>();
        if (step instanceof Step.Try one) {
            inner.addAll(one.taken());
            inner.addAll(one.failed());
        } else if (step instanceof Step.If one) {
            inner.addAll(one.yes());
            inner.addAll(one.no());
        } else if (step instanceof Step.Maybe one) {
            inner.addAll(one.steps());
        } else if (step instanceof Step.Repeat one) {
            inner.addAll(one.steps());
        }
        return inner;
    }
}
