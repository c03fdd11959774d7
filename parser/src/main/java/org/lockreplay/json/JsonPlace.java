package org.lockreplay.json;

import com.fasterxml.jackson.core.JsonLocation;

/** A place in a JSON text; line and column count from 1. */
record JsonPlace(String source, int line, int column) {

    /** The parser has no column yet where a text is empty. */
    static JsonPlace of(String source, JsonLocation location) {
        return new JsonPlace(source, location.getLineNr(), Math.max(1, location.getColumnNr()));
    }
}
