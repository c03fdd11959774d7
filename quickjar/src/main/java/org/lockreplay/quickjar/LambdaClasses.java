package org.lockreplay.quickjar;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes a class of every lambda and method reference.
 *
 * <p>The machine makes such a class when it first meets the place, which takes it ten times as long
 * as loading one from an archive, even where the archive has it; and what the quick compiler makes
 * of the place afterwards calls into the machine for each object. A class that stands in the jar
 * has neither cost. It belongs to the nest of its host, so private methods stay private.
 */
final class LambdaClasses {

    /** Where a class file has its version. */
    private static final int VERSION = 4;

    /** Of Java 11, the first with nests. */
    private static final int FIRST_WITH_NESTS = Opcodes.V11;

    private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";

    private final Map<String, byte[]> classes;
    private final Map<String, byte[]> made = new TreeMap<>();
    private final Map<String, Set<String>> membersByHost = new TreeMap<>();

    /**
     * @param classes by name, as {@code java/lang/String}; {@link #unfold} replaces contents
     */
    LambdaClasses(Map<String, byte[]> classes) {
        this.classes = classes;
    }

    /** The new classes by name. Those that had the lambdas are replaced in the map given. */
    Map<String, byte[]> unfold() {
        classes.replaceAll((name, content) -> unfold(content));
        membersByHost.forEach(
                (host, members) -> classes.compute(host, (name, old) -> joined(old, members)));
        return made;
    }

    private byte[] unfold(byte[] content) {
        ClassReader reader = new ClassReader(content);
        ClassWriter writer = new ClassWriter(reader, 0);
        Unfolding unfolding = new Unfolding(reader, writer);
        reader.accept(unfolding, 0);
        return unfolding.count == 0 ? content : writer.toByteArray();
    }

    /** The class as the host of more members of its nest. */
    private static byte[] joined(byte[] host, Set<String> members) {
        ClassReader reader = new ClassReader(host);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(writer, 0);
        members.forEach(writer::visitNestMember);
        return writer.toByteArray();
    }

    /** One class: replaces the places where lambdas are made by calls to factories. */
    private final class Unfolding extends ClassVisitor {

        private final String name;
        private final int version;
        private String nest;
        private int count;

        private Unfolding(ClassReader reader, ClassVisitor next) {
            super(Opcodes.ASM9, next);
            name = reader.getClassName();
            version = reader.readInt(VERSION);
            nest = name;
        }

        @Override
        public void visitNestHost(String host) {
            super.visitNestHost(host);
            nest = host;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String method, String descriptor, String signature, String[] thrown) {
            MethodVisitor next = super.visitMethod(access, method, descriptor, signature, thrown);
            return version < FIRST_WITH_NESTS ? next : new Places(next);
        }

        private final class Places extends MethodVisitor {

            private Places(MethodVisitor next) {
                super(Opcodes.ASM9, next);
            }

            @Override
            public void visitInvokeDynamicInsn(
                    String method, String descriptor, Handle bootstrap, Object... arguments) {
                if (!isLambda(bootstrap)) {
                    super.visitInvokeDynamicInsn(method, descriptor, bootstrap, arguments);
                    return;
                }
                String lambda = name + "$Lambda" + count++;
                LambdaClass content = new LambdaClass(lambda, method, descriptor, arguments);
                made.put(lambda, content.bytes(nest, version));
                membersByHost.computeIfAbsent(nest, none -> new LinkedHashSet<>()).add(lambda);
                super.visitMethodInsn(
                        Opcodes.INVOKESTATIC, lambda, LambdaClass.FACTORY, descriptor, false);
            }

            /** The other factory makes lambdas that can be saved, or of several interfaces. */
            private static boolean isLambda(Handle bootstrap) {
                return bootstrap.getOwner().equals(FACTORY)
                        && bootstrap.getName().equals("metafactory");
            }
        }
    }
}
