package org.lockreplay.quickjar;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** Lambdas and method references of every kind, for {@link LambdaClassesTest} to unfold. */
public final class Lambdas implements Callable<List<String>> {

    private final List<String> said = new ArrayList<>();
    private final String own = "own";

    /** An interface with a generic method's bound, so that what comes in must be cast. */
    interface Joining<T extends CharSequence> {
        String join(T one, T other);

        default Joining<T> turned() {
            return (left, right) -> join(right, left) + hidden(() -> "!");
        }

        private String hidden(Supplier<String> end) {
            return end.get();
        }
    }

    private static final class Inner {

        private final Supplier<String> text;

        private Inner(String text, long count, double share) {
            this.text = () -> text + count + share;
        }

        private String text() {
            return text.get();
        }
    }

    interface Making {
        Inner make(String text, long count, double share);
    }

    /** What the lambdas say, one after the other. */
    @Override
    public List<String> call() {
        capturing("a", (byte) 1, 'c', 3, 4L, 5.5f, 6.5, true);
        adapting();
        referring();
        escaping();
        return said;
    }

    private void capturing(
            String text,
            byte small,
            char letter,
            int whole,
            long large,
            float share,
            double half,
            boolean flag) {
        Supplier<String> all =
                () -> own + text + small + letter + whole + large + share + half + flag;
        said.add(all.get());
        Supplier<Supplier<String>> nested = () -> () -> text + large;
        said.add(nested.get().get());
        Runnable silent = () -> said.add(text);
        silent.run();
    }

    private void adapting() {
        ToLongFunction<Integer> widened = Integer::intValue;
        said.add("" + widened.applyAsLong(7));
        ToDoubleFunction<Character> letter = Character::charValue;
        said.add("" + letter.applyAsDouble('b'));
        IntFunction<Integer> boxed = value -> value + 1;
        said.add("" + boxed.apply(7));
        IntFunction<Object> boxedAsObject = Lambdas::twice;
        said.add("" + boxedAsObject.apply(7));
        ToIntFunction<Integer> unboxed = value -> value;
        said.add("" + unboxed.applyAsInt(8));
        Function<Integer, Long> both = Lambdas::thrice;
        said.add("" + both.apply(9));
        Predicate<String> flag = String::isEmpty;
        said.add("" + flag.test(""));
        Function<String, Boolean> boxedFlag = String::isEmpty;
        said.add("" + boxedFlag.apply("x"));
        IntPredicate odd = value -> value % 2 == 1;
        said.add("" + odd.test(3));
        Runnable dropsLong = this::large;
        dropsLong.run();
        LongSupplier wide = this::large;
        said.add("" + wide.getAsLong());
        IntSupplier length = own::length;
        said.add("" + length.getAsInt());
    }

    private void referring() {
        Function<String, StringBuilder> made = StringBuilder::new;
        said.add(made.apply("new").reverse().toString());
        IntFunction<String[]> array = String[]::new;
        said.add("" + array.apply(5).length);
        Making making = Inner::new;
        said.add(making.make("inner", 1L, 0.5).text());
        BiFunction<List<String>, String, Boolean> added = List::add;
        said.add("" + added.apply(new ArrayList<>(), "x"));
        List<String> kept = new ArrayList<>(List.of("b", "c", "a"));
        kept.sort(Comparator.comparing(String::length).thenComparing(Comparator.reverseOrder()));
        said.add(kept.toString());
        Function<List<Integer>, Integer> greatest = Collections::max;
        said.add("" + greatest.apply(List.of(1, 3, 2)));
        Joining<String> joining = String::concat;
        said.add(joining.turned().join("one", "other"));
        Supplier<String> parent = super::toString;
        said.add("" + parent.get().startsWith(getClass().getName()));
        Supplier<Object> copied = kept.toArray(new String[0])::clone;
        said.add("" + ((Object[]) copied.get()).length);
    }

    /** What is thrown comes out, and a value of a wrong type is refused where it always was. */
    private void escaping() {
        Supplier<String> failing =
                () -> {
                    throw new IllegalStateException("thrown");
                };
        try {
            said.add(failing.get());
        } catch (IllegalStateException thrown) {
            said.add(thrown.toString());
        }
        Function<String, Integer> length = String::length;
        try {
            said.add("" + unchecked(length).apply(1));
        } catch (ClassCastException refused) {
            said.add("refused");
        }
        Supplier<String> once = () -> "same";
        said.add("" + (once == again(once)));
    }

    @SuppressWarnings("unchecked")
    private static Function<Object, Object> unchecked(Function<?, ?> of) {
        return (Function<Object, Object>) of;
    }

    private static <T> T again(T value) {
        return value;
    }

    private static int twice(int value) {
        return 2 * value;
    }

    private static long thrice(long value) {
        return 3 * value;
    }

    private long large() {
        said.add("large");
        return Long.MAX_VALUE;
    }
}
