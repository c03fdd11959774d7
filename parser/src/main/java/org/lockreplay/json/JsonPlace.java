package org.lockreplay.json;

import com.fasterxml.jackson.core.JsonLocation;

/** A place in a JSON text; line and column count from 1. */
record JsonPlace(String source, int line, int column) {

    static JsonPlace of(String source, JsonLocation location) {
        return new JsonPlace(source, location.getLineNr(), location.getColumnNr());
    }
}
