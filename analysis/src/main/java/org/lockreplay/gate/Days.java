package org.lockreplay.gate;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonValue;

/** The form of days in files that people edit. */
final class Days {

    private Days() {}

    static LocalDate of(JsonValue value) throws JsonException {
        try {
            return LocalDate.parse(value.text());
        } catch (DateTimeParseException wrong) {
            throw value.unexpected("a day like '2026-12-31'", "'" + value.text() + "'");
        }
    }
}
