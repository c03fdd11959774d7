package org.lockreplay.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** The values of an option that takes one of a few words: the constants of an enum, small. */
final class Choice<E extends Enum<E>> implements ITypeConverter<E> {

    private final E[] values;

    private Choice(Class<E> type) {
        this.values = type.getEnumConstants();
    }

    /** An option that takes the name of a constant; its value is the constant. */
    static <E extends Enum<E>> OptionSpec option(String name, E initial, String description) {
        Choice<E> choice = new Choice<>(initial.getDeclaringClass());
        return OptionSpec.builder(name)
                .type(initial.getDeclaringClass())
                .converters(choice)
                .completionCandidates(choice.words())
                .paramLabel(String.join("|", choice.words()))
                .defaultValue(word(initial))
                .description(description + " (default: " + word(initial) + ")")
                .build();
    }

    /** The constant of this name. */
    static <E extends Enum<E>> E of(Class<E> type, String word) {
        return new Choice<>(type).convert(word);
    }

    /** The words of an option that has no value unless it is given. */
    static <E extends Enum<E>> Choice<E> of(Class<E> type) {
        return new Choice<>(type);
    }

    /** The same words, for a sentence. */
    static <E extends Enum<E>> String words(Class<E> type) {
        return String.join(", ", new Choice<>(type).words());
    }

    @Override
    public E convert(String word) {
        return Arrays.stream(values)
                .filter(value -> word(value).equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new TypeConversionException(
                                        "expected "
                                                + String.join(", ", words())
                                                + ", found '"
                                                + word
                                                + "'"));
    }

    private List<String> words() {
        return Arrays.stream(values).map(Choice::word).toList();
    }

    /** The constant as options spell it: small, with hyphens. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
