package org.lockreplay.quickjar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class PlainReadsTest {

    private static final String NAME = "org/lockreplay/quickjar/Readings";
    private static final String ELSEWHERE = "org/lockreplay/quickjar/other/Elsewhere";

    private static final List<String> NAMES =
            List.of(
                    NAME,
                    NAME + "$Plain",
                    NAME + "$Point",
                    NAME + "$Open",
                    NAME + "$Overriding",
                    NAME + "$Busy",
                    ELSEWHERE,
                    ELSEWHERE + "$Hidden");

    @Test
    void readsSayWhatCallsSaid() throws Exception {
        Map<String, byte[]> classes = classes();
        new PlainReads(classes).inline();

        Class<?> inlined = new LoadedFrom(classes).loadClass(NAME.replace('/', '.'));
        Object made = inlined.getDeclaredConstructor().newInstance();

        assertThat(inlined).isNotEqualTo(Readings.class);
        List<String> expected = new Readings().call();
        assertThat(expected)
                .contains(
                        "overriding",
                        "java.lang.NullPointerException",
                        "java.lang.ArrayIndexOutOfBoundsException");
        assertThat(((Callable<?>) made).call()).isEqualTo(expected);
    }

    @Test
    void whatOnlyReadsIsNoLongerCalledAndAllElseIs() throws IOException {
        Map<String, byte[]> classes = classes();
        Set<String> plain =
                Set.of(
                        "Readings$Plain.number",
                        "Readings$Plain.inner",
                        "Readings$Plain.numberOfInner",
                        "Readings$Plain.y",
                        "Readings$Plain.small",
                        "Readings$Plain.large",
                        "Readings$Plain.text",
                        "Readings$Point.x",
                        "Readings$Point.y",
                        "Readings$Open.fixedName",
                        "Readings$Overriding.name",
                        "Elsewhere.name");
        Set<String> before = called(classes);
        assertThat(before).containsAll(plain);

        new PlainReads(classes).inline();

        Set<String> rest = new TreeSet<>(before);
        rest.removeAll(plain);
        assertThat(called(classes)).isEqualTo(rest);
        assertThat(rest)
                .contains(
                        "Readings$Open.name",
                        "Readings$Busy.next",
                        "Readings$Busy.negative",
                        "Readings$Busy.asObject",
                        "Readings$Busy.ofAll",
                        "Readings$Busy.locked",
                        "Readings$Busy.second",
                        "Readings$Busy.sign",
                        "Elsewhere.nameOfHidden");
    }

    @Test
    void aSecondTimeChangesNothing() throws IOException {
        Map<String, byte[]> classes = classes();
        new PlainReads(classes).inline();
        Map<String, byte[]> once = new TreeMap<>(classes);

        new PlainReads(classes).inline();

        assertThat(classes)
                .allSatisfy(
                        (name, content) ->
                                assertThat(Arrays.equals(content, once.get(name))).isTrue());
    }

    @Test
    void aClassThatIsAnotherOneForSomeReleasesIsCalledAsBefore() throws IOException {
        Map<String, byte[]> classes = classes();
        String plain = NAME + "$Plain";
        classes.put("META-INF/versions/21/" + plain, classes.get(plain));

        new PlainReads(classes).inline();

        assertThat(called(classes))
                .contains("Readings$Plain.number", "Readings$Plain.text")
                .doesNotContain("Readings$Point.x");
    }

    private static Map<String, byte[]> classes() throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        for (String name : NAMES) {
            try (InputStream stream =
                    PlainReadsTest.class.getResourceAsStream("/" + name + ".class")) {
                classes.put(name, stream.readAllBytes());
            }
        }
        return classes;
    }

    /** The methods of these classes that they call of objects, each with its class. */
    private static Set<String> called(Map<String, byte[]> classes) {
        Set<String> called = new TreeSet<>();
        ClassVisitor visitor =
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access,
                            String method,
                            String descriptor,
                            String signature,
                            String[] thrown) {
                        return new MethodVisitor(Opcodes.ASM9) {
                            @Override
                            public void visitMethodInsn(
                                    int opcode,
                                    String owner,
                                    String name,
                                    String descriptor,
                                    boolean ofAny) {
                                if (opcode == Opcodes.INVOKEVIRTUAL && classes.containsKey(owner)) {
                                    String simple = owner.substring(owner.lastIndexOf('/') + 1);
                                    called.add(simple + "." + name);
                                }
                            }
                        };
                    }
                };
        classes.values().forEach(content -> new ClassReader(content).accept(visitor, 0));
        return called;
    }
}
