package org.lockreplay.protocol.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A protocol as it would be written by hand, for tests to read or to spoil. */
final class Written {

    static final String TWO_LOCKS =
            """
            {"schema": "lockreplay-protocol/1", "name": "two", "title": "two locks",
             "locks": [{"name": "a", "kind": "rwsem", "aliases": ["&x->a"]},
                       {"name": "b", "kind": "mutex"}],
             "order": ["a", "b"],
             "routines": {"both": [{"lock": "a", "mode": "read"}, {"lock": "b"}]},
             "operations": [
               {"name": "one", "steps": [{"call": "both"},
                 {"unlock": "b"}, {"unlock": "a", "mode": "read"}]}],
             "nestings": [{"case": 1, "name": "n", "outer": "a", "outerMode": "read",
                           "inner": "b", "innerMode": "write"}],
             "properties": [{"name": "p", "rule": "deadlock"}],
             "variants": [{"name": "v", "what": "w",
                           "edits": [{"remove": "both/mutex_lock(b)"}]}]}
            """;

    private Written() {}

    static Protocol read(String text) throws IOException {
        return ProtocolReader.read(
                "p.json", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
