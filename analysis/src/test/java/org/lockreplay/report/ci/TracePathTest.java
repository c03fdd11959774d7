package org.lockreplay.report.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracePathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "traces/a.trace.xz",
                "a b/100%/[x]#?.trace",
                "c:d.trace",
                "../up/\u00fc\u6f22\ud83d\udd12.trace",
                "back\\slash",
                "new\nline",
                "/absolute/with space.trace",
                "-"
            })
    void aUriGivesItsPathBack(String path) {
        URI uri = URI.create(TracePath.uri(path));
        assertThat(uri.getPath()).isEqualTo(path);
        assertThat(uri.isAbsolute()).isEqualTo(path.startsWith("/"));
    }

    @Test
    void aRelativePathNeedsNoDotInFront() {
        assertThat(TracePath.tidy("./a/b")).isEqualTo("a/b");
        assertThat(TracePath.tidy(".//./a")).isEqualTo("a");
        assertThat(TracePath.tidy("../a")).isEqualTo("../a");
        assertThat(TracePath.tidy(".hidden")).isEqualTo(".hidden");
        assertThat(TracePath.uri("./a b")).isEqualTo("a%20b");
    }
}
