package org.lockreplay.quickjar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;

class OldClassesTest {

    private static final String NAME = "org/lockreplay/quickjar/Old";
    private static final String PARENT = NAME + "Parent";

    @Test
    void aClassOfJava5GetsFramesAndDoesTheSame() throws Exception {
        Map<String, byte[]> classes = new TreeMap<>();
        classes.put(PARENT, simple(Opcodes.V1_5, PARENT, "java/lang/Object"));
        classes.put(NAME + "One", simple(Opcodes.V1_5, NAME + "One", PARENT));
        classes.put(NAME + "Other", simple(Opcodes.V1_5, NAME + "Other", PARENT));
        classes.put(NAME, choosing());

        new OldClasses(classes).renew();

        assertThat(classes.values()).allMatch(content -> content[7] == Opcodes.V1_8);
        LoadedFrom loader = new LoadedFrom(classes);
        Object choosing =
                loader.loadClass(NAME.replace('/', '.')).getDeclaredConstructor().newInstance();
        @SuppressWarnings("unchecked")
        Function<Object, Object> function = (Function<Object, Object>) choosing;
        assertThat(function.apply("x").getClass().getSimpleName()).isEqualTo("OldOne");
        assertThat(function.apply(1).getClass().getSimpleName()).isEqualTo("OldOther");
    }

    @Test
    void aClassThatHasFramesStaysAsItIs() {
        byte[] content = simple(Opcodes.V1_7, NAME, "java/lang/Object");
        Map<String, byte[]> classes = new TreeMap<>(Map.of(NAME, content));

        new OldClasses(classes).renew();

        assertThat(classes.get(NAME)).isSameAs(content);
    }

    @Test
    void classesHaveInCommonWhatBothDescendFrom() {
        Map<String, byte[]> classes = new TreeMap<>();
        classes.put(PARENT, simple(Opcodes.V1_5, PARENT, "java/util/AbstractList"));
        classes.put(NAME, simple(Opcodes.V1_5, NAME, PARENT));
        Ancestry ancestry = new Ancestry(classes);

        assertThat(ancestry.common(NAME, PARENT)).isEqualTo(PARENT);
        assertThat(ancestry.common(NAME, "java/util/ArrayList"))
                .isEqualTo("java/util/AbstractList");
        assertThat(ancestry.common(NAME, "java/util/AbstractSet"))
                .isEqualTo("java/util/AbstractCollection");
        assertThat(ancestry.common(NAME, "java/util/List")).isEqualTo("java/lang/Object");
        assertThat(ancestry.common("java/util/List", NAME)).isEqualTo("java/lang/Object");
    }

    private static byte[] simple(int version, String name, String parent) {
        ClassWriter writer = started(version, name, parent);
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** {@code apply} answers one of two classes from a place where two ways meet. */
    private static byte[] choosing() {
        ClassWriter writer =
                started(Opcodes.V1_5, NAME, "java/lang/Object", "java/util/function/Function");
        GeneratorAdapter code =
                new GeneratorAdapter(
                        Opcodes.ACC_PUBLIC,
                        Method.getMethod("Object apply (Object)"),
                        null,
                        null,
                        writer);
        Type parent = Type.getObjectType(PARENT);
        int chosen = code.newLocal(parent);
        Label other = code.newLabel();
        Label end = code.newLabel();
        code.loadArg(0);
        code.instanceOf(Type.getType(String.class));
        code.ifZCmp(GeneratorAdapter.EQ, other);
        make(code, NAME + "One");
        code.goTo(end);
        code.mark(other);
        make(code, NAME + "Other");
        code.mark(end);
        code.storeLocal(chosen, parent);
        code.loadLocal(chosen, parent);
        code.invokeVirtual(parent, Method.getMethod("int hashCode ()"));
        code.pop();
        code.loadLocal(chosen, parent);
        code.returnValue();
        code.endMethod();
        writer.visitEnd();
        assertThat(new ClassReader(writer.toByteArray()).readUnsignedShort(6))
                .isEqualTo(Opcodes.V1_5);
        return writer.toByteArray();
    }

    private static void make(GeneratorAdapter code, String name) {
        Type type = Type.getObjectType(name);
        code.newInstance(type);
        code.dup();
        code.invokeConstructor(type, Method.getMethod("void <init> ()"));
    }

    private static ClassWriter started(
            int version, String name, String parent, String... interfaces) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(version, Opcodes.ACC_PUBLIC, name, null, parent, interfaces);
        GeneratorAdapter code =
                new GeneratorAdapter(
                        Opcodes.ACC_PUBLIC, Method.getMethod("void <init> ()"), null, null, writer);
        code.loadThis();
        code.invokeConstructor(Type.getObjectType(parent), Method.getMethod("void <init> ()"));
        code.returnValue();
        code.endMethod();
        return writer;
    }
}
