package org.lockreplay.quickjar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickJarTest {

    private static final String NAME = "org/lockreplay/quickjar/Lambdas.class";
    private static final long TIME = 1_700_000_000_000L;

    @TempDir private Path folder;

    @Test
    void whatIsNoClassStaysAndNewClassesFollow() throws IOException {
        Path jar = jar("a.jar");

        QuickJar.rewrite(jar);

        List<String> names = names(jar);
        assertThat(names)
                .startsWith("META-INF/MANIFEST.MF", "data/", "data/text", NAME)
                .hasSizeGreaterThan(25);
        assertThat(names.subList(4, names.size())).allMatch(name -> name.contains("$Lambda"));
        try (ZipFile file = new ZipFile(jar.toFile());
                InputStream text = file.getInputStream(file.getEntry("data/text"))) {
            assertThat(text).hasContent("as it was");
            assertThat(file.stream()).allMatch(entry -> entry.getTime() == TIME);
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.quick");
    }

    @Test
    void theSameJarGivesTheSameBytes() throws IOException {
        Path one = jar("one.jar");
        Path other = jar("other.jar");

        QuickJar.main(new String[] {one.toString()});
        QuickJar.main(new String[] {other.toString()});

        assertThat(one).hasSameBinaryContentAs(other);
    }

    @Test
    void anythingButOneJarIsRefused() {
        assertThatThrownBy(() -> QuickJar.main(new String[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one argument");
    }

    private Path jar(String name) throws IOException {
        Path jar = folder.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream content = QuickJarTest.class.getResourceAsStream("/" + NAME)) {
            put("META-INF/MANIFEST.MF", bytes("Manifest-Version: 1.0\n"), out);
            put("data/", new byte[0], out);
            put("data/text", bytes("as it was"), out);
            put(NAME, content.readAllBytes(), out);
        }
        return jar;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void put(String name, byte[] content, JarOutputStream out) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(TIME);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }

    private static List<String> names(Path jar) throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipFile file = new ZipFile(jar.toFile())) {
            file.stream().forEach(entry -> names.add(entry.getName()));
        }
        return names;
    }
}
