package org.lockreplay.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The value of an option that is a whole number from 1 to 2,147,483,647. */
final class Positive implements ITypeConverter<Integer> {

    @Override
    public Integer convert(String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException none) {
            throw wrong(value);
        }
        throw wrong(value);
    }

    private static TypeConversionException wrong(String value) {
        return new TypeConversionException(
                "expected a whole number from 1 to %d, found '%s'"
                        .formatted(Integer.MAX_VALUE, value));
    }
}
