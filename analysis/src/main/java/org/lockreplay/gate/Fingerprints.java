package org.lockreplay.gate;

import java.util.regex.Pattern;
import org.lockreplay.json.JsonException;
import org.lockreplay.json.JsonValue;

/** The form of a finding's fingerprint in files that people edit. */
final class Fingerprints {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");

    private Fingerprints() {}

    /** The text of {@code value}, which must be a fingerprint. */
    static String checked(JsonValue value) throws JsonException {
        if (!FORM.matcher(value.text()).matches()) {
            throw value.unexpected(
                    "a fingerprint of 16 hex digits, as reports print it",
                    "'" + value.text() + "'");
        }
        return value.text();
    }
}
