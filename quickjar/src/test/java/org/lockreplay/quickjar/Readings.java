package org.lockreplay.quickjar;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.lockreplay.quickjar.other.Elsewhere;

/** Accessors of every kind, and methods that look like some, for {@link PlainReadsTest}. */
public final class Readings implements Callable<List<String>> {

    private final List<String> said = new ArrayList<>();

    /** Each of its methods only reads. */
    private static final class Plain {

        private final long number;
        private final byte[] small = {-1, 2};
        private final long[] large = {1L << 40, 3};
        private final String[] texts = {"zero", "one"};
        private final Point point;
        private Plain inner;

        private Plain(long number, Plain inner) {
            this.number = number;
            this.inner = inner;
            point = new Point((int) number, 2.5);
        }

        long number() {
            return number;
        }

        private Plain inner() {
            return inner;
        }

        long numberOfInner() {
            return inner().number();
        }

        double y() {
            return point.y();
        }

        int small(int index) {
            return small[index];
        }

        long large(int index) {
            return large[index];
        }

        String text(int index) {
            return texts[index];
        }
    }

    private record Point(int x, double y) {}

    /** Others override its method. */
    private static class Open {

        String name = "open";

        String name() {
            return name;
        }

        final String fixedName() {
            return name;
        }
    }

    private static final class Overriding extends Open {

        private final String ownName = "overriding".trim();

        @Override
        String name() {
            return ownName;
        }

        String nameAbove() {
            return super.name();
        }
    }

    /** None of its methods only reads. */
    private static final class Busy {

        private static int all = 7;

        private int count = 5;
        private final Integer boxed = 6;
        private final char[] signs = {'a', 'b'};

        int next() {
            return count++;
        }

        int negative() {
            return -count;
        }

        Object asObject() {
            return boxed;
        }

        int ofAll() {
            return all;
        }

        synchronized int locked() {
            return count;
        }

        int second(int first, int index) {
            return signs[first + index];
        }

        int sign(int index) {
            return signs[index];
        }
    }

    @Override
    public List<String> call() {
        Plain plain = new Plain(4, new Plain(9, null));
        say(plain.number(), plain.inner().number(), plain.numberOfInner(), plain.y());
        say(plain.small(0), plain.small(1), plain.large(0), plain.text(1), plain.point.x());
        said.add(thrown(() -> plain.inner().numberOfInner()));
        said.add(thrown(() -> plain.inner().inner().number()));
        said.add(thrown(() -> plain.text(2)));
        Overriding overriding = new Overriding();
        Open open = overriding;
        say(open.name(), open.fixedName(), overriding.name(), overriding.nameAbove());
        say(overriding.fixedName(), new Open().name());
        Busy busy = new Busy();
        say(busy.next(), busy.next(), busy.negative(), busy.asObject(), busy.ofAll());
        say(busy.locked(), busy.second(0, 1), busy.sign(0));
        Elsewhere elsewhere = new Elsewhere("away");
        say(elsewhere.name(), elsewhere.hidden().toString(), elsewhere.nameOfHidden());
        return said;
    }

    private void say(Object... values) {
        for (Object value : values) {
            said.add(String.valueOf(value));
        }
    }

    private static String thrown(Callable<?> call) {
        try {
            return "nothing, but " + call.call();
        } catch (NullPointerException | ArrayIndexOutOfBoundsException thrown) {
            return thrown.getClass().getName();
        } catch (Exception other) {
            throw new IllegalStateException(other);
        }
    }
}
