package org.lockreplay.quickjar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class LambdaClassesTest {

    private static final String NAME = "org/lockreplay/quickjar/Lambdas";

    @Test
    void classesSayWhatLambdasSaid() throws Exception {
        Map<String, byte[]> classes = classes();
        classes.putAll(new LambdaClasses(classes).unfold());

        Class<?> unfolded = new LoadedFrom(classes).loadClass(NAME.replace('/', '.'));
        Object made = unfolded.getDeclaredConstructor().newInstance();

        assertThat(unfolded).isNotEqualTo(Lambdas.class);
        List<String> expected = new Lambdas().call();
        assertThat(expected).contains("java.lang.IllegalStateException: thrown", "refused");
        assertThat(((Callable<?>) made).call()).isEqualTo(expected);
    }

    @Test
    void noPlaceIsLeftThatTheMachineMustLink() throws IOException {
        Map<String, byte[]> classes = classes();
        assertThat(dynamicPlaces(classes)).hasSizeGreaterThan(25);

        Map<String, byte[]> made = new LambdaClasses(classes).unfold();

        assertThat(dynamicPlaces(classes)).isEmpty();
        assertThat(dynamicPlaces(made)).isEmpty();
        assertThat(made).hasSizeGreaterThan(25);
    }

    @Test
    void aSecondTimeChangesNothing() throws IOException {
        Map<String, byte[]> classes = classes();
        new LambdaClasses(classes).unfold();
        Map<String, byte[]> once = new TreeMap<>(classes);

        assertThat(new LambdaClasses(classes).unfold()).isEmpty();
        assertThat(classes.keySet()).isEqualTo(once.keySet());
        assertThat(classes)
                .allSatisfy(
                        (name, content) ->
                                assertThat(Arrays.equals(content, once.get(name))).isTrue());
    }

    @Test
    void aClassFromBeforeNestsKeepsItsLambdas() throws IOException {
        byte[] old = classes().get(NAME);
        old[7] = Opcodes.V1_8;
        Map<String, byte[]> classes = new TreeMap<>(Map.of(NAME, old));

        assertThat(new LambdaClasses(classes).unfold()).isEmpty();
        assertThat(Arrays.equals(classes.get(NAME), old)).isTrue();
    }

    private static Map<String, byte[]> classes() throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        for (String name : List.of(NAME, NAME + "$Joining", NAME + "$Inner", NAME + "$Making")) {
            try (InputStream stream =
                    LambdaClassesTest.class.getResourceAsStream("/" + name + ".class")) {
                classes.put(name, stream.readAllBytes());
            }
        }
        return classes;
    }

    private static List<String> dynamicPlaces(Map<String, byte[]> classes) {
        List<String> places = new ArrayList<>();
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
                            public void visitInvokeDynamicInsn(
                                    String name,
                                    String descriptor,
                                    Handle bootstrap,
                                    Object... arguments) {
                                places.add(method + " " + name);
                            }
                        };
                    }
                };
        classes.values().forEach(content -> new ClassReader(content).accept(visitor, 0));
        return places;
    }
}
